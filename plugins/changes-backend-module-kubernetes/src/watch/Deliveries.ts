import {
  deliveredGone,
  deliveredSeen,
  type Delivered,
  type KnownDelivered,
  type Places,
} from '../delivery';
import { subjectOf, type Sighting } from '../interpret';
import { digestOf, textsAt, type Kind, type Named } from '../kinds';
import type { Book, ModelStep, Reading } from './Book';
import { isNewer } from './isNewer';
import { forgottenState, storedState } from './stored';

/** The objects of delivery tools: what they delivered, and what somebody changed of them. */
export class Deliveries implements Book {
  readonly #places: Places;
  readonly #known = new Map<Kind, Map<string, KnownDelivered>>();
  readonly #touched = new Map<KnownDelivered, Kind>();

  static create(places: Places): Deliveries {
    return new Deliveries(places);
  }

  private constructor(places: Places) {
    this.#places = places;
  }

  restore(kind: Kind, stored: unknown): void {
    this.#keep(kind, stored as KnownDelivered);
  }

  all(kind: Kind): Iterable<KnownDelivered> {
    return this.#of(kind).values();
  }

  set(kind: Kind, object: Named, reading: Reading, step: ModelStep): void {
    const next = object as Delivered;
    const previous = this.#of(kind).get(next.uid);
    if (previous && !isNewer(next, previous)) return;
    const { known, observations } = deliveredSeen(
      kind,
      previous,
      next,
      reading.how,
      this.#places,
      reading,
    );
    step.observations.push(...observations);
    this.#keep(kind, known);
    // Tools write into their objects every few minutes that all is as it was.
    if (!previous || markOf(previous) !== markOf(known)) {
      step.states.push(storedState(kind, known.uid, known));
    }
  }

  delete(kind: Kind, last: Named, reading: Reading, step: ModelStep): boolean {
    const known = this.#of(kind).get(last.uid);
    if (!known) return false;
    this.#of(kind).delete(last.uid);
    step.observations.push(...deliveredGone(kind, known, last, reading));
    step.states.push(forgottenState(kind, last.uid));
    return true;
  }

  tell(sighting: Sighting, step: ModelStep): void {
    for (const [object, kind] of this.#touched) {
      if (this.#of(kind).get(object.uid) !== object) continue;
      step.subjects.push({
        subject: subjectOf(sighting, kind, object),
        kind: kind.kind,
        cluster: sighting.cluster,
        namespace: object.namespace,
        name: object.name,
        labels: textsAt(object.manifest, 'metadata', 'labels'),
        observedAt: sighting.now,
      });
    }
    this.#touched.clear();
  }

  #of(kind: Kind): Map<string, KnownDelivered> {
    const known = this.#known.get(kind) ?? new Map<string, KnownDelivered>();
    this.#known.set(kind, known);
    return known;
  }

  #keep(kind: Kind, object: KnownDelivered): void {
    this.#of(kind).set(object.uid, object);
    this.#touched.set(object, kind);
  }
}

/** Of what is remembered, but for when it was last written. */
function markOf(known: KnownDelivered): string {
  const { resourceVersion: _, writtenAt: __, writers: ___, ...rest } = known;
  return digestOf(rest);
}
