import type {
  Observation,
  SubjectRow,
} from '@ripplehq/backstage-plugin-changes-common';
import { budgetOf, type WorkloadFacts } from '../health';
import {
  autoscaleRunEnded,
  isEvicted,
  workloadCaughtUp,
  workloadChanged,
  workloadCreated,
  workloadDeleted,
  workloadFirstSeen,
  revisionWith,
  runIsOverAt,
  type WorkloadContext,
  type WorkloadStep,
  type KnownWorkload,
  type LeanWorkload,
  type Revision,
  type Sighting,
} from '../interpret';
import {
  DEPLOYMENT,
  HORIZONTAL_POD_AUTOSCALER,
  POD,
  type Kind,
  type Named,
  type PodObject,
  type ReadWorkload,
  type RevisionObject,
} from '../kinds';
import { usesOf, workloadRow } from '../summarise';
import type { Book, ModelStep, Reading } from './Book';
import { DueTimes } from './DueTimes';
import { EvictedPods } from './EvictedPods';
import { isNewer } from './isNewer';
import { KnownWorkloads, type Workload } from './KnownWorkloads';
import type { Manifests } from './Manifests';
import { forgottenState, manifestId, storedState } from './stored';
import type { Surroundings } from './Surroundings';
import { taken } from './taken';
import { WorkloadPods } from './WorkloadPods';
import { withChanges } from './recentChanges';
import { withRestarts } from './recentRestarts';

/** The workloads of a cluster, with their revisions and pods; and of which of them there may be something new to say. */
export class Workloads implements Book {
  readonly #surroundings: Surroundings;
  readonly #manifests: Manifests;
  readonly #pods = new WorkloadPods();
  readonly #known = new KnownWorkloads();
  readonly #evicted = new EvictedPods();
  /** When time alone will change what is said of one. */
  readonly due = new DueTimes();
  readonly #touched = new Set<string>();
  readonly #unstored = new Set<string>();
  /** Their manifests are others than those that are stored. */
  readonly #changed = new Set<string>();

  static create(surroundings: Surroundings, manifests: Manifests): Workloads {
    return new Workloads(surroundings, manifests);
  }

  private constructor(surroundings: Surroundings, manifests: Manifests) {
    this.#surroundings = surroundings;
    this.#manifests = manifests;
  }

  restore(kind: Kind, stored: unknown): void {
    const workload = stored as Workload;
    this.#known.add(kind, workload);
    this.#touched.add(workload.known.uid);
  }

