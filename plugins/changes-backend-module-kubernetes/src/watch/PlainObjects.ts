import type { JsonObject } from '@backstage/types';
import type { SubjectRow } from '@ripplehq/backstage-plugin-changes-common';
import {
  plainChanged,
  plainCreated,
  plainDeleted,
  rememberPlain,
  subjectOf,
  type KnownPlain,
  type LeanWorkload,
  type Sighting,
} from '../interpret';
import {
  CLUSTER_ROLE_BINDING,
  CONFIG_MAP,
  CRON_JOB,
  HORIZONTAL_POD_AUTOSCALER,
  POD_DISRUPTION_BUDGET,
  ROLE_BINDING,
  SECRET,
  SERVICE_ACCOUNT,
  objectAt,
  textsAt,
  type AutoscalerObject,
  type BudgetObject,
  type Kind,
  type Named,
  type PlainObject,
  type WorkloadObject,
  type Written,
} from '../kinds';
import { scheduleSummary } from '../summarise';
import { affectedBy } from './affects';
import type { Book, ModelStep, Reading } from './Book';
import { Budgets } from './Budgets';
import { isNewer } from './isNewer';
import type { Manifests } from './Manifests';
import { forgottenState, storedState } from './stored';
import type { Surroundings } from './Surroundings';

/** Kinds of which a cluster has thousands of objects. Nothing is asked of them while they do not change. */
const MANY = new Set<Kind>([CONFIG_MAP, SECRET, SERVICE_ACCOUNT]);

/** Objects of the kinds of which only what somebody wanted counts. */
export class PlainObjects implements Book {
  readonly #surroundings: Surroundings;
  readonly #manifests: Manifests;
  readonly #known = new Map<Kind, Map<string, Kept>>();
  /** What is to be told of the objects whose rows may be new, by uid. */
  readonly #touched = new Map<string, Touched>();
  /** Autoscalers by what they target. */
  readonly #autoscalers = new Map<string, AutoscalerObject>();
  readonly #budgets = new Budgets();

  static create(
    surroundings: Surroundings,
    manifests: Manifests,
  ): PlainObjects {
    return new PlainObjects(surroundings, manifests);
  }

  private constructor(surroundings: Surroundings, manifests: Manifests) {
    this.#surroundings = surroundings;
    this.#manifests = manifests;
  }

  restore(kind: Kind, stored: unknown): void {
    this.#keep(kind, stored as KnownPlain);
  }

  all(kind: Kind): Iterable<Named> {
    return this.#of(kind).values();
  }

  lacks(
    kind: Kind,
    object: Named,
    type: 'set' | 'deleted',
  ): string | undefined {
    const known = this.#of(kind).get(object.uid);
    return known &&
      known.manifest === undefined &&
      this.#manifests.lack(known, object, type)
      ? known.uid
      : undefined;
  }

  set(kind: Kind, object: Named, reading: Reading, step: ModelStep): void {
    const next = object as PlainObject & Written;
    const before = this.#of(kind).get(next.uid);
    if (before && !isNewer(next, before)) return;
    if (before?.digest !== undefined && before.digest === next.digest) {
      // Only its status moved, which nobody wanted: not worth a write.
      this.#replace(kind, rememberPlain(next));
      this.#touchTarget(kind, next);
      return;
    }
    const previous = before && this.#whole(before, next.manifest);
    const context = {
      ...reading,
      affects: () => this.#affectedBy(kind, [previous, next], reading),
    };
    const told = previous
      ? plainChanged(kind, previous, next, context)
      : reading.how !== 'first' && plainCreated(kind, next, context);
    if (told) step.observations.push(told);
    const known = rememberPlain(next);
    this.#keep(kind, known);
    this.#touchTarget(kind, next);
    this.#touchBudgeted(kind, next);
    step.states.push(storedState(kind, known.uid, known));
  }

  delete(kind: Kind, last: Named, reading: Reading, step: ModelStep): boolean {
    const kept = this.#of(kind).get(last.uid);
    if (!kept) return false;
    const known = this.#whole(kept, {});
    this.#of(kind).delete(last.uid);
    this.#manifests.drop(last.uid);
    if (kind === HORIZONTAL_POD_AUTOSCALER) {
      this.#autoscalers.delete(targetKeyOf(known));
    }
    if (kind === POD_DISRUPTION_BUDGET) this.#budgets.delete(last.uid);
    step.observations.push(
      plainDeleted(kind, known, last, {
        ...reading,
        affects: () => this.#affectedBy(kind, [known], reading),
      }),
    );
    this.#touchTarget(kind, known);
    this.#touchBudgeted(kind, known);
    step.states.push(forgottenState(kind, last.uid));
    return true;
  }

  get hasMore(): boolean {
    return this.#touched.size > 0;
  }

