import { isDeepStrictEqual } from 'node:util';
import {
  type JsonObject,
  at,
  listAt,
  numberAt,
  objectAt,
  textAt,
} from '../../json.ts';
import type { KubernetesObject } from '../../KubernetesObject.ts';
import { readySince } from '../pods/podState.ts';
import { rfc3339 } from '../../store/index.ts';

const BACKOFF_MS = 10_000;
const BACKOFF_MAX_MS = 360_000;

/** What the Job controller does about one Job now. */
export interface JobSync {
  create: number;
  remove: KubernetesObject[];
  status?: JsonObject;
  /** It has ended long enough ago. */
  isExpired: boolean;
  recheckAt?: number;
}

/** One round of the Job controller. */
export function syncJob(options: {
  job: KubernetesObject;
  /** All that the Job controls. */
  pods: KubernetesObject[];
  now: number;
}): JobSync {
  const { job, pods, now } = options;
  const before = objectAt(job, 'status');
  const endedAt = endOf(before);
  if (endedAt !== undefined) return afterEnd(job, endedAt, now);

  const inPhase = (phase: string) =>
    pods.filter(pod => textAt(pod, 'status', 'phase') === phase);
  const succeeded = inPhase('Succeeded').length;
  const failed = inPhase('Failed');
  const active = pods.filter(
    pod => !/^(Succeeded|Failed)$/.test(textAt(pod, 'status', 'phase') ?? ''),
  );
  const wanted = numberAt(job, 'spec', 'completions') ?? 1;
  const limit = numberAt(job, 'spec', 'backoffLimit') ?? 6;
  const outcome = outcomeOf({
    succeeded,
    wanted,
    failed: failed.length,
    limit,
  });
  const missing = outcome
    ? 0
    : Math.min(numberAt(job, 'spec', 'parallelism') ?? 1, wanted - succeeded) -
      active.length;
  const mayStartAt = startAfter(failed);
  const create = mayStartAt <= now ? Math.max(0, missing) : 0;
  const status = {
    ...counted('active', outcome ? 0 : active.length + create),
    ready: active.filter(pod => readySince(pod) !== undefined).length,
    ...counted('succeeded', succeeded),
    ...counted('failed', failed.length),
    terminating: 0,
    uncountedTerminatedPods: {},
    startTime: before.startTime ?? rfc3339(now),
    ...(outcome === 'Complete' ? { completionTime: rfc3339(now) } : {}),
    ...(outcome ? { conditions: conditions(outcome, now) } : {}),
  };
  return {
    create,
    remove: outcome ? active : [],
    ...(isDeepStrictEqual(before, status) ? {} : { status }),
    isExpired: false,
    ...(missing > 0 && create === 0 ? { recheckAt: mayStartAt } : {}),
  };
}

function afterEnd(
  job: KubernetesObject,
  endedAt: number,
  now: number,
): JobSync {
  const seconds = numberAt(job, 'spec', 'ttlSecondsAfterFinished');
  const expiresAt = seconds === undefined ? Infinity : endedAt + seconds * 1000;
  return {
    create: 0,
    remove: [],
    isExpired: expiresAt <= now,
    ...(expiresAt > now && seconds !== undefined
      ? { recheckAt: expiresAt }
      : {}),
  };
}

type Outcome = 'Complete' | 'Failed';

function outcomeOf(counts: {
  succeeded: number;
  wanted: number;
  failed: number;
  limit: number;
}): Outcome | undefined {
  if (counts.succeeded >= counts.wanted) return 'Complete';
  return counts.failed > counts.limit ? 'Failed' : undefined;
}

function conditions(outcome: Outcome, now: number): JsonObject[] {
  const [first, why] =
    outcome === 'Complete'
      ? ([
          'SuccessCriteriaMet',
          {
            reason: 'CompletionsReached',
            message: 'Reached expected number of succeeded pods',
          },
        ] as const)
      : ([
          'FailureTarget',
          {
            reason: 'BackoffLimitExceeded',
            message: 'Job has reached the specified backoff limit',
          },
        ] as const);
  const time = rfc3339(now);
  return [first, outcome].map(type => ({
    type,
    status: 'True',
    lastProbeTime: time,
    lastTransitionTime: time,
    ...why,
  }));
}

function endOf(status: JsonObject): number | undefined {
  const end = listAt(status, 'conditions').find(
    ({ type, status: is }) =>
      (type === 'Complete' || type === 'Failed') && is === 'True',
  );
  return end && Date.parse(String(end.lastTransitionTime));
}

/** After a failure the next attempt waits, longer each time. */
function startAfter(failed: KubernetesObject[]): number {
  const ends = failed.map(pod =>
    Date.parse(
      String(
        at(
          listAt(pod, 'status', 'containerStatuses')[0],
          'state',
          'terminated',
          'finishedAt',
        ),
      ),
    ),
  );
  if (ends.length === 0) return -Infinity;
  const waitMs = Math.min(BACKOFF_MS * 2 ** (ends.length - 1), BACKOFF_MAX_MS);
  return Math.max(...ends.map(end => end || 0)) + waitMs;
}

function counted(name: string, count: number): object {
  return count > 0 ? { [name]: count } : {};
}
