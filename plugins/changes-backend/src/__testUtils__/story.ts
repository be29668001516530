import type { Entity } from '@backstage/catalog-model';
import {
  type Observation,
  type SubjectRow,
  kubernetesSubject,
} from '@ripplehq/backstage-plugin-changes-common';
import type { CommitBatch } from '@ripplehq/backstage-plugin-changes-node';

/** A component with the relations that the catalog would give it. */
export function component(
  name: string,
  options: {
    dependsOn?: string[];
    owner?: string;
    annotations?: Record<string, string>;
  } = {},
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default', annotations: options.annotations },
    spec: { type: 'service', lifecycle: 'production' },
    relations: [
      {
        type: 'ownedBy',
        targetRef: `group:default/${options.owner ?? 'team-a'}`,
      },
      ...(options.dependsOn ?? []).map(target => ({
        type: 'dependsOn',
        targetRef: `component:default/${target}`,
      })),
    ],
  };
}

/** The deployment of a component in a cluster. */
export function deploymentOf(name: string, cluster = 'prod-eu'): string {
  return kubernetesSubject({
    cluster,
    namespace: 'shop',
    kind: 'Deployment',
    group: 'apps',
    name,
  });
}

/** A workload's row; all replicas are ready unless said otherwise. */
export function workload(
  name: string,
  at: string,
  summary: Partial<Extract<SubjectRow['summary'], { type: 'workload' }>> = {},
  cluster = 'prod-eu',
): SubjectRow {
  const desired = summary.desired ?? 3;
  return {
    subject: deploymentOf(name, cluster),
    kind: 'Deployment',
    cluster,
    namespace: 'shop',
    name,
    labels: { app: name },
    summary: {
      type: 'workload',
      desired,
      ready: desired,
      updated: desired,
      available: desired,
      images: { app: `${name}:1` },
      ...summary,
    },
    observedAt: at,
  };
}

/** A finished deployment of a workload. */
export function deployment(
  name: string,
  at: string,
  over: Partial<Observation> = {},
): Observation {
  return {
    type: 'change',
    kind: 'deployment',
    instance: 'prod-eu',
    key: `${name}/${at}`,
    title: `${name} deployed`,
    severity: 'info',
    observedAt: at,
    start: at,
    end: { at, status: 'succeeded' },
    cluster: 'prod-eu',
    namespace: 'shop',
    subjects: [deploymentOf(name)],
    ...over,
  };
}

/** An open health issue of a workload. */
export function healthIssue(
  name: string,
  since: string,
  over: Partial<Observation> = {},
): Observation {
  const cluster = over.cluster ?? 'prod-eu';
  return {
    type: 'health',
    kind: 'availability',
    instance: cluster,
    key: `${name}/availability/${since}`,
    title: `${name} is not available`,
    severity: 'critical',
    observedAt: since,
    start: since,
    cluster,
    namespace: 'shop',
    subjects: [deploymentOf(name, cluster)],
    ...over,
  };
}

/** The source's word that it watches a cluster. */
export function watched(
  at: string,
  cluster = 'prod-eu',
): Required<Pick<CommitBatch, 'coverage'>> {
  return {
    coverage: ['deployments.apps', 'pods'].map(resource => ({
      scope: `${cluster}/${resource}`,
      state: 'live' as const,
      at,
    })),
  };
}

/** Asks until an answer is as a test expects, at most ten seconds. */
export async function eventually<T>(
  ask: () => Promise<T>,
  expected: (answer: T) => boolean | void,
): Promise<T> {
  const until = Date.now() + 10_000;
  for (;;) {
    const answer = await ask();
    try {
      if (expected(answer) !== false) return answer;
      if (Date.now() > until) return answer;
    } catch (error) {
      if (Date.now() > until) throw error;
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
