/** A resource as delivery tools name it. */
export interface ResourceName {
  group: string;
  kind: string;
  namespace?: string;
  name: string;
}

/** What stands for the cluster where a tool does not tell which of those that are watched it means. */
const ANY_CLUSTER = '?';

/** Ties a sync of Argo CD to what it changed of one resource, in a cluster that is known. */
export function argoThread(cluster: string, resource: ResourceName): string {
  return `argocd ${cluster} ${textOf(resource)}`;
}

/** The same where the cluster is not known: by the application's name, as `tracking-id` has it. */
export function argoTrackingThread(
  instance: string,
  resource: ResourceName,
): string {
  return `argocd ${ANY_CLUSTER} ${instance}:${textOf(resource)}`;
}

/** Ties a reconciliation of Flux to the objects that bear its name. */
export function fluxThread(
  cluster: string | undefined,
  kind: 'Kustomization' | 'HelmRelease',
  owner: { namespace: string; name: string },
): string {
  const place = cluster ?? ANY_CLUSTER;
  return `flux ${place} ${kind} ${owner.namespace}/${owner.name}`;
}

/** Ties a Helm release to its objects. */
export function helmThread(
  cluster: string,
  release: { namespace: string; name: string },
): string {
  return `helm ${cluster} ${release.namespace}/${release.name}`;
}

/** Ties what one program wrote at one moment to a workload that it rolled out. */
export function writeThread(workload: string, manager: string): string {
  return `write ${manager} ${workload}`;
}

/** Ties a setting to the rollout whose template bears a checksum of its settings. */
export function checksumThread(workload: string): string {
  return `checksum ${workload}`;
}

/** Ties a setting that is new to the rollout that names it for the first time. */
export function mentionThread(object: string): string {
  return `mention ${object}`;
}

/** Ties what is deleted with its namespace to the end of that. */
export function namespaceThread(cluster: string, namespace: string): string {
  return `namespace ${cluster}/${namespace}`;
}

function textOf({ group, kind, namespace, name }: ResourceName): string {
  return `${group}/${kind}:${namespace ?? ''}/${name}`;
}
