import type {
  Observation,
  SubjectRow,
} from '@ripplehq/backstage-plugin-changes-common';
import {
  autoscaleRunEnded,
  deploymentCaughtUp,
  deploymentChanged,
  deploymentCreated,
  deploymentDeleted,
  deploymentFirstSeen,
  runIsOverAt,
  type DeploymentContext,
  type DeploymentStep,
  type KnownDeployment,
  type Sighting,
} from '../interpret';
import {
  DEPLOYMENT,
  HORIZONTAL_POD_AUTOSCALER,
  POD,
  REPLICA_SET,
  type Kind,
  type Named,
  type PodObject,
  type ReadDeployment,
  type ReplicaSetObject,
} from '../kinds';
import {
  crashingMayEndAt,
  crashingOf,
  shortSinceOf,
  shortageCountsAt,
  usesOf,
  workloadRow,
  type Crashing,
} from '../summarise';
import type { Book, ModelStep, Reading } from './Book';
import { DueTimes } from './DueTimes';
import { isNewer } from './isNewer';
import { forgottenState, storedState } from './stored';
import type { Surroundings } from './Surroundings';
import { WorkloadPods } from './WorkloadPods';

/** What is remembered of a Deployment, with what its row said that has a begin. */
export interface Workload {
  known: KnownDeployment;
  shortSince?: string;
  crashing?: Crashing;
}

/** The Deployments of a cluster, with their ReplicaSets and pods; and of which of them there may be something new to say. */
export class Workloads implements Book {
  readonly #surroundings: Surroundings;
  readonly #pods = new WorkloadPods();
  readonly #known = new Map<string, Workload>();
  /** When time alone will change what is said of one. */
  readonly due = new DueTimes();
  readonly #touched = new Set<string>();
  readonly #unstored = new Set<string>();

  static create(surroundings: Surroundings): Workloads {
    return new Workloads(surroundings);
  }

  private constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  restore(_kind: Kind, stored: unknown): void {
    const workload = stored as Workload;
    this.#known.set(workload.known.uid, workload);
    this.#touched.add(workload.known.uid);
  }

