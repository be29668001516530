import { z } from 'zod';
import type { ClusterSupplier } from './Cluster';
import { refuseTwins } from './configuredClusters';
import {
  portalGet,
  PortalTransport,
  type PortalAccess,
} from './PortalTransport';

/** A locator may ask a cloud or the catalog at each request. */
const REFRESH_SECONDS = 300;
const ANSWER_TIMEOUT_MS = 30_000;

/** These take the token of whoever looks at a page; nobody looks while we watch. */
const CLIENT_SIDE_PROVIDERS = new Set(['google', 'oidc', 'aks', 'pinniped']);

const clustersAnswer = z.looseObject({
  items: z
    .array(
      z.looseObject({
        name: z.string().min(1).max(200),
        authProvider: z.string().optional(),
      }),
    )
    .max(10_000),
});

/** The clusters that the portal's Kubernetes plugin knows. */
export function portalClusters(access: PortalAccess): ClusterSupplier {
  return {
    refreshSeconds: REFRESH_SECONDS,
    async clusters(signal) {
      const response = await portalGet(access, '/clusters', {
        signal: AbortSignal.any([
          signal,
          AbortSignal.timeout(ANSWER_TIMEOUT_MS),
        ]),
      });
      // The plugin is not installed, or has nothing configured: then it mounts no route.
      if (response.status === 404) return { watchable: [], unwatchable: [] };
      if (!response.ok) {
        throw new Error(
          `the Kubernetes plugin answers /clusters with HTTP ${response.status}`,
        );
      }
      const { items } = clustersAnswer.parse(await response.json());
      const isClientSide = (item: { authProvider?: string }) =>
        item.authProvider !== undefined &&
        CLIENT_SIDE_PROVIDERS.has(item.authProvider);
      const set = refuseTwins(
        items
          .filter(item => !isClientSide(item))
          .map(({ name }) => ({
            name,
            transport: PortalTransport.create({ ...access, cluster: name }),
          })),
      );
      return {
        watchable: set.watchable,
        unwatchable: [
          ...set.unwatchable,
          ...items.filter(isClientSide).map(({ name, authProvider }) => ({
            name,
            reason: `${name} is reached with each user's own token (authProvider '${authProvider}'), so nobody can watch it. Give the Kubernetes plugin a service account for it, or name it in changes.kubernetes.clusters.`,
          })),
        ],
      };
    },
  };
}
