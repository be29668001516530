import type { JsonObject } from '@backstage/types';
import type { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { kindOf } from './Kind';
import { objectAt, type KubernetesObject } from './KubernetesObject';
import type { Written } from './Named';
import { readPlain, type PlainObject } from './plain';

export interface ServiceObject extends PlainObject {
  labels: Record<string, string>;
  selector?: Record<string, string>;
  /** The last one before that by which it led to a workload. */
  formerSelector?: Record<string, string>;
}

export const SERVICE = kindOf({
  resource: 'services',
  group: '',
  version: 'v1',
  kind: 'Service',
  book: 'services',
  tells: { word: 'Service', event: 'network', changes: true },
  read: readService,
});

/** By which Argo Rollouts leads a Service to one of two versions: each of its steps writes it, and none of the workload's labels has it. */
const ROLLOUT_HASH = 'rollouts-pod-template-hash';

export function readService(
  object: KubernetesObject,
  redactor: Redactor,
): ServiceObject & Written {
  const {
    // What the API server gave it.
    clusterIP,
    clusterIPs: _,
    healthCheckNodePort: __,
    selector: written,
    ...spec
  } = objectAt(object, 'spec');
  const { [ROLLOUT_HASH]: ___, ...selector } = (written ?? {}) as JsonObject;
  const isSelecting = Object.keys(selector).length > 0;
  return {
    ...readPlain(
      {
        ...object,
        spec: {
          ...spec,
          ...(clusterIP === 'None' ? { clusterIP } : {}),
          ...(isSelecting ? { selector } : {}),
        },
      },
      SERVICE,
      redactor,
    ),
    labels: object.metadata.labels ?? {},
    selector: isSelecting ? (selector as Record<string, string>) : undefined,
  };
}
