import type { SubjectRow } from '@ripplehq/backstage-plugin-changes-common';
import {
  plainChanged,
  plainCreated,
  plainDeleted,
  rememberPlain,
  subjectOf,
  type KnownPlain,
  type PlainContext,
  type Sighting,
} from '../interpret';
import {
  SERVICE,
  selectsLabels,
  type Kind,
  type Named,
  type ServiceObject,
  type Written,
} from '../kinds';
import type { Book, ModelStep, Reading } from './Book';
import { isNewer } from './isNewer';
import { forgottenState, storedState } from './stored';
import type { Surroundings } from './Surroundings';
import { taken } from './taken';

type KnownService = KnownPlain & ServiceObject;

/** The Services of a cluster, by uid and by name. */
export class Services implements Book {
  readonly #surroundings: Surroundings;
  readonly #known = new Map<string, KnownService>();
  readonly #uids = new Map<string, string>();
  readonly #touched = new Set<string>();

  static create(surroundings: Surroundings): Services {
    return new Services(surroundings);
  }

  private constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  restore(_kind: Kind, stored: unknown): void {
    this.#keep(stored as KnownService);
  }

  all(): Iterable<KnownService> {
    return this.#known.values();
  }

  set(kind: Kind, object: Named, reading: Reading, step: ModelStep): void {
    const next = object as ServiceObject & Written;
    const previous = this.#known.get(next.uid);
    if (previous && !isNewer(next, previous)) return;
    const known: KnownService = {
      ...(rememberPlain(next) as KnownService),
      ...this.#formerSelector(previous, next),
    };
    if (previous?.digest !== undefined && previous.digest === next.digest) {
      this.#known.set(known.uid, known);
      return;
    }
    const context = this.#context([previous, next], reading);
    const told = previous
      ? plainChanged(kind, previous, next, context)
      : reading.how !== 'first' && plainCreated(kind, next, context);
    if (told) step.observations.push(told);
    this.#keep(known);
    if (!previous) this.#touchMentioning(known);
    step.states.push(storedState(kind, known.uid, known));
  }

  delete(kind: Kind, last: Named, reading: Reading, step: ModelStep): boolean {
    const known = this.#known.get(last.uid);
    if (!known) return false;
    this.#known.delete(known.uid);
    // One of its name may have come before it went.
    if (this.#uids.get(nameKey(known)) === known.uid) {
      this.#uids.delete(nameKey(known));
    }
    step.observations.push(
      plainDeleted(kind, known, last, this.#context([known], reading)),
    );
    this.#touchMentioning(known);
    step.states.push(forgottenState(kind, last.uid));
    return true;
  }

  get hasMore(): boolean {
    return this.#touched.size > 0;
  }

  tell(sighting: Sighting, step: ModelStep, limit: number): void {
    for (const uid of taken(this.#touched, limit)) {
      const service = this.#known.get(uid);
      if (service) step.subjects.push(rowOf(service, sighting));
    }
  }

  find(namespace: string | undefined, name: string): ServiceObject | undefined {
    const uid = this.#uids.get(nameKey({ namespace, name }));
    return uid === undefined ? undefined : this.#known.get(uid);
  }

  /** Who mistypes a selector is shown whose pods the Service lost. */
  #formerSelector(
    previous: ServiceObject | undefined,
    next: ServiceObject,
  ): Pick<ServiceObject, 'formerSelector'> {
    const { selector, formerSelector } = previous ?? {};
    const isFormer =
      selector !== undefined &&
      JSON.stringify(selector) !== JSON.stringify(next.selector) &&
      this.#surroundings
        .workloads(next.namespace)
        .some(({ traits }) => selectsLabels(selector, traits.podLabels));
    const former = isFormer ? selector : formerSelector;
    return former ? { formerSelector: former } : {};
  }

  /** A Service matters to those whose pods it leads to, or led to. */
  #context(
    versions: (ServiceObject | undefined)[],
    sighting: Sighting,
  ): PlainContext {
    return {
      ...sighting,
      affects: () =>
        this.#surroundings
          .workloads(versions.find(service => service)?.namespace)
          .filter(({ traits }) =>
            versions.some(
              service =>
                service?.selector &&
                selectsLabels(service.selector, traits.podLabels),
            ),
          )
          .map(workload => subjectOf(sighting, workload.type, workload)),
    };
  }

  /** A host that they name is that of a Service from now on, or no more. */
  #touchMentioning({ name }: Named): void {
    this.#surroundings.touchWorkloads(({ mentions }) =>
      mentions.hosts.some(host => host.split('.').includes(name)),
    );
  }

  #keep(service: KnownService): void {
    this.#known.set(service.uid, service);
    this.#uids.set(nameKey(service), service.uid);
    this.#touched.add(service.uid);
  }
}

function rowOf(service: ServiceObject, sighting: Sighting): SubjectRow {
  return {
    subject: subjectOf(sighting, SERVICE, service),
    kind: 'Service',
    cluster: sighting.cluster,
    namespace: service.namespace,
    name: service.name,
    labels: service.labels,
    summary: {
      type: 'service',
      ...(service.selector ? { selector: service.selector } : {}),
    },
    observedAt: sighting.now,
  };
}

function nameKey({ namespace, name }: Pick<Named, 'namespace' | 'name'>) {
  return `${namespace ?? ''}/${name}`;
}
