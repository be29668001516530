import type { CoverageNote } from '@ripplehq/backstage-plugin-changes-common';
import type { Kind } from '../kinds';
import type { ApiFailure } from '../reflector';

/** The scope of a whole cluster. */
export function clusterScope(cluster: string): string {
  return encodeURIComponent(cluster).replace(/%3A/gi, ':');
}

/** e.g. `prod-eu/deployments.apps` */
export function coverageScope(
  cluster: string,
  { id }: Pick<Kind, 'id'>,
): string {
  return `${clusterScope(cluster)}/${id}`;
}

/** What a failure means for whom looks at the timeline, with the remedy where there is one. */
export function coverageOf(
  failure: ApiFailure,
  place: { cluster: string; kind: Kind; wasLive: boolean },
): Pick<CoverageNote, 'state' | 'reason'> {
  const { cluster, kind, wasLive } = place;
  const silent = wasLive ? 'stale' : 'not-observed';
  const name = kind.id;
  switch (failure.failureClass) {
    case 'forbidden':
      return {
        state: 'forbidden',
        reason: `Ripple may not read ${name} in ${cluster}. Grant its account get, list and watch on ${name}.`,
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
