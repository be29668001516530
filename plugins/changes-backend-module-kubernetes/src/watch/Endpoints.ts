import {
  emptied,
  emptinessCountsAt,
  emptinessLasts,
  emptinessOver,
  seenAt,
  subjectOf,
  type Emptiness,
  type EndpointsContext,
  type Sighting,
} from '../interpret';
import {
  ENDPOINT_SLICE,
  selectsLabels,
  type EndpointSliceObject,
  type Kind,
  type Named,
} from '../kinds';
import {
  ENDPOINTS_ASPECT,
  type EndpointsStanding,
} from '../health/objects/endpoints';
import type { Book, ModelStep, Reading } from './Book';
import { DueTimes } from './DueTimes';
import { isNewer } from './isNewer';
import { forgottenState, storedState } from './stored';
import type { Surroundings } from './Surroundings';

/** The endpoints of Services: of all that is written about them, only whether a Service has any that is ready counts. */
export class Endpoints implements Book {
  readonly due = new DueTimes();
  readonly #surroundings: Surroundings;
  readonly #slices = new Map<string, EndpointSliceObject>();
  /** Slices by the Service that they are of. */
  readonly #byService = new Map<string, Map<string, EndpointSliceObject>>();
  readonly #empty = new Map<string, Emptiness>();

  static create(surroundings: Surroundings): Endpoints {
    return new Endpoints(surroundings);
  }

  private constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  restore(_kind: Kind, stored: unknown): void {
    const object = stored as EndpointSliceObject | Emptiness;
    if ('uid' in object) {
      this.#keep(object);
    } else {
      this.#empty.set(serviceKey(object), object);
      this.#await(object);
    }
  }

  all(): Iterable<Named> {
    return this.#slices.values();
  }

  set(kind: Kind, object: Named, reading: Reading, step: ModelStep): void {
    const next = object as EndpointSliceObject;
    const previous = this.#slices.get(next.uid);
    if (previous && !isNewer(next, previous)) return;
    const wasReady = this.#isReady(next);
    this.#keep(next);
    if (previous?.isReady === next.isReady) return;
    step.states.push(storedState(kind, next.uid, next));
    this.#turned(next, wasReady, reading, step);
    this.#noteHealth(next, wasReady, reading);
  }

  delete(kind: Kind, last: Named, reading: Reading, step: ModelStep): boolean {
    const known = this.#slices.get(last.uid);
    if (!known) return false;
    const wasReady = this.#isReady(known);
    const key = serviceKey(known);
    this.#slices.delete(known.uid);
    this.#byService.get(key)?.delete(known.uid);
    step.states.push(forgottenState(kind, known.uid));
    const gone = { ...known, resourceVersion: last.resourceVersion };
    this.#turned(gone, wasReady, reading, step);
    this.#noteHealth(gone, wasReady, reading);
    if (this.#byService.get(key)?.size === 0) {
      this.#byService.delete(key);
      // Whether its Service has gone as well, another watch tells.
      if (this.#empty.has(key)) {
        this.due.set(key, emptinessCountsAt({ start: reading.now }));
      }
    }
    // Slices have no rows of their own.
    return false;
  }

  tell(): void {}

  /** Some time after a Service lost its last endpoint. */
  pass(key: string, sighting: Sighting, step: ModelStep): void {
    const emptiness = this.#empty.get(key);
    if (!emptiness) return;
    const context = this.#context(emptiness, sighting);
    const { onset, namespace, service } = emptiness;
    const isGone =
      !this.#byService.has(key) &&
      this.#surroundings.service(namespace, service) === undefined;
    if (!isGone) {
      this.#note(emptinessLasts(emptiness, context), step);
      return;
    }
    const { observations } = emptinessOver(
      emptiness,
      {
        at: sighting.now,
        resourceVersion: onset?.resourceVersion ?? '',
        isGone,
      },
      context,
    );
    this.#note({ known: { namespace, service }, observations }, step);
  }

  /** A slice has changed: what that means for its Service. */
  #turned(
    slice: EndpointSliceObject,
    wasReady: boolean,
    reading: Reading,
    step: ModelStep,
  ): void {
    const before = this.#empty.get(serviceKey(slice));
    const isReady = this.#isReady(slice);
    if (wasReady && !isReady) {
      const known = emptied(before, slice, reading);
      this.#note({ known, observations: [] }, step);
      this.#await(known);
    } else if (isReady && before?.onset) {
      this.due.set(serviceKey(slice), undefined);
      const { resourceVersion } = slice;
      this.#note(
        emptinessOver(
          before,
          { at: seenAt(slice, reading), resourceVersion, isGone: false },
          this.#context(before, reading),
        ),
        step,
      );
    }
  }

  /** Whether anything takes a Service's requests, for its health. */
  #noteHealth(
    slice: EndpointSliceObject,
    wasReady: boolean,
    reading: Reading,
  ): void {
    const { namespace, service: name, createdAt, writtenAt } = slice;
    const uid =
      slice.serviceUid ?? this.#surroundings.service(namespace, name)?.uid;
    if (uid === undefined) return;
    const isEmpty =
      this.#byService.get(serviceKey(slice))?.size !== 0 &&
      !this.#isReady(slice);
    const standing: EndpointsStanding = {
      since: seenAt(slice, reading),
      // What is read for the first time has a past of its own.
      wasReady: wasReady || createdAt !== writtenAt,
    };
    this.#surroundings.note(
      ENDPOINTS_ASPECT.name,
      { uid, name, namespace },
      isEmpty ? standing : undefined,
    );
  }

  #keep(slice: EndpointSliceObject): void {
    const key = serviceKey(slice);
    const slices = this.#byService.get(key) ?? new Map();
    this.#byService.set(key, slices.set(slice.uid, slice));
    this.#slices.set(slice.uid, slice);
  }

  #isReady(slice: EndpointSliceObject): boolean {
    const slices = this.#byService.get(serviceKey(slice))?.values() ?? [];
    return [...slices].some(({ isReady }) => isReady);
  }

  #await(emptiness: Emptiness): void {
    const { onset } = emptiness;
    if (onset) this.due.set(serviceKey(emptiness), emptinessCountsAt(onset));
  }

  /** Remembers what is known of a Service's emptiness, as long as there is anything. */
  #note(seen: ReturnType<typeof emptinessLasts>, step: ModelStep): void {
    const { known, observations } = seen;
    const key = serviceKey(known);
    step.observations.push(...observations);
    if (known.onset || known.episode) {
      this.#empty.set(key, known);
      step.states.push(storedState(ENDPOINT_SLICE, key, known));
    } else if (this.#empty.delete(key)) {
      step.states.push(forgottenState(ENDPOINT_SLICE, key));
    }
  }

  #context(emptiness: Emptiness, sighting: Sighting): EndpointsContext {
    const { service, workloads } = this.#surroundings;
    const { namespace } = emptiness;
    const selectedBy = (selector: Record<string, string> | undefined) =>
      selector === undefined
        ? []
        : workloads(namespace).filter(({ traits }) =>
            selectsLabels(selector, traits.podLabels),
          );
    return {
      ...sighting,
      affects: () => {
        const known = service(namespace, emptiness.service);
        const now = selectedBy(known?.selector);
        return (now.length > 0 ? now : selectedBy(known?.formerSelector)).map(
          workload => subjectOf(sighting, workload.type, workload),
        );
      },
    };
  }
}

function serviceKey({
  namespace,
  service,
}: Pick<Emptiness, 'namespace' | 'service'>): string {
  return `service:${namespace ?? ''}/${service}`;
}
