import type { Entity } from '@backstage/catalog-model';
import {
  ANNOTATIONS,
  type EntityHealth,
} from '@ripplehq/backstage-plugin-changes-common';
import { coverageEntries } from './coverageEntries';

/** One thing that was looked for to find an entity's workloads. */
export type BindingLookup =
  | { type: 'annotation'; key: string; value: string | undefined }
  | { type: 'label'; key: string; value: string; clusters: number }
  | { type: 'selector'; value: string; clusters: number }
  | {
      type: 'claim';
      source: string;
      how: 'subject' | 'label' | 'selector';
      text: string;
      /** Where alone it was looked for. */
      place?: string;
      clusters: number;
      found: number;
    }
  | { type: 'cluster'; cluster: string; reason?: string };

type Answer = Pick<EntityHealth, 'coverage' | 'lookedFor'>;

/** What was looked for, and where, for an entity that no workload was found for. */
export function bindingLookups(
  entity: Entity,
  { coverage, lookedFor }: Answer,
  now: number,
): BindingLookup[] {
  const clusters = coverageEntries(coverage, now).filter(
    entry => entry.source === 'kubernetes',
  );
  const watched = clusters.filter(entry => entry.state === 'live').length;
  const claims = lookedFor
    ? lookedFor.claims.map(({ namespace, cluster, ...claim }) => ({
        type: 'claim' as const,
        ...claim,
        place: [cluster, namespace].filter(Boolean).join(' / ') || undefined,
        clusters: cluster ? 1 : watched,
      }))
    : guessedClaims(entity, watched);
  return [
    {
      type: 'annotation',
      key: ANNOTATIONS.kubernetesLabelSelector,
      value: entity.metadata.annotations?.[ANNOTATIONS.kubernetesLabelSelector],
    },
    ...claims.filter(claim => isOfKubernetes(claim)),
    ...clusters
      .filter(entry => entry.state !== 'live')
      .map(
        (entry): BindingLookup => ({
          type: 'cluster',
          cluster: entry.instance,
          reason: entry.reason,
        }),
      ),
    ...claims.filter(claim => !isOfKubernetes(claim)),
  ];
}

function isOfKubernetes(lookup: BindingLookup): boolean {
  if (lookup.type === 'claim') return lookup.source === 'kubernetes';
  return lookup.type !== 'annotation';
}

/** By the entity alone, where the answer does not say what was looked for. */
function guessedClaims(entity: Entity, watched: number): BindingLookup[] {
  const annotations = entity.metadata.annotations ?? {};
  const selector = annotations[ANNOTATIONS.kubernetesLabelSelector];
  const slug = annotations[ANNOTATIONS.githubProjectSlug];
  return [
    selector
      ? { type: 'selector', value: selector, clusters: watched }
      : {
          type: 'label',
          key: ANNOTATIONS.kubernetesId,
          value: annotations[ANNOTATIONS.kubernetesId] ?? entity.metadata.name,
          clusters: watched,
        },
    ...(slug
      ? [
          {
            type: 'annotation' as const,
            key: ANNOTATIONS.githubProjectSlug,
            value: slug,
          },
        ]
      : []),
  ];
}

/** The one annotation that would bind an entity to its workload, as a line of YAML. */
export function suggestedAnnotation(
  entity: Entity,
  lookedFor?: EntityHealth['lookedFor'],
): string {
  const set =
    entity.metadata.annotations?.[ANNOTATIONS.kubernetesLabelSelector];
  const { annotation, value, found } = lookedFor?.suggestion ?? {
    annotation: ANNOTATIONS.kubernetesLabelSelector,
    value: `app=${entity.metadata.name}`,
    found: 0,
  };
  return `${annotation}: ${set && found === 0 ? set : value}`;
}

/** Nothing is known of an entity that should have a workload: it is not bound, rather than not watched. */
export function isNothingBound(entity: Entity, health: EntityHealth): boolean {
  return (
    ['component', 'resource'].includes(
      entity.kind.toLocaleLowerCase('en-US'),
    ) &&
    health.status === 'unknown' &&
    health.workloads.length === 0 &&
    health.issues.length === 0 &&
    health.alerts.length === 0
  );
}
