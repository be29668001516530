import type { CoverageNote } from '@ripplehq/backstage-plugin-changes-common';
import type { ApiFailure } from '../reflector';
import type { Place } from './Place';

/** The scope of a whole cluster. */
export function clusterScope(cluster: string): string {
  return encodeURIComponent(cluster).replace(/%3A/gi, ':');
}

/**
 * e.g. `prod-eu/deployments.apps`, `prod-eu/shop/deployments.apps`
 * @param id - of a place
 */
export function coverageScope(cluster: string, id: string): string {
  return `${clusterScope(cluster)}/${id}`;
}

/** What a failure means for whom looks at the timeline, with the remedy where there is one. */
export function coverageOf(
  failure: ApiFailure,
  of: { cluster: string; place: Place; wasLive: boolean },
): Pick<CoverageNote, 'state' | 'reason'> {
  const { cluster, place, wasLive } = of;
  const { kind, namespace } = place;
  const silent = wasLive ? 'stale' : 'not-observed';
  const name = kind.id;
  switch (failure.failureClass) {
    case 'forbidden':
      return {
        state: 'forbidden',
        reason:
          namespace === undefined
            ? `Ripple may not read ${name} in ${cluster}. Grant its account get, list and watch on ${name}.`
            : `Ripple may not read ${name} in the namespace ${namespace} of ${cluster}. Grant its account get, list and watch on ${name} there.`,
      };
    case 'unauthorized':
      return {
        state: silent,
        reason: `${cluster} does not accept Ripple's credentials (${failure.message}). Renew the token or certificate.`,
      };
    case 'certificate':
      return {
        state: silent,
        reason: `The certificate of ${cluster} cannot be verified: ${failure.message}. Give the right certificate authority.`,
      };
    case 'not-found':
      return {
        state: 'not-observed',
        reason: `${cluster} does not serve ${name} (${failure.message}).`,
      };
    case 'garbage':
      return {
        state: silent,
        reason: `${cluster} answers, but not as a Kubernetes API server does: ${failure.message}.`,
      };
    default:
      return {
        state: silent,
        reason: `${cluster} cannot be read at present: ${failure.message}.`,
      };
  }
}

/** What is said of a kind that nobody could read with credentials that are bound to namespaces. */
export function unreachable(
  { kind }: Place,
  cluster: string,
): Pick<CoverageNote, 'state' | 'reason'> {
  return {
    state: 'not-observed',
    reason: `Ripple reads single namespaces of ${cluster} only, and ${kind.id} are in none of them.`,
  };
}
