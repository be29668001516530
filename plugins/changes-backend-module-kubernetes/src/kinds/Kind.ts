import type { FieldChange } from '@ripplehq/backstage-plugin-changes-common';
import type { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import type { KubernetesObject } from './KubernetesObject';
import type { Named } from './Named';

/**
 * Who gets to see a kind: `core` everybody, `wide` whoever asks for more, `delivery` everybody whose cluster serves it, `config` whoever
 * names it.
 */
export type Profile = 'core' | 'wide' | 'delivery' | 'config';

/** Which book takes a kind's objects in. */
export type BookName =
  | 'workloads'
  | 'plain'
  | 'services'
  | 'jobs'
  | 'nodes'
  | 'endpoints'
  | 'deliveries'
  | 'releases'
  | 'health';

/** A row of the table of kinds: how its objects are listed, what is kept of them, who takes them in and how their changes are told. */
export interface Kind {
  /** Plural name with group, as in RBAC rules: `deployments.apps`, `nodes`; a second row of one collection says more: `secrets:helm`. */
  id: string;
  /** Plural name: `deployments`. */
  resource: string;
  /** Empty for the core group. */
  group: string;
  version: string;
  kind: string;
  scope: 'namespaced' | 'cluster';
  profile: Profile;
  /** Not every cluster serves it: where it is missing nothing is amiss, and it is asked for again now and then. */
  isOptional?: true;
  /** Whether its objects are remembered over a restart, so that its watch goes on where it was. */
  isRemembered: boolean;
  /** Ids of the kinds whose objects are needed to understand its own: they are read first. Those that are not watched are not waited for. */
  after: readonly string[];
  book: BookName;
  /** Which objects of the collection it is about, where not all. */
  select?: Selection;
  /** Nothing but their metadata is asked for. */
  isMetadataOnly?: true;
  /** How its changes are told, where each is an event of its own. */
  tells?: Telling;
  /** Reduces an object to what is used of it; undefined for noise. */
  read(object: KubernetesObject, redactor: Redactor): Named | undefined;
}

/** In Kubernetes' own words: `type=Warning`, `owner=helm`. */
export interface Selection {
  fieldSelector?: string;
  labelSelector?: string;
}

/** How changes of what somebody wanted of an object are told. */
export interface Telling {
  /** What a person calls the kind. */
  word: string;
  /** Kind of its events. */
  event: 'config' | 'network' | 'storage' | 'job' | 'access' | 'secret';
  /** Whether a change of its content is told, or only that it came and went. */
  changes: boolean;
  /** What was done to it, where there is a better word than "changed". */
  sentence?(changes: FieldChange[]): string | undefined;
}

/** A row as it is written down: what most have in common need not be. */
export type KindDraft = Omit<
  Kind,
  'id' | 'scope' | 'profile' | 'isRemembered' | 'after'
> &
  Partial<Pick<Kind, 'id' | 'scope' | 'profile' | 'isRemembered' | 'after'>>;

/** A namespaced core kind that is remembered, unless the draft says otherwise. */
export function kindOf(draft: KindDraft): Kind {
  const { group, resource } = draft;
  return {
    scope: 'namespaced',
    profile: 'core',
    isRemembered: true,
    after: [],
    id: group ? `${resource}.${group}` : resource,
    ...draft,
  };
}

/** As a manifest names the kind. */
export function typeOf({
  group,
  version,
  kind,
}: Pick<Kind, 'group' | 'version' | 'kind'>): {
  apiVersion: string;
  kind: string;
} {
  return { apiVersion: group ? `${group}/${version}` : version, kind };
}

/** e.g. `/apis/apps/v1/deployments` */
export function collectionPath(
  { group, version, resource }: Pick<Kind, 'group' | 'version' | 'resource'>,
  namespace?: string,
): string {
  const api = group ? `/apis/${group}/${version}` : `/api/${version}`;
  return namespace === undefined
    ? `${api}/${resource}`
    : `${api}/namespaces/${namespace}/${resource}`;
}
