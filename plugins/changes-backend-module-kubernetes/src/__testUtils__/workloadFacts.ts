import { traitsOf, type PodObject } from '../kinds';
import type { WarningEvent } from '../health/WarningEvent';
import type { WorkloadFacts } from '../health/WorkloadFacts';
import { deployment, type DeploymentDraft } from './objects';

export type WorkloadFactsDraft = Partial<
  Omit<WorkloadFacts, 'workload' | 'warnings'>
> & {
  deployment?: DeploymentDraft;
  workload?: Partial<WorkloadFacts['workload']>;
  /** By uid of the object that they are about. */
  warnings?: Record<string, WarningEvent[]>;
};

/** Facts of a Deployment of three pods, all well unless the draft says otherwise. */
export function workloadFacts(draft: WorkloadFactsDraft = {}): WorkloadFacts {
  const { deployment: of = {}, workload, warnings = {}, ...facts } = draft;
  const { managed: _, manifest, ...read } = deployment(of);
  return {
    pods: [],
    formerPods: [],
    lost: [],
    budgets: [],
    restarts: [],
    changes: [],
    revisions: () => [],
    node: () => undefined,
    ...facts,
    workload: {
      ...read,
      traits: traitsOf(manifest),
      writers: [],
      toldRevision: 1,
      open: {},
      ...workload,
    },
    warnings: uid => warnings[uid] ?? [],
  };
}

/** A pod as it is kept; ready unless the draft says otherwise. */
export function podOf(draft: Partial<PodObject> = {}): PodObject {
  const { name = 'rest-api-1' } = draft;
  return {
    uid: `uid-${name}`,
    name,
    namespace: 'shop',
    resourceVersion: '1',
    owner: 'd1-rs-1',
    isReady: true,
    containers: [],
    ...draft,
  };
}
