import type {
  ComponentEntityV1alpha1,
  Entity,
  GroupEntityV1alpha1,
  SystemEntityV1alpha1,
} from '@backstage/catalog-model';
import {
  ANNOTATIONS,
  type SubjectRow,
  type WorkloadSummary,
} from '@ripplehq/backstage-plugin-changes-common';
import { groupBy } from 'lodash';

/** How long a deleted workload's component stays, so that one can read what happened to it. */
const GONE_KEPT_MS = 24 * 60 * 60 * 1000;
/** The catalog's limit. */
const NAME_MAX_CHARS = 63;
const NAME_LABELS = [
  'backstage.io/kubernetes-id',
  'app.kubernetes.io/name',
  'app',
];
const OWNER_LABELS = ['app.kubernetes.io/owner', 'owner', 'team'];
const SYSTEM_LABELS = ['app.kubernetes.io/part-of'];
/** Its group is in the catalog too: a relation that leads nowhere is a warning on every page. */
const NO_OWNER = 'group:default/unknown';

type Workload = SubjectRow & { summary: WorkloadSummary; namespace: string };

/**
 * The catalog that a cluster's own labels tell of: a component for the workloads of one name in a namespace, a system for what is part
 * of one thing, `dependsOn` where a pod template names another component's Service. Pure; the entities carry no location.
 */
export function entitiesOfSubjects(rows: SubjectRow[], now: Date): Entity[] {
  const workloads = rows.filter(isWorkload).filter(row => isKept(row, now));
  const byComponent = groupBy(workloads, componentRef);
  const serviceTargets = targetsOfServices(rows, workloads);

  const components = Object.entries(byComponent).map(([ref, group]) =>
    component(
      group,
      [
        ...new Set(
          group
            .flatMap(row => row.summary.uses ?? [])
            .flatMap(used => [...(serviceTargets.get(used) ?? [])]),
        ),
      ]
        .filter(target => target !== ref)
        .sort(),
    ),
  );
  return [...components, ...systemsOf(components), ...groupsOf(components)];
}

function component(
  workloads: Workload[],
  dependsOn: string[],
): ComponentEntityV1alpha1 {
  const [first] = workloads;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: componentName(first),
      namespace: entityName(first.namespace),
      description: `${[...new Set(workloads.map(w => w.kind))].join(
        ', ',
      )} in namespace ${first.namespace} of ${[
        ...new Set(workloads.map(w => w.cluster)),
      ].join(', ')}`,
      annotations: {
        [ANNOTATIONS.subjects]: workloads
          .map(workload => workload.subject)
          .sort()
          .join(' '),
      },
    },
    spec: {
      type: 'service',
      lifecycle:
        label(workloads, ['app.kubernetes.io/environment']) ?? 'unknown',
      owner: ownerOf(workloads),
      system: entityName(label(workloads, SYSTEM_LABELS) ?? first.namespace),
      ...(dependsOn.length > 0 ? { dependsOn } : {}),
    },
  };
}

function systemsOf(
  components: ComponentEntityV1alpha1[],
): SystemEntityV1alpha1[] {
  const bySystem = groupBy(
    components,
    ({ metadata, spec }) => `${metadata.namespace}/${spec.system}`,
  );
  return Object.values(bySystem).map(([{ metadata, spec }]) => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'System',
    metadata: { name: spec.system!, namespace: metadata.namespace },
    spec: { owner: spec.owner },
  }));
}

function groupsOf(
  components: ComponentEntityV1alpha1[],
): GroupEntityV1alpha1[] {
  const names = new Set(
    components.map(({ spec }) => spec.owner.replace('group:default/', '')),
  );
  return [...names].map(name => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name, namespace: 'default' },
    spec: { type: 'team', children: [] },
  }));
}

/** Service subject → refs of the components whose pods it leads to. */
function targetsOfServices(
  rows: SubjectRow[],
  workloads: Workload[],
): Map<string, Set<string>> {
  const byPlace = groupBy(workloads, w => `${w.cluster}/${w.namespace}`);
  const targets = new Map<string, Set<string>>();
  for (const row of rows) {
    if (row.summary?.type !== 'service' || !row.summary.selector) continue;
    const selector = Object.entries(row.summary.selector);
    const refs = (byPlace[`${row.cluster}/${row.namespace}`] ?? [])
      .filter(({ summary }) =>
        selector.every(([key, value]) => summary.podLabels?.[key] === value),
      )
      .map(componentRef);
    if (selector.length > 0) targets.set(row.subject, new Set(refs));
  }
  return targets;
}

function isWorkload(row: SubjectRow): row is Workload {
  return row.summary?.type === 'workload' && row.namespace !== undefined;
}

function isKept(row: SubjectRow, now: Date): boolean {
  return !row.goneAt || now.getTime() - Date.parse(row.goneAt) < GONE_KEPT_MS;
}

function componentRef(workload: Workload): string {
  return `component:${entityName(workload.namespace)}/${componentName(
    workload,
  )}`;
}

function componentName(workload: Workload): string {
  return entityName(label([workload], NAME_LABELS) ?? workload.name);
}

function ownerOf(workloads: Workload[]): string {
  const owner = label(workloads, OWNER_LABELS);
  return owner ? `group:default/${entityName(owner)}` : NO_OWNER;
}

function label(workloads: Workload[], keys: string[]): string | undefined {
  return keys
    .flatMap(key => workloads.map(workload => workload.labels?.[key]))
    .find(value => value);
}

// Kubernetes allows 253 characters, the catalog 63, of letters, digits and single separators.
function entityName(name: string): string {
  return name
    .toLocaleLowerCase('en-US')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, NAME_MAX_CHARS)
    .replace(/^-+|-+$/g, '');
}
