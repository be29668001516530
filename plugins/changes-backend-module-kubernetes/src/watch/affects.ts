import type { JsonObject } from '@backstage/types';
import type { KnownDeployment, PlainResource } from '../interpret';
import {
  listAt,
  objectAt,
  selects,
  selectsLabels,
  textOf,
  type AutoscalerObject,
  type PlainObject,
} from '../kinds';
import { textsAt } from '../summarise';
import type { Services } from './Services';

/** Whether an object matters to a workload of its namespace: it uses it, or is subject to it. */
export function affects(
  resource: PlainResource,
  object: PlainObject,
  workload: KnownDeployment,
  services: Services,
): boolean {
  const spec = objectAt(object.manifest, 'spec');
  switch (resource) {
    case 'configmaps':
      return workload.mentions.configMaps.includes(object.name);
    case 'persistentvolumeclaims':
      // What was remembered by an earlier version does not say.
      return workload.mentions.volumeClaims?.includes(object.name) ?? false;
    case 'horizontalpodautoscalers': {
      const { target } = object as AutoscalerObject;
      return target?.kind === 'Deployment' && target.name === workload.name;
    }
    case 'networkpolicies':
      return selects(objectAt(spec, 'podSelector'), podLabelsOf(workload));
    case 'poddisruptionbudgets':
      return selects(objectAt(spec, 'selector'), podLabelsOf(workload));
    case 'ingresses':
      return backendsOf(spec).some(name => {
        const selector = services.find(object.namespace, name)?.selector;
        return selector && selectsLabels(selector, podLabelsOf(workload));
      });
    case 'resourcequotas':
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

function podLabelsOf({ manifest }: KnownDeployment): Record<string, string> {
  return textsAt(manifest, 'spec', 'template', 'metadata', 'labels');
}
