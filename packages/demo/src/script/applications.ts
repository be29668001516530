import type { Place } from './Fleet.ts';

/** The kind of what Argo CD looks after, and where its Applications lie. */
export const APPLICATIONS = 'Application';
export const NAMESPACE = 'argocd';

/** The name of a service's Application. */
export function applicationOf({ cluster, service }: Place): string {
  return `${service}-${cluster}`;
}
