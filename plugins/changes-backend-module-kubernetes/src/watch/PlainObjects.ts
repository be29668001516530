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
  DEPLOYMENT,
  HORIZONTAL_POD_AUTOSCALER,
  type AutoscalerObject,
  type Kind,
  type Named,
  type PlainObject,
  type Written,
} from '../kinds';
import { textsAt } from '../summarise';
import { affects } from './affects';
import type { Book, ModelStep, Reading } from './Book';
import { isNewer } from './isNewer';
import { forgottenState, storedState } from './stored';
import type { Surroundings } from './Surroundings';

/** Objects of the kinds of which only what somebody wanted counts. */
export class PlainObjects implements Book {
  readonly #surroundings: Surroundings;
  readonly #known = new Map<Kind, Map<string, KnownPlain>>();
  readonly #touched = new Map<KnownPlain, Kind>();

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
    const context = {
      ...reading,
      affects: this.#affectedBy(kind, next, reading),
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
    step.observations.push(
      plainDeleted(kind, known, last, {
        ...reading,
        affects: this.#affectedBy(kind, known, reading),
      }),
    );
    this.#touchTarget(kind, known);
    step.states.push(forgottenState(kind, last.uid));
    return true;
  }

  tell(sighting: Sighting, step: ModelStep): void {
    for (const [object, kind] of this.#touched) {
      if (this.#of(kind).get(object.uid) !== object) continue;
      step.subjects.push(rowOf(kind, object, sighting));
    }
    this.#touched.clear();
  }

  /** The autoscaler that targets a Deployment. */
  autoscalerOf(
    deployment: Pick<Named, 'namespace' | 'name'>,
  ): AutoscalerObject | undefined {
    for (const object of this.#of(HORIZONTAL_POD_AUTOSCALER).values()) {
      const autoscaler = object as PlainObject & Partial<AutoscalerObject>;
      if (
        autoscaler.target?.kind === 'Deployment' &&
        autoscaler.target.name === deployment.name &&
        autoscaler.namespace === deployment.namespace
      ) {
        return autoscaler as AutoscalerObject;
      }
    }
    return undefined;
  }

  #of(kind: Kind): Map<string, KnownPlain> {
    const known = this.#known.get(kind) ?? new Map<string, KnownPlain>();
    this.#known.set(kind, known);
    return known;
  }

  #keep(kind: Kind, object: KnownPlain): void {
    this.#of(kind).set(object.uid, object);
    this.#touched.set(object, kind);
  }

  #touchTarget(kind: Kind, object: PlainObject): void {
    if (kind !== HORIZONTAL_POD_AUTOSCALER) return;
    this.#surroundings.touchWorkloads(
      workload =>
        workload.namespace === object.namespace &&
        affects(kind, object, workload, this.#surroundings),
    );
  }

  #affectedBy(
    kind: Kind,
    object: PlainObject,
    sighting: Pick<Sighting, 'cluster'>,
  ): string[] {
    return this.#surroundings
      .workloads(object.namespace)
      .filter(workload => affects(kind, object, workload, this.#surroundings))
      .map(workload => subjectOf(sighting, DEPLOYMENT, workload));
  }
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
