import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import {
  ANNOTATIONS,
  formatSubject,
  parseSubject,
} from '@ripplehq/backstage-plugin-changes-common';
import { entitySubject } from '../ingest/identify';
import { type Requirement, parseLabelSelector } from './labelSelector';

/**
 * What an entity's annotations say it is about. Claims of a higher rank count only where none of a lower one (of the same source)
 * finds a subject.
 * @internal
 */
export type Claim = { rank: number; source: string } & (
  | { how: 'subject'; subject: string }
  | ({ how: 'label'; key: string; value: string } & Place)
  | ({
      how: 'selector';
      requirements: Requirement[];
      /** A label that every match of this claim has, so that an index can be used; absent when the selector demands none. */
      anchor?: { key: string; value: string };
    } & Place)
);

interface Place {
  namespace?: string;
  cluster?: string;
}

/**
 * How objects are matched beyond what annotations say.
 * @internal
 */
export interface ClaimOptions {
  /** Labels that hold an entity's name, in order; `changes.kubernetes.matchLabels`. */
  matchLabels: string[];
  /** The hosts of the portal's GitHub integrations as `URL.host` gives them, the first one is meant where nothing names another. */
  githubHosts: readonly string[];
  /** The PagerDuty account that is meant where no annotation names one: the first that is configured. */
  pagerdutyAccount: string;
  /** The cluster's names, where the portal finds clusters by `catalogRelation`. */
  clusters?: string[];
}

/**
 * The label by which the Kubernetes plugin finds an entity's objects.
 * @internal
 */
export const KUBERNETES_ID_LABEL = 'backstage.io/kubernetes-id';

/** A subject that stands for the entity itself; never shown. @internal */
export const CATALOG_SOURCE = 'catalog';

/**
 * The claims of an entity: its own catalog subject, its objects in Kubernetes in the order of the Kubernetes plugin, its repository,
 * its PagerDuty service, its feature flags, and what `changes/subjects` names.
 * @internal
 */
export function claimsOf(entity: Entity, options: ClaimOptions): Claim[] {
  return [
    {
      rank: 0,
      source: CATALOG_SOURCE,
      how: 'subject',
      subject: entitySubject(stringifyEntityRef(entity)),
    },
    ...kubernetesClaims(entity, options),
    ...repositoryClaims(entity, options),
    ...pagerdutyClaims(entity, options),
    ...launchdarklyClaims(entity),
    ...namedClaims(entity),
  ];
}

// The order is that of the Kubernetes plugin's KubernetesFanOutHandler: a label selector replaces the id; both are narrowed by
// namespace and cluster. The rules of the config come after, so that they never add to what the portal's Kubernetes tab shows.
function kubernetesClaims(entity: Entity, options: ClaimOptions): Claim[] {
  const annotations = entity.metadata.annotations ?? {};
  const namespace = annotations[ANNOTATIONS.kubernetesNamespace] || undefined;
  const named = annotations[ANNOTATIONS.kubernetesCluster] || undefined;
  const clusters = named ? [named] : options.clusters ?? [undefined];
  const selector = annotations[ANNOTATIONS.kubernetesLabelSelector];
  return clusters.flatMap(cluster => {
    const place = { source: 'kubernetes', namespace, cluster };
    if (selector) return selectorClaims(selector, place);
    const id = annotations[ANNOTATIONS.kubernetesId] || entity.metadata.name;
    return [
      {
        ...place,
        rank: 0,
        how: 'label' as const,
        key: KUBERNETES_ID_LABEL,
        value: id,
      },
      ...options.matchLabels.map((key, index) => ({
        ...place,
        rank: index + 1,
        how: 'label' as const,
        key,
        value: id,
      })),
    ];
  });
}

function selectorClaims(
  text: string,
  place: Place & { source: string },
): Claim[] {
  const requirements = parseLabelSelector(text);
  if (!requirements) return [];
  return anchorsOf(requirements).map(anchor => ({
    ...place,
    rank: 0,
    how: 'selector',
    requirements,
    anchor,
  }));
}

function anchorsOf(
  requirements: Requirement[],
): ({ key: string; value: string } | undefined)[] {
  const equal = requirements
    .flatMap(requirement =>
      requirement.operator === 'in' ? [requirement] : [],
    )
    .sort((a, b) => a.values.length - b.values.length)[0];
  return equal
    ? equal.values.map(value => ({ key: equal.key, value }))
    : [undefined];
}