  all(kind: Kind): Iterable<Named> {
    return kind === POD
      ? this.#pods.pods()
      : [...this.#pods.revisionObjects(kind), ...this.#known.of(kind)];
  }

  everywhere(): LeanWorkload[] {
    return [...this.#known.all()];
  }

  in(namespace: string | undefined): LeanWorkload[] {
    return [...this.#known.in(namespace)];
  }

  /** Those that have pods on a node. */
  on(node: string): LeanWorkload[] {
    return [...this.#pods.on(node)].flatMap(
      uid => this.#known.get(uid)?.known ?? [],
    );
  }

  /** What its health is judged by, but for warnings. */
  factsOf(uid: string): Omit<WorkloadFacts, 'warnings'> | undefined {
    const workload = this.#known.get(uid);
    if (!workload) return undefined;
    const { known, changes = [], restarts = [] } = workload;
    const { budgetsOf, node } = this.#surroundings;
    const pods = this.#pods.current(uid, known.templateDigest);
    const current = new Set(pods);
    return {
      workload: known,
      pods,
      formerPods: this.#pods.ofAny(uid).filter(pod => !current.has(pod)),
      lost: this.#pods.lost(uid),
      budgets: budgetsOf(known).map(budgetOf),
      restarts,
      changes,
      revisions: () => this.#pods.revisions(uid),
      node,
    };
  }

  /** The workload that an object is of: a pod, the record of a template, or itself. */
  workloadOf(uid: string): string | undefined {
    return this.#known.get(uid) ? uid : this.#pods.workloadOf(uid);
  }

  /** Names of the pods of a workload on a node that are not on their way out. */
  podsOn(node: string, { uid }: Pick<LeanWorkload, 'uid'>): string[] {
    return this.#pods
      .ofAny(uid)
      .filter(pod => pod.node === node && !pod.deletingSince)
      .map(({ name }) => name);
  }

  touchAll(which: (known: LeanWorkload) => boolean = () => true): void {
    for (const known of this.#known.all()) {
      if (which(known)) this.#touched.add(known.uid);
    }
  }

  lacks(_: Kind, object: Named, type: 'set' | 'deleted'): string | undefined {
    const known = this.#known.get(object.uid)?.known;
    return known && this.#manifests.lack(known, object, type)
      ? manifestId(known.uid)
      : undefined;
  }

  /** Until they are read, nobody knows whether pods are missing. */
  listed(kind: Kind): void {
    if (kind === POD) this.touchAll();
  }

  set(kind: Kind, object: Named, reading: Reading, step: ModelStep): void {
    if (kind === POD) {
      this.#setPod(object as PodObject, reading, step);
    } else if (isRevision(object)) {
      const told = this.#known.get(object.owner)?.known.toldRevision;
      this.#touched.add(this.#pods.setRevision(kind, object, told));
      // A ReplicaSet of its own that something has made its own since.
      this.#forget(kind, object, reading, step);
    } else {
      // What controlled it may have let it go: that makes no new workload.
      const owner = this.#pods.deleteRevision(kind, object.uid);
      step.observations.push(
        ...this.#setWorkload(
          kind,
          object as ReadWorkload,
          owner === undefined ? reading : { ...reading, how: 'first' },
        ),
      );
    }
  }

  delete(kind: Kind, last: Named, reading: Reading, step: ModelStep): boolean {
    if (kind === POD) {
      this.#touch(this.#pods.deletePod(last.uid));
      return false;
    }
    this.#touch(this.#pods.deleteRevision(kind, last.uid));
    const known = this.#known.get(last.uid)?.known;
    if (!known) return false;
    const whole = this.#whole(known);
    this.#drop(kind, last.uid, step);
    step.observations.push(...workloadDeleted(whole, last, reading));
    return true;
  }

  /** What time alone brings for one. */
  pass(uid: string, sighting: Sighting, step: ModelStep): void {
    const workload = this.#known.get(uid);
    if (!workload) return;
    this.#touched.add(uid);
    const ended = autoscaleRunEnded(this.#whole(workload.known), sighting);
    if (ended) {
      const { known, observations } = ended;
      step.observations.push(...observations);
      this.#known.update({ ...workload, known: lean(known) });
      this.#unstored.add(uid);
    }
  }

  get hasMore(): boolean {
    return this.#touched.size > 0;
  }

  tell(sighting: Sighting, step: ModelStep, limit: number): void {
    for (const uid of taken(this.#touched, limit)) {
      const workload = this.#known.get(uid);
      if (!workload) continue;
      const run = workload.known.open.autoscale;
      this.due.set(uid, run && runIsOverAt(run));
      step.subjects.push(rowOf(workload, sighting, this.#surroundings));
      this.#surroundings.touchHealth(uid);
      const kind = this.#known.kindOf(uid)!;
      if (this.#unstored.delete(uid)) {
        step.states.push(storedState(kind, uid, workload));
      }
      const manifest = this.#manifests.get(uid);
      if (manifest && this.#changed.delete(uid)) {
        step.states.push(storedState(kind, manifestId(uid), { manifest }));
      }
    }
  }

  #setPod(pod: PodObject, reading: Reading, step: ModelStep): void {
    const before = this.#pods.pod(pod.uid);
    const wasGoing = before?.disruption !== undefined;
    const uid = this.#pods.setPod(pod);
    this.#touched.add(uid);
    this.#noteRestarts(uid, before, pod, reading.now);
    if (wasGoing || reading.how !== 'watch' || !isEvicted(pod)) return;
    const told = this.#evicted.see(
      {
        pod,
        workload: this.#known.get(uid)?.known,
        pool: this.#surroundings.poolOf(pod.node),
      },
      reading,
    );
    step.observations.push(told);
  }

  #noteRestarts(
    uid: string,
    before: PodObject | undefined,
    pod: PodObject,
    now: string,
  ): void {
    const workload = this.#known.get(uid);
    if (!workload || pod.containers.length === 0) return;
    const known = workload.restarts ?? [];
    const restarts = withRestarts(known, before, pod, now);
    if (restarts === known) return;
    this.#known.update({ ...workload, restarts });
    this.#unstored.add(uid);
  }

  #touch(uid: string | undefined): void {
    if (uid !== undefined) this.#touched.add(uid);
  }

  #forget(kind: Kind, last: Named, sighting: Sighting, step: ModelStep): void {
    const workload = this.#known.get(last.uid);
    if (!workload) return;
    this.#drop(kind, last.uid, step);
    step.subjects.push({
      ...rowOf(workload, sighting, this.#surroundings),
      goneAt: sighting.now,
    });
  }

  #drop(kind: Kind, uid: string, step: ModelStep): void {
    this.#known.delete(uid);
    this.due.set(uid, undefined);
    this.#manifests.drop(uid);
    this.#changed.delete(uid);
    step.states.push(
      forgottenState(kind, uid),
      forgottenState(kind, manifestId(uid)),
    );
  }

  #setWorkload(
    kind: Kind,
    read: ReadWorkload,
    reading: Reading,
  ): Observation[] {
    const before = this.#known.get(read.uid)?.known;
    if (before && !isNewer(read, before)) {
      this.#touched.add(read.uid);
      return [];
    }
    const revisions = this.#pods.revisions(read.uid);
    const next = withRevision(read, revisions);
    const { isListed, autoscalerOf } = this.#surroundings;
    const context: WorkloadContext = {
      ...reading,
      revisions,
      autoscaler: isListed(HORIZONTAL_POD_AUTOSCALER.id)
        ? autoscalerOf(next)
        : 'unknown',
    };
    if (before) {
      const previous = this.#whole(before, next);
      const seen =
        reading.how === 'watch'
          ? workloadChanged(previous, next, context)
          : workloadCaughtUp(previous, next, context);
      return this.#remember(kind, seen);
    }
    return this.#remember(
      kind,
      reading.how === 'first'
        ? workloadFirstSeen(next, context)
        : workloadCreated(next, context),
    );
  }

  #remember(kind: Kind, seen: WorkloadStep): Observation[] {
    const { uid, manifest } = seen.known;
    const before = this.#known.get(uid);
    const known = lean(seen.known, before?.known);
    const changes = withChanges(
      before?.changes ?? [],
      seen.observations,
      before?.known,
      known,
    );
    this.#known.add(kind, {
      ...before,
      known,
      ...(changes.length > 0 ? { changes } : {}),
    });
    this.#touched.add(uid);
    this.#pods.told(uid, seen.known.toldRevision);
    this.#manifests.hold(uid, manifest);
    if (before?.known.digest !== seen.known.digest) this.#changed.add(uid);
    if (!before || isWorthStoring(before.known, seen)) this.#unstored.add(uid);
    return seen.observations;
  }

  /** With its manifest: that of the next version, where that is the same. */
  #whole(known: LeanWorkload, next?: ReadWorkload): KnownWorkload {
    const isSame = known.digest !== undefined && known.digest === next?.digest;
    const manifest = isSame
      ? next.manifest
      : this.#manifests.get(known.uid) ?? next?.manifest ?? {};
    return { ...known, manifest };
  }
}

