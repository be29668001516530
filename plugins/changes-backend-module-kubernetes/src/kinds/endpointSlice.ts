import { kindOf } from './Kind';
import {
  controllerOf,
  listAt,
  objectAt,
  type KubernetesObject,
} from './KubernetesObject';
import { namedOf, type Named } from './Named';
import { WORKLOAD_IDS } from './plain';

/** A part of a Service's endpoints: whether any of them takes requests is all that is kept. */
export interface EndpointSliceObject extends Named {
  /** Name of its Service. */
  service: string;
  /** Where a controller made it for the Service. */
  serviceUid?: string;
  isReady: boolean;
}

export const ENDPOINT_SLICE = kindOf({
  resource: 'endpointslices',
  group: 'discovery.k8s.io',
  version: 'v1',
  kind: 'EndpointSlice',
  after: ['services', ...WORKLOAD_IDS],
  book: 'endpoints',
  read: readEndpointSlice,
});

/** Undefined for those that no Service has. */
export function readEndpointSlice(
  object: KubernetesObject,
): EndpointSliceObject | undefined {
  const service = object.metadata.labels?.['kubernetes.io/service-name'];
  if (!service) return undefined;
  const owner = controllerOf(object);
  return {
    ...namedOf(object),
    service,
    ...(owner?.kind === 'Service' ? { serviceUid: owner.uid } : {}),
    // An endpoint that does not say counts as ready.
    isReady: listAt(object, 'endpoints').some(
      endpoint => objectAt(endpoint, 'conditions').ready !== false,
    ),
  };
}
