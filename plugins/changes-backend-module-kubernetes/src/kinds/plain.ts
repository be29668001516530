import type { JsonObject } from '@backstage/types';
import type { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { objectAt, type KubernetesObject } from './KubernetesObject';
import { manifestOf } from './manifest';
import { namedOf, type Named, type Written } from './Named';
import { isNoisyConfigMap } from './noise';

/** An object of which only what somebody wanted of it counts. */
export interface PlainObject extends Named {
  manifest: JsonObject;
}

export function readConfigMap(
  object: KubernetesObject,
  redactor: Redactor,
): (PlainObject & Written) | undefined {
  return isNoisyConfigMap(object)
    ? undefined
    : readPlain(object, 'ConfigMap', redactor);
}

export function readNamespace(
  object: KubernetesObject,
  redactor: Redactor,
): PlainObject & Written {
  return readPlain(object, 'Namespace', redactor);
}

export interface ServiceObject extends Named {
  labels: Record<string, string>;
  selector?: Record<string, string>;
}

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

function readPlain(
  object: KubernetesObject,
  kind: string,
  redactor: Redactor,
): PlainObject & Written {
  return {
    ...namedOf(object),
    ...manifestOf(object, { apiVersion: 'v1', kind }, redactor),
    managed: object.metadata.managedFields ?? [],
  };
}
