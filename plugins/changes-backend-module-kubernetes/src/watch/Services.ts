import type { SubjectRow } from '@ripplehq/backstage-plugin-changes-common';
import { subjectOf, type Sighting } from '../interpret';
import type { Kind, Named, ServiceObject } from '../kinds';
import { SERVICE } from '../kinds';
import type { Book, ModelStep, Reading } from './Book';
import { isNewer } from './isNewer';
import { forgottenState, storedState } from './stored';
import type { Surroundings } from './Surroundings';
import { taken } from './taken';

/** The Services of a cluster, by uid and by name. */
export class Services implements Book {
  readonly #surroundings: Surroundings;
  readonly #known = new Map<string, ServiceObject>();
  readonly #uids = new Map<string, string>();
  readonly #touched = new Set<string>();

  static create(surroundings: Surroundings): Services {
    return new Services(surroundings);
  }

  private constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  restore(_kind: Kind, stored: unknown): void {
    this.#keep(stored as ServiceObject);
  }

  all(): Iterable<ServiceObject> {
    return this.#known.values();
  }

  set(kind: Kind, object: Named, _reading: Reading, step: ModelStep): void {
    const service = object as ServiceObject;
    const previous = this.#known.get(service.uid);
    if (previous && !isNewer(service, previous)) return;
    this.#keep(service);
    if (!previous) this.#touchMentioning(service);
    step.states.push(storedState(kind, service.uid, service));
  }

  delete(kind: Kind, last: Named, _reading: Reading, step: ModelStep): boolean {
    this.#uids.delete(nameKey(last));
    if (!this.#known.delete(last.uid)) return false;
    this.#touchMentioning(last);
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

  /** A host that they name is that of a Service from now on, or no more. */
  #touchMentioning({ name }: Named): void {
    this.#surroundings.touchWorkloads(({ mentions }) =>
      mentions.hosts.some(host => host.split('.').includes(name)),
    );
  }

  #keep(service: ServiceObject): void {
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