  tell(sighting: Sighting, step: ModelStep, limit: number): void {
    let count = 0;
    for (const [uid, { kind, labels }] of this.#touched) {
      if (count++ >= limit) return;
      this.#touched.delete(uid);
      const object = this.#of(kind).get(uid);
      if (!object) continue;
      const row = rowOf(kind, object, labels, sighting);
      step.subjects.push(
        kind === CRON_JOB
          ? { ...row, summary: this.#scheduleSummary(object, labels, sighting) }
          : row,
      );
    }
  }

  /** The autoscaler that targets a workload. */
  autoscalerOf({
    namespace,
    name,
    type,
  }: Pick<WorkloadObject, 'type' | 'namespace' | 'name'>):
    | AutoscalerObject
    | undefined {
    return this.#autoscalers.get(targetKey(namespace, type.kind, name));
  }

  /** The PodDisruptionBudgets that are for a workload's pods. */
  budgetsOf(
    workload: Pick<LeanWorkload, 'namespace' | 'traits'>,
  ): BudgetObject[] {
    return this.#budgets.of(workload);
  }

  /** Whether a CronJob makes no runs because somebody said so. */
  isSuspended(cronJob: string): boolean {
    const known = this.#of(CRON_JOB).get(cronJob);
    return objectAt(known?.manifest, 'spec').suspend === true;
  }

  /** There may be something new to say of a CronJob. */
  touchSchedule(cronJob: string): void {
    const known = this.#of(CRON_JOB).get(cronJob);
    if (!known) return;
    const labels = textsAt(known.manifest, 'metadata', 'labels');
    this.#touched.set(cronJob, { kind: CRON_JOB, labels });
  }

  #scheduleSummary(
    object: Kept,
    labels: Record<string, string>,
    { now }: Sighting,
  ) {
    const lastRun = this.#surroundings.scheduleOf(object.uid);
    return scheduleSummary(this.#whole(object, {}), labels, lastRun, now);
  }

  has(kind: Kind, uid: string): boolean {
    return this.#of(kind).has(uid);
  }

  /** What gives a role to somebody. */
  bindingsOf(role: Kind, { namespace, name }: PlainObject): PlainObject[] {
    const bindings = [
      ...this.#of(ROLE_BINDING).values(),
      ...this.#of(CLUSTER_ROLE_BINDING).values(),
    ].map(binding => this.#whole(binding, {}));
    return bindings.filter(binding => {
      const roleRef = objectAt(binding.manifest, 'roleRef');
      return (
        roleRef.kind === role.kind &&
        roleRef.name === name &&
        (namespace === undefined || namespace === binding.namespace)
      );
    });
  }

  #of(kind: Kind): Map<string, Kept> {
    const known = this.#known.get(kind) ?? new Map<string, Kept>();
    this.#known.set(kind, known);
    return known;
  }

  #keep(kind: Kind, object: KnownPlain): void {
    this.#replace(kind, object);
    const labels = textsAt(object.manifest, 'metadata', 'labels');
    this.#touched.set(object.uid, { kind, labels });
  }

  #whole(kept: Kept, otherwise: JsonObject): KnownPlain {
    const manifest =
      kept.manifest ?? this.#manifests.get(kept.uid) ?? otherwise;
    return { ...kept, manifest };
  }

  #replace(kind: Kind, object: KnownPlain): void {
    const before = this.#of(kind).get(object.uid);
    if (MANY.has(kind)) {
      const { manifest, ...rest } = object;
      this.#manifests.hold(object.uid, manifest);
      this.#of(kind).set(object.uid, rest);
      return;
    }
    this.#of(kind).set(object.uid, object);
    if (kind === POD_DISRUPTION_BUDGET) this.#budgets.set(object);
    if (kind !== HORIZONTAL_POD_AUTOSCALER) return;
    if (before) this.#autoscalers.delete(targetKeyOf(before as KnownPlain));
    this.#autoscalers.set(targetKeyOf(object), object as KnownAutoscaler);
  }

  #touchTarget(kind: Kind, object: PlainObject): void {
    if (kind !== HORIZONTAL_POD_AUTOSCALER) return;
    const key = targetKeyOf(object);
    this.#surroundings.touchWorkloads(
      ({ namespace, type, name }) =>
        targetKey(namespace, type.kind, name) === key,
    );
  }

  #touchBudgeted(kind: Kind, { namespace }: PlainObject): void {
    if (kind !== POD_DISRUPTION_BUDGET) return;
    for (const { uid } of this.#surroundings.workloads(namespace)) {
      this.#surroundings.touchHealth(uid);
    }
  }

  /** An object matters to those that used what it was, too. */
  #affectedBy(
    kind: Kind,
    versions: (PlainObject | undefined)[],
    sighting: Pick<Sighting, 'cluster'>,
  ): string[] {
    const found = versions.flatMap(object =>
      object ? affectedBy(kind, object, this.#surroundings) : [],
    );
    return [...new Set(found)].map(workload =>
      subjectOf(sighting, workload.type, workload),
    );
  }
}

/** What memory holds of an object: of the kinds of which there are many, without its manifest. */
type Kept = Omit<KnownPlain, 'manifest'> & { manifest?: JsonObject };

interface Touched {
  kind: Kind;
  labels: Record<string, string>;
}

type KnownAutoscaler = KnownPlain & AutoscalerObject;

function targetKeyOf(object: PlainObject): string {
  const { namespace, target } = object as KnownAutoscaler;
  return targetKey(namespace, target.kind, target.name);
}

function targetKey(namespace: string | undefined, kind: string, name: string) {
  return `${namespace ?? ''}/${kind}/${name}`;
}

function rowOf(
  kind: Kind,
  object: Named,
  labels: Record<string, string>,
  sighting: Sighting,
): SubjectRow {
  return {
    subject: subjectOf(sighting, kind, object),
    kind: kind.kind,
    cluster: sighting.cluster,
    namespace: object.namespace,
    name: object.name,
    labels,
    observedAt: sighting.now,
  };
}
