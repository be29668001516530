import type {
  Observation,
  SourceState,
  SubjectRow,
} from '@ripplehq/backstage-plugin-changes-common';
import {
  PLAIN_RESOURCES,
  later,
  subjectOf,
  type PlainResource,
  type Sighting,
} from '../interpret';
import type {
  AutoscalerObject,
  Named,
  PlainObject,
  PodObject,
  ReadDeployment,
  ReplicaSetObject,
  Resource,
  ServiceObject,
  Written,
} from '../kinds';
import type { Change } from '../reflector';
import { textsAt } from '../summarise';
import { affects } from './affects';
import { PlainObjects } from './PlainObjects';
import { Services } from './Services';
import { forgottenState, storedState, type StoredObject } from './stored';
import { SubjectRows } from './SubjectRows';
import { Workloads } from './Workloads';

/** What a kind's objects are once they are read. */
export interface ReadObjects
  extends Record<
    Exclude<PlainResource, 'horizontalpodautoscalers'>,
    PlainObject & Written
  > {
  services: ServiceObject;
  replicasets: ReplicaSetObject;
  horizontalpodautoscalers: AutoscalerObject & Written;
  deployments: ReadDeployment;
  pods: PodObject;
}

/** What is to be committed. */
export interface ModelStep {
  observations: Observation[];
  subjects: SubjectRow[];
  states: SourceState[];
}

/** Whether an object is read for the first time of all, again, or as it changes. */
type How = 'first' | 'list' | 'watch';

const SLICE_ITEMS = 100;

/**
 * What is known of one cluster, in memory: takes in what reflectors read and says what follows. Knows no clock and no network.
 */
export class ClusterModel {
  readonly #place: { cluster: string; environment?: string };
  readonly #workloads = new Workloads();
  readonly #plain = new PlainObjects();
  readonly #services = new Services();
  readonly #listed = new Set<Resource>();
  readonly #rows = new SubjectRows();
  #observedAt: string | undefined;

  static create(place: {
    cluster: string;
    environment?: string;
  }): ClusterModel {
    return new ClusterModel(place);
  }

  private constructor(place: { cluster: string; environment?: string }) {
    this.#place = place;
  }

  /** Takes back what was stored. */
  restore(stored: StoredObject): void {
    switch (stored.resource) {
      case 'deployments':
        this.#workloads.restore(stored.object);
        break;
      case 'services':
        this.#services.set(stored.object);
        break;
      default:
        this.#plain.restore(stored.resource, stored.object);
    }
  }

  /** After all is restored: the rows, which count as told. */
  restored(now: string): SubjectRow[] {
    const step = emptyStep();
    const sighting = { ...this.#place, now };
    for (const resource of PLAIN_RESOURCES) {
      for (const object of this.#plain.all(resource)) {
        this.#tellPlainRow(resource, object, sighting, step);
      }
    }
    for (const service of this.#services.all()) {
      this.#tellServiceRow(service, sighting, step);
    }
    this.#tellWorkloads(sighting, step);
    return step.subjects;
  }

  /** What is to be told when the cluster is not watched under this name any more. */
  retired(now: string): SubjectRow[] {
    return this.#rows.tellAllGone(now);
  }

  /**
   * Takes in a whole collection, in slices: a large one would hold everything else up.
   * @param isFirst - nobody has read it before: what is there is no news
   */
  *replace<R extends Resource>(
    resource: R,
    items: ReadObjects[R][],
    when: { now: string; gapFrom?: string; isFirst: boolean },
  ): Generator<ModelStep> {
    const sighting = this.#sight(when);
    const present = new Set(items.map(item => item.uid));
    const successors = new Map(items.map(item => [nameKey(item), item]));
    const gone = this.#known(resource).filter(item => !present.has(item.uid));
    let step = emptyStep();
    for (const object of gone) {
      const successor = successors.get(nameKey(object));
      this.#delete(resource, object, madeRoomFor(successor, sighting), step);
    }
    for (const [index, item] of items.entries()) {
      this.#set(
        resource,
        item,
        sighting,
        step,
        when.isFirst ? 'first' : 'list',
      );
      if ((index + 1) % SLICE_ITEMS === 0) {
        this.#tellWorkloads(sighting, step);
        yield step;
        step = emptyStep();
      }
    }
    this.#listed.add(resource);
    if (resource === 'pods') this.#workloads.touchAll();
    this.#tellWorkloads(sighting, step);
    yield step;
  }