function repositoryClaims(entity: Entity, options: ClaimOptions): Claim[] {
  const annotations = entity.metadata.annotations ?? {};
  const repository = repositoryOf(annotations, options.githubHosts);
  return repository
    ? [
        {
          rank: 0,
          source: 'github',
          how: 'subject',
          subject: formatSubject({
            source: 'github',
            // GitHub takes no note of case.
            parts: repository.map(part => part.toLowerCase()),
          }),
        },
      ]
    : [];
}

// A project slug does not name its host; the source location does, and is believed about the host alone.
function repositoryOf(
  annotations: Record<string, string>,
  hosts: readonly string[],
): string[] | undefined {
  const location = (annotations[ANNOTATIONS.sourceLocation] ?? '').replace(
    /^url:/,
    '',
  );
  const url = URL.canParse(location) ? new URL(location) : undefined;
  const [owner, name] = (
    annotations[ANNOTATIONS.githubProjectSlug] ?? ''
  ).split('/');
  const isGithub = url !== undefined && hosts.includes(url.host);
  if (owner && name) return [isGithub ? url.host : hosts[0], owner, name];
  if (!isGithub) return undefined;
  const [, urlOwner, urlName] = url.pathname.split('/');
  return urlOwner && urlName
    ? [url.host, urlOwner, urlName.replace(/\.git$/, '')]
    : undefined;
}

function pagerdutyClaims(entity: Entity, options: ClaimOptions): Claim[] {
  const annotations = entity.metadata.annotations ?? {};
  const id = annotations[ANNOTATIONS.pagerdutyServiceId]?.trim();
  if (!id) return [];
  const account =
    annotations[ANNOTATIONS.pagerdutyAccount]?.trim() ||
    options.pagerdutyAccount;
  return [
    {
      rank: 0,
      source: 'pagerduty',
      how: 'subject',
      subject: formatSubject({ source: 'pagerduty', parts: [account, id] }),
    },
  ];
}

/** Labels of LaunchDarkly's flags. */
const FLAG_PROJECT_LABEL = 'launchdarkly.com/project';
const FLAG_TAG_LABEL = 'launchdarkly.com/tag.';

// The annotations are those of Roadie's plugin. Without them a flag is that entity's whose name it has for a tag.
function launchdarklyClaims(entity: Entity): Claim[] {
  const annotations = entity.metadata.annotations ?? {};
  const project = annotations[ANNOTATIONS.launchdarklyProjectKey]?.trim();
  const tags = tagsIn(annotations[ANNOTATIONS.launchdarklyFilterTags] ?? '');
  const source = 'launchdarkly';
  if (!project) {
    return [
      {
        rank: 0,
        source,
        how: 'label',
        key: `${FLAG_TAG_LABEL}${entity.metadata.name}`,
        value: 'true',
      },
    ];
  }
  const anchor = { key: FLAG_PROJECT_LABEL, value: project };
  return [
    {
      rank: 0,
      source,
      how: 'selector',
      requirements: [
        { operator: 'in', key: anchor.key, values: [project] },
        ...tags.map(tagRequirement),
      ],
      anchor,
    },
  ];
}

function tagRequirement(tag: string): Requirement {
  return { operator: 'exists', key: `${FLAG_TAG_LABEL}${tag}` };
}

/** A list as JSON, as Roadie's plugin has it, or with commas. */
function tagsIn(text: string): string[] {
  let tags: unknown = text.split(',');
  try {
    tags = JSON.parse(text);
  } catch {
    // Not JSON.
  }
  return (Array.isArray(tags) ? tags : [tags])
    .filter(tag => typeof tag === 'string')
    .map(tag => tag.trim())
    .filter(tag => tag !== '');
}

function namedClaims(entity: Entity): Claim[] {
  return (entity.metadata.annotations?.[ANNOTATIONS.subjects] ?? '')
    .split(/[\s,]+/)
    .filter(text => text !== '')
    .flatMap(text => {
      try {
        const subject = parseSubject(text);
        // The catalog's own subjects stand for entities: naming another's would take its events.
        if (subject.source === CATALOG_SOURCE) return [];
        return [
          {
            rank: 0,
            source: subject.source,
            how: 'subject' as const,
            subject: formatSubject(subject),
          },
        ];
      } catch {
        return [];
      }
    });
}
