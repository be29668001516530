/**
 * Who stands behind a name that an API server let in. `shared` credentials come with the cluster: people and pipelines use them alike.
 * `automation` are pipelines by their names or by the config.
 */
export type User =
  | 'person'
  | 'shared'
  | 'automation'
  | 'service-account'
  | 'cluster'
  | 'nobody';

const SERVICE_ACCOUNT = /^system:serviceaccount:/;
const CLUSTER =
  /^(system:(node:|kube-|apiserver|cloud-)|eks:|aks-service|gke-|system:gke-)/;
const SHARED =
  /^(system:(admin|masters)|(kubernetes-)?(super-)?admin|cluster-?admin|clusterUser|masterclient|minikube-user|root)$/i;
/** Parts of the names that pipelines are given. */
const AUTOMATION =
  /(^|[-_.:/+])(ci|cd|cicd|jenkins|gitlab|github|actions|deploy(er|ment|ments|bot)?|pipelines?|runner|robot|bot|automation|terraform|atlantis|argocd|flux|spinnaker|circleci|buildkite|teamcity|bamboo)([-_.:/+]|$)/i;

/** @param pipelines - patterns of users that are pipelines, by the config */
export function userOf(username: string, pipelines: readonly RegExp[]): User {
  if (username === '' || username === 'system:anonymous') return 'nobody';
  if (pipelines.some(pattern => pattern.test(username))) return 'automation';
  if (SERVICE_ACCOUNT.test(username)) return 'service-account';
  if (CLUSTER.test(username)) return 'cluster';
  if (SHARED.test(username)) return 'shared';
  // What stands behind an @ is a company's name, not a person's.
  return AUTOMATION.test(username.split('@', 1)[0]) ? 'automation' : 'person';
}

/**
 * What people call a user: a service account by its own name, unless every namespace has one of that name; what belongs to the cluster
 * without its prefix.
 */
export function shortNameOf(username: string): string {
  const account = /^system:serviceaccount:([^:]+):(.+)$/.exec(username);
  if (account) {
    const [, namespace, name] = account;
    return name === 'default' ? `${namespace}/${name}` : name;
  }
  return CLUSTER.test(username)
    ? username.replace(/^system:(node:)?/, '')
    : username;
}

/** `ci-*` as a pattern of whole names. */
export function patternOf(glob: string): RegExp {
  const text = glob
    .split('*')
    .map(part => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${text}$`);
}