  /** Takes in changes of one moment, in their order. */
  apply<R extends Resource>(
    resource: R,
    changes: Pick<Change<ReadObjects[R]>, 'type' | 'object'>[],
    when: { now: string; gapFrom?: string },
  ): ModelStep {
    const step = emptyStep();
    this.#listed.add(resource);
    const sighting = this.#sight(when);
    for (const { type, object } of changes) {
      if (type === 'deleted') this.#delete(resource, object, sighting, step);
      else this.#set(resource, object, sighting, step, 'watch');
    }
    this.#tellWorkloads(sighting, step);
    return step;
  }

  /**
   * What follows from time alone: each at its own moment, the earliest first.
   * @param by - milliseconds by the cluster's clock; all that happened before has been taken in
   */
  *tick(by: number): Generator<ModelStep> {
    for (
      let due = this.#workloads.takeDue(by);
      due !== undefined;
      due = this.#workloads.takeDue(by)
    ) {
      const step = emptyStep();
      const sighting = this.#sight({ now: new Date(due.at).toISOString() });
      step.observations.push(...this.#workloads.pass(due.id, sighting));
      this.#tellWorkloads(sighting, step);
      yield step;
    }
  }

  #sight({ now, gapFrom }: { now: string; gapFrom?: string }): Sighting {
    // Of two words about one thing the one that was observed later counts, so none may seem to be older than those before it.
    this.#observedAt = later(this.#observedAt ?? now, now);
    return { ...this.#place, now, gapFrom, observedAt: this.#observedAt };
  }

  #known(resource: Resource): Named[] {
    switch (resource) {
      case 'deployments':
        return this.#workloads.all();
      case 'services':
        return this.#services.all();
      case 'replicasets':
        return this.#workloads.pods.replicaSets();
      case 'pods':
        return this.#workloads.pods.pods();
      default:
        return this.#plain.all(resource);
    }
  }

