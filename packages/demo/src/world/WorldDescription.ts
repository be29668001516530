/** A cluster that runs here, or is only spoken of. */
export interface ClusterRow {
  name: string;
  /** Decides the headline of a service's health. */
  isProduction: boolean;
  gitVersion: string;
  nodes: string[];
}

/** A team; it owns services and answers for them. */
export interface TeamRow {
  name: string;
  title: string;
  /** Who answers questions, and where. */
  email: string;
}

/** Somebody who works here. */
export interface PersonRow {
  name: string;
  title: string;
  team?: string;
  /** At GitHub; without it the person never commits. */
  github?: { login: string; id: number };
  /** Can be chosen in the portal's banner. */
  canSignIn?: true;
  /** Services that do not exist for this person. */
  mayNotSee?: string[];
}

/** A part of the shop: some services and the namespace in which they run. */
export interface SystemRow {
  name: string;
  title: string;
  owner: string;
}

/** How an autoscaler holds a service's number of pods. */
export interface AutoscalerRow {
  cluster: string;
  min: number;
  max: number;
  /** In percent of what a pod requests. */
  cpuPercent: number;
}

/** Services are programs of ours, and so are workers; everything else is something that they need. */
export type ServiceType =
  | 'service'
  | 'worker'
  | 'website'
  | 'database'
  | 'queue'
  | 'cache'
  | 'search-index'
  | 'network'
  | 'third-party';

/** One row of the world: a service, or something that services need. */
export interface ServiceRow {
  /** Of the catalog entity, the Deployments, the image and the repository. */
  name: string;
  type: ServiceType;
  description: string;
  owner: string;
  system: string;
  /** Names of the rows without which it cannot do its work. */
  needs: string[];
  /** What it offers to those that need it; they then consume this API instead of merely depending on it. */
  api?: string;
  /** Pods by cluster. Without it, nothing of it runs in a cluster. */
  runs?: Record<string, number>;
  /** What runs when the last day begins. */
  version?: string;
  /** Language of its repository; without it there is none. */
  language?: string;
  /** Keys of its ConfigMap, `<name>-settings`. */
  settings?: Record<string, string>;
  /** Environment variables of its container. */
  env?: Record<string, string>;
  autoscaler?: AutoscalerRow;
  /** At most one pod more than needed is there during a rollout, and a new one counts only after so many seconds. */
  slowRolloutSeconds?: number;
  /** How many of its pods may be missing during a rollout; none without it. */
  maxUnavailable?: string;
  /** How many of its pods production cannot do without, in percent of those wanted: it has a PodDisruptionBudget there. */
  minAvailable?: string;
  /** Clusters in which Argo Rollouts brings a new version out step by step. */
  canaryIn?: string[];
  /** It comes to production by the syncs of an Application; else a program applies it, of which nothing more is known. */
  deliveredBy?: 'argocd';
  /** Id of its service at PagerDuty. */
  pagerduty?: string;
  /**
   * How the catalog finds what runs; by the label `backstage.io/kubernetes-id` unless said otherwise. `elsewhere`: its annotations name a
   * cluster that nobody watches. `none`: nobody has written an annotation.
   */
  binding?: 'selector' | 'elsewhere' | 'none';
}

/** A provider outside of the company, with a page that says how it is. */
export interface ThirdParty {
  service: string;
  title: string;
  statusPage: string;
}

/** All that is to be known of the world before anything happens in it. */
export interface WorldDescription {
  organization: string;
  domain: { name: string; title: string; description: string };
  clusters: ClusterRow[];
  /** The cluster in which Argo CD is. */
  hub: string;
  teams: TeamRow[];
  people: PersonRow[];
  systems: SystemRow[];
  services: ServiceRow[];
  thirdParties: ThirdParty[];
}

/** The row of a name. Throws when there is none. */
export function rowNamed<T extends { name: string }>(
  rows: readonly T[],
  name: string,
): T {
  const row = rows.find(candidate => candidate.name === name);
  if (!row) throw new Error(`the world has no '${name}'`);
  return row;
}

/** By which a person is known everywhere. */
export function emailOf({ name }: Pick<PersonRow, 'name'>): string {
  return `${name}@acme.example`;
}

/** Whether it is something that services need, rather than a program of ours. */
export function isResource({ type }: ServiceRow): boolean {
  return !['service', 'worker', 'website'].includes(type);
}

/** Its ref in the catalog. */
export function entityRefOf(service: ServiceRow): string {
  const kind = isResource(service) ? 'resource' : 'component';
  return `${kind}:default/${service.name}`;
}

/** All that a service needs, directly or not, nearest first, without itself. */
export function upstreamOf(
  world: Pick<WorldDescription, 'services'>,
  name: string,
): { service: ServiceRow; degree: number }[] {
  const found = [{ service: rowNamed(world.services, name), degree: 0 }];
  for (const { service, degree } of found) {
    for (const need of service.needs) {
      if (found.some(known => known.service.name === need)) continue;
      found.push({
        service: rowNamed(world.services, need),
        degree: degree + 1,
      });
    }
  }
  return found.slice(1);
}
