import type { SubjectRow } from '@ripplehq/backstage-plugin-changes-common';
import {
  plainChanged,
  plainCreated,
  plainDeleted,
  rememberPlain,
  subjectOf,
  type KnownPlain,
  type Sighting,
} from '../interpret';
import {
  CLUSTER_ROLE_BINDING,
  HORIZONTAL_POD_AUTOSCALER,
  ROLE_BINDING,
  objectAt,
  type AutoscalerObject,
  type Kind,
  type Named,
  type PlainObject,
  type WorkloadObject,
  type Written,
} from '../kinds';
import { textsAt } from '../summarise';
import { affectedBy } from './affects';
import type { Book, ModelStep, Reading } from './Book';
import { isNewer } from './isNewer';
import { forgottenState, storedState } from './stored';
import type { Surroundings } from './Surroundings';

/** Objects of the kinds of which only what somebody wanted counts. */
export class PlainObjects implements Book {
  readonly #surroundings: Surroundings;
  readonly #known = new Map<Kind, Map<string, KnownPlain>>();
  /** Kinds of the objects whose rows may be new, by uid. */
  readonly #touched = new Map<string, Kind>();
  /** Autoscalers by what they target. */
  readonly #autoscalers = new Map<string, AutoscalerObject>();

  static create(surroundings: Surroundings): PlainObjects {
    return new PlainObjects(surroundings);
  }

  private constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  restore(kind: Kind, stored: unknown): void {
    this.#keep(kind, stored as KnownPlain);
  }

  all(kind: Kind): Iterable<KnownPlain> {
    return this.#of(kind).values();
  }

  set(kind: Kind, object: Named, reading: Reading, step: ModelStep): void {
    const next = object as PlainObject & Written;
    const previous = this.#of(kind).get(next.uid);
    if (previous && !isNewer(next, previous)) return;
    if (previous?.digest !== undefined && previous.digest === next.digest) {
      // Only its status moved, which nobody wanted: not worth a write.
      this.#replace(kind, rememberPlain(next));
      this.#touchTarget(kind, next);
      return;
    }
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
    step.states.push(storedState(kind, known.uid, known));
  }

  delete(kind: Kind, last: Named, reading: Reading, step: ModelStep): boolean {
    const known = this.#of(kind).get(last.uid);
    if (!known) return false;
    this.#of(kind).delete(last.uid);
    if (kind === HORIZONTAL_POD_AUTOSCALER) {
      this.#autoscalers.delete(targetKeyOf(known));
    }
    step.observations.push(
      plainDeleted(kind, known, last, {
        ...reading,
        affects: () => this.#affectedBy(kind, [known], reading),
      }),
    );
    this.#touchTarget(kind, known);
    step.states.push(forgottenState(kind, last.uid));
    return true;
  }

  get hasMore(): boolean {
    return this.#touched.size > 0;
  }

  tell(sighting: Sighting, step: ModelStep, limit: number): void {
    let count = 0;
    for (const [uid, kind] of this.#touched) {
      if (count++ >= limit) return;
      this.#touched.delete(uid);
      const object = this.#of(kind).get(uid);
      if (object) step.subjects.push(rowOf(kind, object, sighting));
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

  /** What gives a role to somebody. */
  bindingsOf(role: Kind, { namespace, name }: PlainObject): PlainObject[] {
    const bindings = [
      ...this.#of(ROLE_BINDING).values(),
      ...this.#of(CLUSTER_ROLE_BINDING).values(),
    ];
    return bindings.filter(binding => {
      const roleRef = objectAt(binding.manifest, 'roleRef');
      return (
        roleRef.kind === role.kind &&
        roleRef.name === name &&
        (namespace === undefined || namespace === binding.namespace)
      );
    });
  }

  #of(kind: Kind): Map<string, KnownPlain> {
    const known = this.#known.get(kind) ?? new Map<string, KnownPlain>();
    this.#known.set(kind, known);
    return known;
  }

  #keep(kind: Kind, object: KnownPlain): void {
    this.#replace(kind, object);
    this.#touched.set(object.uid, kind);
  }

  #replace(kind: Kind, object: KnownPlain): void {
    const before = this.#of(kind).get(object.uid);
    this.#of(kind).set(object.uid, object);
    if (kind !== HORIZONTAL_POD_AUTOSCALER) return;
    if (before) this.#autoscalers.delete(targetKeyOf(before));
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
  object: PlainObject,
  sighting: Sighting,
): SubjectRow {
  return {
    subject: subjectOf(sighting, kind, object),
    kind: kind.kind,
    cluster: sighting.cluster,
    namespace: object.namespace,
    name: object.name,
    labels: textsAt(object.manifest, 'metadata', 'labels'),
    observedAt: sighting.now,
  };
}