/** Pods that come and go while nothing is open, and none is missing, can be read again. */
function isWorthStoring(
  before: LeanWorkload,
  { known, observations }: WorkloadStep,
): boolean {
  const isOpen = ({ open }: LeanWorkload) =>
    Object.values(open).some(change => change !== undefined);
  return (
    observations.length > 0 ||
    isOpen(before) ||
    isOpen(known) ||
    ((isShort(before) || isShort(known)) &&
      before.counts.ready !== known.counts.ready) ||
    before.unavailableSince !== known.unavailableSince ||
    before.digest !== known.digest ||
    before.revision !== known.revision ||
    before.toldRevision !== known.toldRevision
  );
}

function isShort({ counts, replicas }: LeanWorkload): boolean {
  return counts.ready < replicas;
}

/** What does not differ from before is the same object. */
function lean(known: KnownWorkload, before?: LeanWorkload): LeanWorkload {
  const { manifest: _, ...rest } = known;
  if (before === undefined || before.digest !== known.digest) return rest;
  const { traits, mentions, digest, templateDigest, type } = before;
  return { ...rest, traits, mentions, digest, templateDigest, type };
}

function isRevision(object: Named): object is RevisionObject {
  return 'formerRevisions' in object;
}

/** Not all controllers note at the workload which number its template has. */
function withRevision(read: ReadWorkload, revisions: Revision[]): ReadWorkload {
  return read.type.kind === DEPLOYMENT.kind
    ? read
    : { ...read, revision: revisionWith(revisions, read.templateDigest) };
}

function rowOf(
  { known }: Workload,
  sighting: Sighting,
  { autoscalerOf, service }: Surroundings,
): SubjectRow {
  return workloadRow(
    known,
    {
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
