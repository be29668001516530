import type { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { ROLLOUT_REVISION_ANNOTATION } from './argoRollout';
import { canonicalDigestOf } from './canonical';
import { REVISION_ANNOTATION, revisionIn } from './deployment';
import { kindOf } from './Kind';
import {
  controllerOf,
  numberOf,
  objectAt,
  type KubernetesObject,
} from './KubernetesObject';
import { digestOf } from './manifest';
import { namedOf } from './Named';
import { withoutPodDefaults } from './podDefaults';
import type { RevisionObject } from './revision';
import { readWorkload, templateOf, type ReadWorkload } from './workload';

const ROLLOUT = 'Rollout';
const HISTORY_ANNOTATION = 'deployment.kubernetes.io/revision-history';
/** Where the controllers that keep templates in ReplicaSets note their numbers, by their kind. */
const REVISION_ANNOTATIONS: Record<string, string> = {
  Deployment: REVISION_ANNOTATION,
  [ROLLOUT]: ROLLOUT_REVISION_ANNOTATION,
};

export const REPLICA_SET = kindOf({
  resource: 'replicasets',
  group: 'apps',
  version: 'v1',
  kind: 'ReplicaSet',
  isRemembered: false,
  after: ['services', 'horizontalpodautoscalers.autoscaling'],
  book: 'workloads',
  read: readReplicaSet,
});

/** A template of what controls it, or a workload of its own where nothing does; undefined where that keeps no numbers. */
export function readReplicaSet(
  object: KubernetesObject,
  redactor: Redactor,
): RevisionObject | ReadWorkload | undefined {
  const owner = controllerOf(object);
  return owner
    ? readRevision(object, owner, redactor)
    : readLoneReplicaSet(object, redactor);
}

function readRevision(
  object: KubernetesObject,
  owner: { kind: string; uid: string },
  redactor: Redactor,
): RevisionObject | undefined {
  const annotation = REVISION_ANNOTATIONS[owner.kind];
  const revision = annotation && revisionIn(object, annotation);
  if (!revision) return undefined;
  // A custom kind's own template lacks what the API server filled into this copy.
  const isOfCustom = owner.kind === ROLLOUT;
  const template = isOfCustom
    ? withoutPodDefaults(templateOf(object))
    : templateOf(object);
  return {
    ...namedOf(object),
    owner: owner.uid,
    revision,
    formerRevisions: (object.metadata.annotations?.[HISTORY_ANNOTATION] ?? '')
      .split(',')
      .map(Number)
      .filter(number => Number.isInteger(number) && number > 0),
    template: redactor.redact(template),
    templateDigest: isOfCustom
      ? canonicalDigestOf(template)
      : digestOf(template),
  };
}

/** Nothing replaces its pods: a new template is that of pods to come. */
function readLoneReplicaSet(
  object: KubernetesObject,
  redactor: Redactor,
): ReadWorkload {
  const status = objectAt(object, 'status');
  const replicas = numberOf(status.replicas) ?? 0;
  return readWorkload(REPLICA_SET, object, redactor, {
    replicas: numberOf(objectAt(object, 'spec').replicas) ?? 1,
    counts: {
      replicas,
      updated: replicas,
      ready: numberOf(status.readyReplicas) ?? 0,
      available: numberOf(status.availableReplicas) ?? 0,
    },
    phase: { state: 'complete', isMoving: false },
    templateDigest: digestOf(templateOf(object)),
  });
}
