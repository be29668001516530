import type { JsonObject } from '@backstage/types';
import type { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { objectAt, type KubernetesObject } from './KubernetesObject';
import { typeOf, type Resource } from './kinds';
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
    : readPlain(object, 'configmaps', redactor);
}

/** What a claim was bound to is its controller's doing. */
export function readVolumeClaim(
  object: KubernetesObject,
  redactor: Redactor,
): PlainObject & Written {
  const { volumeName: _, ...spec } = objectAt(object, 'spec');
  return readPlain({ ...object, spec }, 'persistentvolumeclaims', redactor);
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

/** An object of which all that somebody wanted counts. */
export function readPlain(
  object: KubernetesObject,
  resource: Resource,
  redactor: Redactor,
): PlainObject & Written {
  return {
    ...namedOf(object),
    ...manifestOf(object, typeOf(resource), redactor),
    managed: object.metadata.managedFields ?? [],
  };
}
