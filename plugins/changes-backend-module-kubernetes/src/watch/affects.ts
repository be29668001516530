import type { JsonObject } from '@backstage/types';
import type { KnownWorkload } from '../interpret';
import {
  CONFIG_MAP,
  HORIZONTAL_POD_AUTOSCALER,
  INGRESS,
  NETWORK_POLICY,
  PERSISTENT_VOLUME_CLAIM,
  POD_DISRUPTION_BUDGET,
  RESOURCE_QUOTA,
  listAt,
  objectAt,
  selects,
  selectsLabels,
  textOf,
  type AutoscalerObject,
  type Kind,
  type PlainObject,
} from '../kinds';
import { textsAt } from '../summarise';
import type { Surroundings } from './Surroundings';

/** Whether an object matters to a workload of its namespace: it uses it, or is subject to it. */
export function affects(
  kind: Kind,
  object: PlainObject,
  workload: KnownWorkload,
  surroundings: Pick<Surroundings, 'service'>,
): boolean {
  const spec = objectAt(object.manifest, 'spec');
  switch (kind) {
    case CONFIG_MAP:
      return workload.mentions.configMaps.includes(object.name);
    case PERSISTENT_VOLUME_CLAIM:
      // What was remembered by an earlier version does not say.
      return workload.mentions.volumeClaims?.includes(object.name) ?? false;
    case HORIZONTAL_POD_AUTOSCALER: {
      const { target } = object as AutoscalerObject;
      return (
        target?.kind === workload.type.kind && target.name === workload.name
      );
    }
    case NETWORK_POLICY:
      return selects(objectAt(spec, 'podSelector'), podLabelsOf(workload));
    case POD_DISRUPTION_BUDGET:
      return selects(objectAt(spec, 'selector'), podLabelsOf(workload));
    case INGRESS:
      return backendsOf(spec).some(name => {
        const selector = surroundings.service(object.namespace, name)?.selector;
        return selector && selectsLabels(selector, podLabelsOf(workload));
      });
    case RESOURCE_QUOTA:
      return true;
    default:
      return false;
  }
}

/** Names of the Services that an Ingress leads to. */
function backendsOf(spec: JsonObject): string[] {
  const backends = [
    objectAt(spec, 'defaultBackend'),
    ...listAt(spec, 'rules').flatMap(rule =>
      listAt(rule, 'http', 'paths').map(path => objectAt(path, 'backend')),
    ),
  ];
  return backends.flatMap(backend => {
    const name = textOf(objectAt(backend, 'service').name);
    return name === undefined ? [] : [name];
  });
}

function podLabelsOf({ manifest }: KnownWorkload): Record<string, string> {
  return textsAt(manifest, 'spec', 'template', 'metadata', 'labels');
}