  all(kind: Kind): Named[] {
    switch (kind) {
      case REPLICA_SET:
        return this.#pods.replicaSets();
      case POD:
        return this.#pods.pods();
      default:
        return [...this.#known.values()].map(({ known }) => known);
    }
  }

  in(namespace: string | undefined): KnownDeployment[] {
    return [...this.#known.values()].flatMap(({ known }) =>
      known.namespace === namespace ? [known] : [],
    );
  }

  /** Those that have pods on a node. */
  on(node: string): KnownDeployment[] {
    return [...this.#pods.on(node)].flatMap(
      uid => this.#known.get(uid)?.known ?? [],
    );
  }

  touchAll(which: (known: KnownDeployment) => boolean = () => true): void {
    for (const [uid, { known }] of this.#known) {
      if (which(known)) this.#touched.add(uid);
    }
  }

  /** Until they are read, nobody knows whether pods are missing. */
  listed(kind: Kind): void {
    if (kind === POD) this.touchAll();
  }

  set(kind: Kind, object: Named, reading: Reading, step: ModelStep): void {
    switch (kind) {
      case REPLICA_SET:
        this.#touch(this.#pods.setReplicaSet(object as ReplicaSetObject));
        break;
      case POD:
        this.#touch(this.#pods.setPod(object as PodObject));
        break;
      default:
        step.observations.push(
          ...this.#setDeployment(object as ReadDeployment, reading),
        );
    }
  }

  delete(kind: Kind, last: Named, reading: Reading, step: ModelStep): boolean {
    switch (kind) {
      case REPLICA_SET:
        this.#touch(this.#pods.deleteReplicaSet(last.uid));
        return false;
      case POD:
        this.#touch(this.#pods.deletePod(last.uid));
        return false;
      default: {
        const known = this.#known.get(last.uid)?.known;
        if (!known) return false;
        this.#known.delete(last.uid);
        this.due.set(last.uid, undefined);
        step.observations.push(...deploymentDeleted(known, last, reading));
        step.states.push(forgottenState(kind, last.uid));
        return true;
      }
    }
  }

  /** What time alone brings for one. */
  pass(uid: string, sighting: Sighting, step: ModelStep): void {
    const workload = this.#known.get(uid);
    if (!workload) return;
    this.#touched.add(uid);
    const ended = autoscaleRunEnded(workload.known, sighting);
    if (ended) step.observations.push(...this.#remember(uid, ended));
  }

  tell(sighting: Sighting, step: ModelStep): void {
    for (const uid of this.#touched) {
      const workload = this.#known.get(uid);
      if (!workload) continue;
      const updated = this.#update(workload, sighting.now);
      step.subjects.push(rowOf(updated, sighting, this.#surroundings));
      if (hasMoved(workload, updated) || this.#unstored.delete(uid)) {
        step.states.push(storedState(DEPLOYMENT, uid, updated));
      }
    }
    this.#touched.clear();
  }

  #touch(uid: string | undefined): void {
    if (uid !== undefined) this.#touched.add(uid);
  }

  #setDeployment(next: ReadDeployment, reading: Reading): Observation[] {
    const previous = this.#known.get(next.uid)?.known;
    if (previous && !isNewer(next, previous)) {
      this.#touched.add(next.uid);
      return [];
    }
    const { isListed, autoscalerOf } = this.#surroundings;
    const context: DeploymentContext = {
      ...reading,
      revisions: this.#pods.revisions(next.uid),
      autoscaler: isListed(HORIZONTAL_POD_AUTOSCALER.id)
        ? autoscalerOf(next)
        : 'unknown',
    };
    if (previous) {
      const seen =
        reading.how === 'watch'
          ? deploymentChanged(previous, next, context)
          : deploymentCaughtUp(previous, next, context);
      return this.#remember(next.uid, seen);
    }
    return this.#remember(
      next.uid,
      reading.how === 'first'
        ? deploymentFirstSeen(next, context)
        : deploymentCreated(next, context),
    );
  }

  #remember(uid: string, seen: DeploymentStep): Observation[] {
    this.#known.set(uid, { ...this.#known.get(uid), known: seen.known });
    this.#touched.add(uid);
    this.#unstored.add(uid);
    return seen.observations;
  }

  /** How it stands at a moment, and when to look again. */
  #update(workload: Workload, at: string): Workload {
    const { known } = workload;
    const now = Date.parse(at);
    const pods = this.#pods.current(known.uid, known.templateDigest);
    const updated: Workload = {
      known,
      shortSince: shortSinceOf(known, workload.shortSince, at),
      crashing: this.#surroundings.isListed(POD.id)
        ? crashingOf(pods, workload.crashing, now)
        : workload.crashing,
    };
    this.#known.set(known.uid, updated);
    const run = known.open.autoscale;
    const due = [
      ...(run ? [runIsOverAt(run)] : []),
      ...(updated.shortSince && !countsBy(updated.shortSince, now)
        ? [shortageCountsAt(updated.shortSince)]
        : []),
      ...(updated.crashing ? [crashingMayEndAt(pods, now) ?? Infinity] : []),
    ];
    const next = Math.min(...due);
    this.due.set(known.uid, Number.isFinite(next) ? next : undefined);
    return updated;
  }
}

function rowOf(
  { known, shortSince, crashing }: Workload,
  sighting: Sighting,
  { autoscalerOf, service }: Surroundings,
): SubjectRow {
  const isShort =
    shortSince !== undefined && countsBy(shortSince, Date.parse(sighting.now));
  return workloadRow(
    known,
    {
      crashing,
      shortSince: isShort ? shortSince : undefined,
      autoscaler: autoscalerOf(known),
      uses: usesOf(
        known,
        known.mentions,
        (namespace, name) => service(namespace, name) !== undefined,
        sighting,
      ),
    },
    sighting,
  );
}

function countsBy(shortSince: string, now: number): boolean {
  return shortageCountsAt(shortSince) <= now;
}

function hasMoved(before: Workload, after: Workload): boolean {
  return (
    before.shortSince !== after.shortSince ||
    JSON.stringify(before.crashing) !== JSON.stringify(after.crashing)
  );
}
