import type { Places } from '../Operation';
import type { ApplicationStatus } from './Application';

/** How Argo CD calls the cluster that it runs in. */
const OWN_SERVER = 'https://kubernetes.default.svc';
const OWN_NAME = 'in-cluster';

/** The watched cluster that an Application deploys to; undefined where no watched one is known by that name or address. */
export function destinationOf(
  destination: ApplicationStatus['destination'],
  places: Places,
): string | undefined {
  const { name, server } = destination;
  return isOwnCluster(destination)
    ? places.own
    : places.clusterOf({ name, server });
}

/** Whether an Application deploys to the cluster that it lies in. */
export function isOwnCluster({
  name,
  server,
}: ApplicationStatus['destination']): boolean {
  return name === OWN_NAME || server?.replace(/\/$/, '') === OWN_SERVER;
}
