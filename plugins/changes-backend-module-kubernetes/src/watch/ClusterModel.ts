import type {
  Observation,
  SourceState,
  SubjectRow,
} from '@ripplehq/backstage-plugin-changes-common';
import {
  AUTOSCALER,
  CONFIG_MAP,
  NAMESPACE,
  autoscaleRunEnded,
  deploymentCaughtUp,
  deploymentChanged,
  deploymentCreated,
  deploymentDeleted,
  deploymentFirstSeen,
  plainChanged,
  plainCreated,
  plainDeleted,
  later,
  rememberPlain,
  runIsOverAt,
  subjectOf,
  type DeploymentContext,
  type DeploymentStep,
  type KnownPlain,
  type PlainContext,
  type PlainKind,
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
import {
  crashingMayEndAt,
  crashingOf,
  shortSinceOf,
  shortageCountsAt,
  textsAt,
  usesOf,
  workloadRow,
} from '../summarise';
import { DueTimes } from './DueTimes';
import { SubjectRows } from './SubjectRows';
import { WorkloadPods } from './WorkloadPods';
import {
  forgottenState,
  storedState,
  type StoredObject,
  type Workload,
} from './stored';

/** What a kind's objects are once they are read. */
export interface ReadObjects {
  services: ServiceObject;
  namespaces: PlainObject & Written;
  replicasets: ReplicaSetObject;
  horizontalpodautoscalers: AutoscalerObject & Written;
  deployments: ReadDeployment;
  configmaps: PlainObject & Written;
  pods: PodObject;
}

/** What is to be committed. */
export interface ModelStep {
  observations: Observation[];
  subjects: SubjectRow[];
  states: SourceState[];
}

const SLICE_ITEMS = 100;

type PlainResource = 'configmaps' | 'namespaces' | 'horizontalpodautoscalers';

const PLAIN_KINDS: Record<PlainResource, PlainKind> = {
  configmaps: CONFIG_MAP,
  namespaces: NAMESPACE,
  horizontalpodautoscalers: AUTOSCALER,
};

/**
 * What is known of one cluster, in memory: takes in what reflectors read and says what follows. Knows no clock and no network.
 */
export class ClusterModel {
  readonly #place: { cluster: string; environment?: string };
  readonly #workloads = new Map<string, Workload>();
  readonly #plain: Record<PlainResource, Map<string, KnownPlain>> = {
    configmaps: new Map(),
    namespaces: new Map(),
    horizontalpodautoscalers: new Map(),
  };
  readonly #services = new Map<string, ServiceObject>();
  readonly #serviceNames = new Map<string, string>();
  readonly #pods = new WorkloadPods();
  readonly #listed = new Set<Resource>();
  readonly #rows = new SubjectRows();
  /** When time alone will change what is said of a workload. */
  readonly #due = new DueTimes();
  /** Workloads whose row may have changed. */
  readonly #touched = new Set<string>();
  readonly #unstored = new Set<string>();
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
        this.#workloads.set(stored.object.known.uid, stored.object);
        break;
      case 'services':
        this.#setService(stored.object);
        break;
      default:
        this.#plain[stored.resource]?.set(stored.object.uid, stored.object);
    }
  }

  /** After all is restored: the rows, which count as told. */
  restored(now: string): SubjectRow[] {
    const step = emptyStep();
    const sighting = { ...this.#place, now };
    for (const uid of this.#workloads.keys()) this.#touched.add(uid);
    for (const [resource, objects] of Object.entries(this.#plain)) {
      for (const object of objects.values()) {
        this.#tellPlainRow(resource as PlainResource, object, sighting, step);
      }
    }
    for (const service of this.#services.values()) {
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
    if (resource === 'pods') this.#touchAll();
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
      let due = this.#due.take(by);
      due !== undefined;
      due = this.#due.take(by)
    ) {
      const step = emptyStep();
      const sighting = this.#sight({ now: new Date(due.at).toISOString() });
      const workload = this.#workloads.get(due.id);
      if (!workload) continue;
      const ended = autoscaleRunEnded(workload.known, sighting);
      if (ended) this.#remember(due.id, ended, step);
      this.#touched.add(due.id);
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
        return [...this.#workloads.values()].map(({ known }) => known);
      case 'services':
        return [...this.#services.values()];
      case 'replicasets':
        return this.#pods.replicaSets();
      case 'pods':
        return this.#pods.pods();
      default:
        return [...this.#plain[resource].values()];
    }
  }

  #set(
    resource: Resource,
    object: ReadObjects[Resource],
    sighting: Sighting,
    step: ModelStep,
    how: 'first' | 'list' | 'watch',
  ): void {
    switch (resource) {
      case 'deployments':
        this.#setDeployment(object as ReadDeployment, sighting, step, how);
        break;
      case 'replicasets':
        this.#touch(this.#pods.setReplicaSet(object as ReplicaSetObject));
        break;
      case 'pods':
        this.#touch(this.#pods.setPod(object as PodObject));
        break;
      case 'services': {
        const service = object as ServiceObject;
        const previous = this.#services.get(service.uid);
        if (previous && !isNewer(service, previous)) return;
        this.#setService(service);
        if (!previous) this.#touchAll();
        this.#tellServiceRow(service, sighting, step);
        step.states.push(
          storedState({ resource: 'services', object: service }),
        );
        break;
      }
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

  #setDeployment(
    next: ReadDeployment,
    sighting: Sighting,
    step: ModelStep,
    how: 'first' | 'list' | 'watch',
  ): void {
    const previous = this.#workloads.get(next.uid)?.known;
    if (previous && !isNewer(next, previous)) {
      this.#touched.add(next.uid);
      return;
    }
    const context: DeploymentContext = {
      ...sighting,
      revisions: this.#pods.revisions(next.uid),
      autoscaler: this.#listed.has('horizontalpodautoscalers')
        ? this.#autoscalerOf(next)
        : 'unknown',
    };
    if (!previous) {
      const seen =
        how === 'first'
          ? deploymentFirstSeen(next, context)
          : deploymentCreated(next, context);
      this.#remember(next.uid, seen, step);
    } else if (how === 'watch') {
      this.#remember(
        next.uid,
        deploymentChanged(previous, next, context),
        step,
      );
    } else {
      this.#remember(
        next.uid,
        deploymentCaughtUp(previous, next, context),
        step,
      );
    }
  }

  #remember(uid: string, seen: DeploymentStep, step: ModelStep): void {
    this.#workloads.set(uid, {
      ...this.#workloads.get(uid),
      known: seen.known,
    });
    step.observations.push(...seen.observations);
    this.#touched.add(uid);
    this.#unstored.add(uid);
  }

  #setPlain(
    resource: PlainResource,
    next: PlainObject & Written,
    sighting: Sighting,
    step: ModelStep,
    how: 'first' | 'list' | 'watch',
  ): void {
    const kind = PLAIN_KINDS[resource];
    const previous = this.#plain[resource].get(next.uid);
    if (previous && !isNewer(next, previous)) return;
    const context: PlainContext = {
      ...sighting,
      affects: this.#affectedBy(resource, next),
    };
    if (previous) {
      const changed = plainChanged(kind, previous, next, context);
      if (changed) step.observations.push(changed);
    } else if (how !== 'first') {
      step.observations.push(plainCreated(kind, next, context));
    }
    const known = rememberPlain(next);
    this.#plain[resource].set(next.uid, known);
    if (resource === 'horizontalpodautoscalers') this.#touchTargets(next);
    this.#tellPlainRow(resource, known, sighting, step);
    step.states.push(storedState({ resource, object: known }));
  }

  #delete(
    resource: Resource,
    last: Named,
    sighting: Sighting,
    step: ModelStep,
  ): void {
    switch (resource) {
      case 'deployments': {
        const known = this.#workloads.get(last.uid)?.known;
        if (!known) return;
        this.#workloads.delete(last.uid);
        this.#due.set(last.uid, undefined);
        step.observations.push(...deploymentDeleted(known, last, sighting));
        break;
      }
      case 'replicasets':
        this.#touch(this.#pods.deleteReplicaSet(last.uid));
        return;
      case 'pods':
        this.#touch(this.#pods.deletePod(last.uid));
        return;
      case 'services':
        if (!this.#services.delete(last.uid)) return;
        this.#serviceNames.delete(nameKey(last));
        this.#touchAll();
        break;
      default: {
        const known = this.#plain[resource].get(last.uid);
        if (!known) return;
        this.#plain[resource].delete(last.uid);
        step.observations.push(
          plainDeleted(PLAIN_KINDS[resource], known, last, {
            ...sighting,
            affects: this.#affectedBy(resource, known),
          }),
        );
        if (resource === 'horizontalpodautoscalers') this.#touchTargets(known);
      }
    }
    step.states.push(forgottenState(resource, last.uid));
    step.subjects.push(
      ...this.#rows.tellGone(subjectOf(sighting, resource, last), sighting.now),
    );
  }

  #touch(deployment: string | undefined): void {
    if (deployment !== undefined) this.#touched.add(deployment);
  }

  #touchAll(): void {
    for (const uid of this.#workloads.keys()) this.#touched.add(uid);
  }

  #touchTargets(autoscaler: PlainObject): void {
    const { target } = autoscaler as AutoscalerObject;
    for (const [uid, { known }] of this.#workloads) {
      if (
        target?.kind === 'Deployment' &&
        target.name === known.name &&
        autoscaler.namespace === known.namespace
      ) {
        this.#touched.add(uid);
      }
    }
  }

  #setService(service: ServiceObject): void {
    this.#services.set(service.uid, service);
    this.#serviceNames.set(nameKey(service), service.uid);
  }

  #autoscalerOf(
    deployment: Pick<Named, 'namespace' | 'name'>,
  ): AutoscalerObject | undefined {
    for (const object of this.#plain.horizontalpodautoscalers.values()) {
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

  #affectedBy(resource: PlainResource, object: PlainObject): string[] {
    const affected = (matches: (workload: Workload) => boolean) =>
      [...this.#workloads.values()]
        .filter(
          workload =>
            workload.known.namespace === object.namespace && matches(workload),
        )
        .map(({ known }) => subjectOf(this.#place, 'deployments', known));
    switch (resource) {
      case 'configmaps':
        return affected(({ known }) =>
          known.mentions.configMaps.includes(object.name),
        );
      case 'horizontalpodautoscalers': {
        const { target } = object as AutoscalerObject;
        return affected(
          ({ known }) =>
            target?.kind === 'Deployment' && target.name === known.name,
        );
      }
      default:
        return [];
    }
  }

  #tellWorkloads(
    sighting: Pick<Sighting, 'cluster' | 'now'>,
    step: ModelStep,
  ): void {
    for (const uid of this.#touched) {
      const workload = this.#workloads.get(uid);
      if (!workload) continue;
      const { known } = workload;
      const now = Date.parse(sighting.now);
      const pods = this.#pods.current(uid, known.templateDigest);
      const updated: Workload = {
        known,
        shortSince: shortSinceOf(known, workload.shortSince, sighting.now),
        crashing: this.#listed.has('pods')
          ? crashingOf(pods, workload.crashing, now)
          : workload.crashing,
      };
      this.#workloads.set(uid, updated);
      const countsAt =
        updated.shortSince && shortageCountsAt(updated.shortSince);
      this.#due.set(
        uid,
        earliest([
          known.open.autoscale && runIsOverAt(known.open.autoscale),
          countsAt && countsAt > now ? countsAt : undefined,
          updated.crashing && crashingMayEndAt(pods, now),
        ]),
      );
      const row = workloadRow(
        known,
        {
          ...updated,
          shortSince:
            countsAt && countsAt <= now ? updated.shortSince : undefined,
          autoscaler: this.#autoscalerOf(known),
          uses: usesOf(
            known,
            known.mentions,
            (namespace, name) =>
              this.#serviceNames.has(nameKey({ namespace, name })),
            sighting,
          ),
        },
        sighting,
      );
      step.subjects.push(...this.#rows.tell(row));
      if (hasMoved(workload, updated) || this.#unstored.delete(uid)) {
        step.states.push(
          storedState({ resource: 'deployments', object: updated }),
        );
      }
    }
    this.#touched.clear();
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

function earliest(times: (number | undefined | '')[]): number | undefined {
  const known = times.filter(time => typeof time === 'number');
  return known.length > 0 ? Math.min(...known) : undefined;
}

function hasMoved(before: Workload, after: Workload): boolean {
  return (
    before.shortSince !== after.shortSince ||
    JSON.stringify(before.crashing) !== JSON.stringify(after.crashing)
  );
}

// A watch that goes on after a crash repeats what was seen since the last commit.
function isNewer(next: Named, previous: Named): boolean {
  if (next.resourceVersion === previous.resourceVersion) return false;
  const [a, b] = [next, previous].map(object => Number(object.resourceVersion));
  return Number.isNaN(a) || Number.isNaN(b) || a > b;
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