  #set(
    resource: Resource,
    object: ReadObjects[Resource],
    sighting: Sighting,
    step: ModelStep,
    how: How,
  ): void {
    const { pods } = this.#workloads;
    switch (resource) {
      case 'deployments':
        step.observations.push(
          ...this.#workloads.set(
            object as ReadDeployment,
            sighting,
            this.#listed.has('horizontalpodautoscalers')
              ? this.#plain.autoscalerOf(object)
              : 'unknown',
            how,
          ),
        );
        break;
      case 'replicasets':
        this.#workloads.touch(pods.setReplicaSet(object as ReplicaSetObject));
        break;
      case 'pods':
        this.#workloads.touch(pods.setPod(object as PodObject));
        break;
      case 'services':
        this.#setService(object as ServiceObject, sighting, step);
        break;
      default:
        this.#setPlain(
          resource,
          object as PlainObject & Written,
          sighting,
          step,
          how,
        );
    }
  }

  #setService(
    service: ServiceObject,
    sighting: Sighting,
    step: ModelStep,
  ): void {
    const previous = this.#services.set(service);
    if (previous === service) return;
    if (!previous) this.#workloads.touchAll();
    this.#tellServiceRow(service, sighting, step);
    step.states.push(storedState({ resource: 'services', object: service }));
  }

  #setPlain(
    resource: PlainResource,
    next: PlainObject & Written,
    sighting: Sighting,
    step: ModelStep,
    how: How,
  ): void {
    const context = { ...sighting, affects: this.#affectedBy(resource, next) };
    const set = this.#plain.set(resource, next, context, how);
    if (!set) return;
    step.observations.push(...set.observations);
    if (resource === 'horizontalpodautoscalers') this.#touchTarget(next);
    this.#tellPlainRow(resource, set.known, sighting, step);
    step.states.push(storedState({ resource, object: set.known }));
  }

  #delete(
    resource: Resource,
    last: Named,
    sighting: Sighting,
    step: ModelStep,
  ): void {
    const { pods } = this.#workloads;
    switch (resource) {
      case 'deployments': {
        const told = this.#workloads.delete(last, sighting);
        if (!told) return;
        step.observations.push(...told);
        break;
      }
      case 'replicasets':
        this.#workloads.touch(pods.deleteReplicaSet(last.uid));
        return;
      case 'pods':
        this.#workloads.touch(pods.deletePod(last.uid));
        return;
      case 'services':
        if (!this.#services.delete(last)) return;
        this.#workloads.touchAll();
        break;
      default: {
        const known = this.#plain.get(resource, last.uid);
        if (!known) return;
        const told = this.#plain.delete(resource, last, {
          ...sighting,
          affects: this.#affectedBy(resource, known),
        });
        step.observations.push(...(told ? [told] : []));
        if (resource === 'horizontalpodautoscalers') this.#touchTarget(known);
      }
    }
    step.states.push(forgottenState(resource, last.uid));
    step.subjects.push(
      ...this.#rows.tellGone(subjectOf(sighting, resource, last), sighting.now),
    );
  }

  #touchTarget(autoscaler: PlainObject): void {
    for (const known of this.#workloads.all()) {
      if (
        known.namespace === autoscaler.namespace &&
        affects('horizontalpodautoscalers', autoscaler, known, this.#services)
      ) {
        this.#workloads.touch(known.uid);
      }
    }
  }

  #affectedBy(resource: PlainResource, object: PlainObject): string[] {
    return this.#workloads
      .all()
      .filter(
        known =>
          known.namespace === object.namespace &&
          affects(resource, object, known, this.#services),
      )
      .map(known => subjectOf(this.#place, 'deployments', known));
  }

  #tellWorkloads(
    sighting: Pick<Sighting, 'cluster' | 'now'>,
    step: ModelStep,
  ): void {
    const { rows, states } = this.#workloads.tell(sighting, {
      autoscalerOf: deployment => this.#plain.autoscalerOf(deployment),
      isService: (namespace, name) =>
        this.#services.find(namespace, name) !== undefined,
      knowsPods: this.#listed.has('pods'),
    });
    for (const row of rows) step.subjects.push(...this.#rows.tell(row));
    step.states.push(...states);
  }

  #tellPlainRow(
    resource: PlainResource,
    object: PlainObject,
    sighting: Pick<Sighting, 'cluster' | 'now'>,
    step: ModelStep,
  ): void {
    step.subjects.push(
      ...this.#rows.tell({
        subject: subjectOf(sighting, resource, object),
        kind: (object.manifest.kind as string) ?? resource,
        cluster: sighting.cluster,
        namespace: object.namespace,
        name: object.name,
        labels: textsAt(object.manifest, 'metadata', 'labels'),
        observedAt: sighting.now,
      }),
    );
  }

  #tellServiceRow(
    service: ServiceObject,
    sighting: Pick<Sighting, 'cluster' | 'now'>,
    step: ModelStep,
  ): void {
    step.subjects.push(
      ...this.#rows.tell({
        subject: subjectOf(sighting, 'services', service),
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
      }),
    );
  }
}

/** What made room for an object of its name was gone before that was made. */
function madeRoomFor(
  successor: Named | undefined,
  sighting: Sighting,
): Sighting {
  const { now, gapFrom } = sighting;
  const madeAt = Date.parse(successor?.createdAt ?? '');
  return gapFrom !== undefined &&
    madeAt > Date.parse(gapFrom) &&
    madeAt <= Date.parse(now)
    ? { ...sighting, now: new Date(madeAt - 1).toISOString() }
    : sighting;
}

function nameKey({ namespace, name }: Pick<Named, 'namespace' | 'name'>) {
  return `${namespace ?? ''}/${name}`;
}

function emptyStep(): ModelStep {
  return { observations: [], subjects: [], states: [] };
}
