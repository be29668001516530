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
  narrowGaps,
  plainChanged,
  plainCreated,
  plainDeleted,
  rememberPlain,
  revisionsOf,
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
  crashingOf,
  shortSinceOf,
  textsAt,
  usesOf,
  workloadRow,
} from '../summarise';
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
  /** By owner. */
  readonly #replicaSets = new Map<string, Map<string, ReplicaSetObject>>();
  readonly #pods = new Map<string, Map<string, PodObject>>();
  readonly #ownerOfReplicaSet = new Map<string, string>();
  readonly #ownerOfPod = new Map<string, string>();
  readonly #listed = new Set<Resource>();
  /** Subject → its row as last told, to tell only what changed. */
  readonly #rows = new Map<string, string>();
  /** Workloads whose row may have changed. */
  readonly #touched = new Set<string>();
  readonly #unstored = new Set<string>();

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

  /** After all is restored: what the rows are that were told. */
  restored(now: string): void {
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
  }

  /**
   * Takes in a whole collection.
   * @param isFirst - nobody has read it before: what is there is no news
   */
  replace<R extends Resource>(
    resource: R,
    items: ReadObjects[R][],
    when: { now: string; gapFrom?: string; isFirst: boolean },
  ): ModelStep {
    const sighting = { ...this.#place, now: when.now, gapFrom: when.gapFrom };
    const present = new Set(items.map(item => item.uid));
    const gone = this.#known(resource).filter(item => !present.has(item.uid));
    const step = emptyStep();
    for (const object of gone) {
      this.#delete(resource, object, sighting, step);
    }
    for (const item of items) {
      this.#set(
        resource,
        item,
        sighting,
        step,
        when.isFirst ? 'first' : 'list',
      );
    }
    this.#listed.add(resource);
    if (resource === 'pods') this.#touchAll();
    this.#tellWorkloads(sighting, step);
    return step;
  }

  /** Takes in changes, in their order. */
  apply<R extends Resource>(
    resource: R,
    changes: Change<ReadObjects[R]>[],
    when: { now: string; gapFrom?: string },
  ): ModelStep {
    const step = emptyStep();
    this.#listed.add(resource);
    const gaps =
      when.gapFrom === undefined
        ? []
        : narrowGaps(
            changes.map(({ object }) => object.writtenAt),
            when.gapFrom,
            when.now,
          );
    for (const [index, { type, object }] of changes.entries()) {
      const sighting: Sighting = {
        ...this.#place,
        now: when.now,
        gapFrom: gaps[index]?.from,
        gapTo: gaps[index]?.to,
      };
      if (type === 'deleted') this.#delete(resource, object, sighting, step);
      else this.#set(resource, object, sighting, step, 'watch');
    }
    this.#tellWorkloads({ ...this.#place, now: when.now }, step);
    return step;
  }

  /** What follows from time alone. */
  tick(now: string): ModelStep {
    const sighting = { ...this.#place, now };
    const step = emptyStep();
    for (const [uid, workload] of this.#workloads) {
      const ended = autoscaleRunEnded(workload.known, sighting);
      if (ended) this.#remember(uid, ended, step);
      if (workload.crashing) this.#touched.add(uid);
    }
    this.#tellWorkloads(sighting, step);
    return step;
  }

  #known(resource: Resource): Named[] {
    switch (resource) {
      case 'deployments':
        return [...this.#workloads.values()].map(({ known }) => known);
      case 'services':
        return [...this.#services.values()];
      case 'replicasets':
        return [...this.#replicaSets.values()].flatMap(sets => [
          ...sets.values(),
        ]);
      case 'pods':
        return [...this.#pods.values()].flatMap(pods => [...pods.values()]);
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
        this.#setReplicaSet(object as ReplicaSetObject);
        break;
      case 'pods':
        this.#setPod(object as PodObject);
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
      revisions: revisionsOf(this.#replicaSets.get(next.uid)?.values() ?? []),
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
        step.observations.push(...deploymentDeleted(known, last, sighting));
        break;
      }
      case 'replicasets':
        this.#deleteReplicaSet(last.uid);
        return;
      case 'pods':
        this.#deletePod(last.uid);
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
    this.#tellGone(resource, last, sighting, step);
  }

  #setReplicaSet(set: ReplicaSetObject): void {
    const sets = this.#replicaSets.get(set.owner) ?? new Map();
    this.#replicaSets.set(set.owner, sets.set(set.uid, set));
    this.#ownerOfReplicaSet.set(set.uid, set.owner);
    this.#touched.add(set.owner);
  }

  #deleteReplicaSet(uid: string): void {
    const owner = this.#ownerOfReplicaSet.get(uid);
    if (owner === undefined) return;
    this.#ownerOfReplicaSet.delete(uid);
    const sets = this.#replicaSets.get(owner);
    sets?.delete(uid);
    if (sets?.size === 0) this.#replicaSets.delete(owner);
  }

  #setPod(pod: PodObject): void {
    const pods = this.#pods.get(pod.owner) ?? new Map();
    this.#pods.set(pod.owner, pods.set(pod.uid, pod));
    this.#ownerOfPod.set(pod.uid, pod.owner);
    this.#touchOwner(pod.owner);
  }

  #deletePod(uid: string): void {
    const owner = this.#ownerOfPod.get(uid);
    if (owner === undefined) return;
    this.#ownerOfPod.delete(uid);
    const pods = this.#pods.get(owner);
    pods?.delete(uid);
    if (pods?.size === 0) this.#pods.delete(owner);
    this.#touchOwner(owner);
  }

  #touchOwner(replicaSet: string): void {
    const deployment = this.#ownerOfReplicaSet.get(replicaSet);
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
      const updated: Workload = {
        known,
        shortSince: shortSinceOf(known, workload.shortSince, sighting.now),
        crashing: this.#listed.has('pods')
          ? crashingOf(
              this.#currentPods(workload),
              workload.crashing,
              Date.parse(sighting.now),
            )
          : workload.crashing,
      };
      this.#workloads.set(uid, updated);
      const row = workloadRow(
        known,
        {
          ...updated,
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
      this.#tellRow(row, step);
      if (hasMoved(workload, updated) || this.#unstored.delete(uid)) {
        step.states.push(
          storedState({ resource: 'deployments', object: updated }),
        );
      }
    }
    this.#touched.clear();
  }

  #currentPods({ known }: Workload): PodObject[] {
    const sets = [...(this.#replicaSets.get(known.uid)?.values() ?? [])];
    // Until the controller has made or found the ReplicaSet of a new template, that template has no pods.
    const current =
      known.templateDigest === undefined
        ? sets.sort((a, b) => b.revision - a.revision)[0]
        : sets.find(set => set.templateDigest === known.templateDigest);
    return current ? [...(this.#pods.get(current.uid)?.values() ?? [])] : [];
  }

  #tellPlainRow(
    resource: PlainResource,
    object: PlainObject,
    sighting: Pick<Sighting, 'cluster' | 'now'>,
    step: ModelStep,
  ): void {
    this.#tellRow(
      {
        subject: subjectOf(sighting, resource, object),
        kind: (object.manifest.kind as string) ?? resource,
        cluster: sighting.cluster,
        namespace: object.namespace,
        name: object.name,
        labels: textsAt(object.manifest, 'metadata', 'labels'),
        observedAt: sighting.now,
      },
      step,
    );
  }

  #tellServiceRow(
    service: ServiceObject,
    sighting: Pick<Sighting, 'cluster' | 'now'>,
    step: ModelStep,
  ): void {
    this.#tellRow(
      {
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
      },
      step,
    );
  }

  #tellRow(row: SubjectRow, step: ModelStep): void {
    const { observedAt: _, ...facts } = row;
    const text = JSON.stringify(facts);
    if (this.#rows.get(row.subject) === text) return;
    this.#rows.set(row.subject, text);
    step.subjects.push(withoutUndefined(row));
  }

  #tellGone(
    resource: Resource,
    object: Named,
    sighting: Sighting,
    step: ModelStep,
  ): void {
    const subject = subjectOf(sighting, resource, object);
    const text = this.#rows.get(subject);
    if (text === undefined) return;
    this.#rows.delete(subject);
    step.subjects.push({
      ...JSON.parse(text),
      observedAt: sighting.now,
      goneAt: sighting.now,
    });
  }
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

function nameKey({ namespace, name }: Pick<Named, 'namespace' | 'name'>) {
  return `${namespace ?? ''}/${name}`;
}

function emptyStep(): ModelStep {
  return { observations: [], subjects: [], states: [] };
}

function withoutUndefined<T extends object>(row: T): T {
  return Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== undefined),
  ) as T;
}
