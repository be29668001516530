import type { Entity } from '@backstage/catalog-model';
import {
  ANNOTATIONS,
  type CoverageInterval,
  type EntityHealth,
} from '@ripplehq/backstage-plugin-changes-common';
import { coverageEntries } from './coverageEntries';

/** One thing that was looked for to find an entity's workloads. */
export type BindingLookup =
  | { type: 'annotation'; key: string; value: string | undefined }
  | { type: 'label'; key: string; value: string; clusters: number }
  | { type: 'selector'; value: string; clusters: number }
  | { type: 'cluster'; cluster: string; reason?: string };

/** What was looked for, and where, for an entity that no workload was found for. */
export function bindingLookups(
  entity: Entity,
  coverage: CoverageInterval[],
  now: number,
): BindingLookup[] {
  const annotations = entity.metadata.annotations ?? {};
  const clusters = coverageEntries(coverage, now).filter(
    entry => entry.source === 'kubernetes',
  );
  const watched = clusters.filter(entry => entry.state === 'live').length;
  const selector = annotations[ANNOTATIONS.kubernetesLabelSelector];
  const slug = annotations[ANNOTATIONS.githubProjectSlug];
  return [
    {
      type: 'annotation',
      key: ANNOTATIONS.kubernetesLabelSelector,
      value: selector,
    },
    selector
      ? { type: 'selector', value: selector, clusters: watched }
      : {
          type: 'label',
          key: ANNOTATIONS.kubernetesId,
          value: annotations[ANNOTATIONS.kubernetesId] ?? entity.metadata.name,
          clusters: watched,
        },
    ...clusters
      .filter(entry => entry.state !== 'live')
      .map(
        (entry): BindingLookup => ({
          type: 'cluster',
          cluster: entry.instance,
          reason: entry.reason,
        }),
      ),
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
export function suggestedAnnotation(entity: Entity): string {
  const selector =
    entity.metadata.annotations?.[ANNOTATIONS.kubernetesLabelSelector] ??
    `app=${entity.metadata.name}`;
  return `${ANNOTATIONS.kubernetesLabelSelector}: ${selector}`;
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
