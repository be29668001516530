import { kindOf } from './Kind';
import { objectAt, type KubernetesObject } from './KubernetesObject';
import { namedOf, type Named } from './Named';

export interface ServiceObject extends Named {
  labels: Record<string, string>;
  selector?: Record<string, string>;
}

export const SERVICE = kindOf({
  resource: 'services',
  group: '',
  version: 'v1',
  kind: 'Service',
  book: 'services',
  read: readService,
});

/** Names, labels and selectors; nothing else of a Service is kept, and no events come of it. */
export function readService(object: KubernetesObject): ServiceObject {
  const selector = objectAt(object, 'spec', 'selector');
  return {
    ...namedOf(object),
    labels: object.metadata.labels ?? {},
    selector:
      Object.keys(selector).length > 0
        ? (selector as Record<string, string>)
        : undefined,
  };
}
