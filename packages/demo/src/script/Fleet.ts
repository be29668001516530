import { z } from 'zod';
import type {
  KubernetesObject,
  SimulatedCluster,
  Usage,
  Writer,
} from '../cluster/index.ts';
import { at, numberAt, objectAt, textAt } from '../cluster/json.ts';
import {
  type ServiceRow,
  type WorldDescription,
  rowNamed,
} from '../world/index.ts';
import { withAnnotation, withRestart } from './edits.ts';
import {
  type Wanted,
  autoscalerManifest,
  budgetManifest,
  namespaceManifest,
  serviceManifest,
  settingsManifest,
  settingsName,
  workloadKind,
  workloadManifest,
} from './manifests.ts';
import { ARGO, KUBELET } from './writers.ts';

/** What a pod does: see the simulated kubelet. */
const BEHAVIOR = 'demo.ripple.dev/behavior';

/** What the fleet needs of a cluster. */
export type FleetCluster = Pick<
  SimulatedCluster,
  'apply' | 'update' | 'updateStatus' | 'scale' | 'get' | 'list' | 'setUsage'
>;

const wanted = z.object({
  version: z.string(),
  replicas: z.number().optional(),
  env: z.record(z.string(), z.string()).optional(),
  memory: z.string().optional(),
});
/** By `cluster/service`; `before`: what the last delivery replaced. */
const wantedByPlace = z.record(
  z.string(),
  z.object({ now: wanted, before: wanted.optional() }),
);

interface Delivered {
  now: Wanted;
  before?: Wanted;
}

/** A service in one cluster. */
export interface Place {
  service: string;
  cluster: string;
}

/** What runs in the clusters, and what people and programs do to it. */
export class Fleet {
  readonly #world: WorldDescription;
  readonly #clusters: ReadonlyMap<string, FleetCluster>;
  readonly #delivered: Map<string, Delivered>;

  /** @param options - `saved`: what {@link Fleet.save} gave */
  static create(options: {
    world: WorldDescription;
    clusters: ReadonlyMap<string, FleetCluster>;
    saved?: unknown;
  }): Fleet {
    const saved = wantedByPlace.parse(options.saved ?? {});
    return new Fleet(options, new Map(Object.entries(saved)));
  }

  private constructor(
    options: Parameters<typeof Fleet.create>[0],
    saved: Map<string, Delivered>,
  ) {
    this.#world = options.world;
    this.#clusters = options.clusters;
    this.#delivered = saved;
  }

  /** Plain JSON. */
  save(): object {
    return Object.fromEntries(this.#delivered);
  }

  /** Everything as the description has it, in the versions that a caller names. */
  install(versionOf: (service: ServiceRow) => string): void {
    for (const service of this.#world.services) {
      for (const [cluster, replicas] of Object.entries(service.runs ?? {})) {
        this.#install(service, cluster, {
          version: versionOf(service),
          replicas: this.#isAutoscaled({ service: service.name, cluster })
            ? undefined
            : replicas,
        });
      }
    }
  }

  /** Clusters in which a service runs, production first. */
  clustersOf(service: string): string[] {
    const { runs = {} } = rowNamed(this.#world.services, service);
    return this.#world.clusters
      .filter(({ name }) => name in runs)
      .map(({ name }) => name);
  }

  versionOf(place: Place): string {
    return this.#wantedOf(place).version;
  }

  replicasOf(place: Place): number {
    return numberAt(this.#workload(place), 'spec', 'replicas') ?? 1;
  }

  /** Whether all pods are of the version that was deployed last, and count. */
  isRolledOut(place: Place): boolean {
    const workload = this.#workload(place);
    const replicas = this.replicasOf(place);
    const status = (field: string) => numberAt(workload, 'status', field) ?? 0;
    const observed = at(workload, 'status', 'observedGeneration');
    return (
      // Argo Rollouts writes it as a text.
      Number(observed) === workload.metadata.generation &&
      status('updatedReplicas') === replicas &&
      status('replicas') === replicas &&
      status('availableReplicas') === replicas
    );
  }

  /** As the delivery tool does after a commit: what is not said stays. */
  deploy(place: Place, change: Partial<Wanted>): void {
    const before = this.#wantedOf(place);
    this.#deliver(place, { now: { ...before, ...change }, before });
  }

  /** To what ran before the last delivery. */
  rollBack(place: Place): void {
    const { before } = this.#deliveredTo(place);
    if (before) this.#deliver(place, { now: before });
  }

  /** Whether a new version comes step by step. */
  isCanary(place: Place): boolean {
    return this.#kindOf(place) === 'Rollout';
  }

  /** As `kubectl argo rollouts abort` does. */
  abort(place: Place, by: Writer): void {
    this.#cluster(place).updateStatus(
      'Rollout',
      this.#row(place).system,
      place.service,
      status => ({ ...status, abort: true }),
      by,
    );
  }

  /** Settings as the delivery tool applies them, or as a person edits them; what is not said stays. */
  configure(place: Place, data: Record<string, string>, by: Writer): void {
    const { system } = this.#row(place);
    const name = settingsName(place.service);
    const cluster = this.#cluster(place);
    const known = objectAt(cluster.get('ConfigMap', system, name), 'data');
    const next = { ...(known as Record<string, string>), ...data };
    if (by.manager === ARGO.manager) {
      cluster.apply(settingsManifest(this.#row(place), next), by);
    } else {
      cluster.update(
        'ConfigMap',
        system,
        name,
        object => ({ ...object, data: next }),
        by,
      );
    }
  }

  setting(place: Place, name: string): string | undefined {
    const { system } = this.#row(place);
    const map = this.#cluster(place).get(
      'ConfigMap',
      system,
      settingsName(place.service),
    );
    return textAt(map, 'data', name);
  }

  scale(place: Place, replicas: number, by: Writer): void {
    const delivered = this.#deliveredTo(place);
    this.#delivered.set(key(place), {
      ...delivered,
      now: { ...delivered.now, replicas },
    });
    this.#cluster(place).scale(
      this.#row(place).system,
      place.service,
      replicas,
      by,
    );
  }

  /** As `kubectl rollout restart` does. */
  restart(place: Place, now: number, by: Writer): void {
    this.#cluster(place).update(
      this.#kindOf(place),
      this.#row(place).system,
      place.service,
      object => withRestart(object, new Date(now).toISOString()),
      by,
    );
  }

  /** What autoscalers see. */
  use(place: Place, usage: Usage): void {
    this.#cluster(place).setUsage(
      this.#row(place).system,
      place.service,
      usage,
    );
  }

  /** Some pods of the version that was deployed last, or all, are from now on like that. */
  misbehave(
    place: Place,
    behavior: 'ready' | 'not-ready' | 'no-pull' | 'crash' | 'oom',
    count = Infinity,
  ): void {
    const { system } = this.#row(place);
    const cluster = this.#cluster(place);
    const image = `:${this.versionOf(place)}`;
    cluster
      .list('Pod', system)
      .filter(
        pod =>
          pod.metadata.name.startsWith(`${place.service}-`) &&
          !pod.metadata.deletionTimestamp &&
          JSON.stringify(pod.spec).includes(`${image}"`),
      )
      .slice(0, count)
      .forEach(pod => {
        cluster.update(
          'Pod',
          system,
          pod.metadata.name,
          object => withAnnotation(object, BEHAVIOR, behavior),
          KUBELET,
        );
      });
  }

  #install(service: ServiceRow, cluster: string, first: Wanted): void {
    const place = { service: service.name, cluster };
    const api = this.#cluster(place);
    const { autoscaler, minAvailable, settings, system } = service;
    const { isProduction } = rowNamed(this.#world.clusters, cluster);
    if (!api.get('Namespace', undefined, system)) {
      api.apply(namespaceManifest(system), ARGO);
    }
    if (settings) api.apply(settingsManifest(service, settings), ARGO);
    this.#deliver(place, { now: first });
    api.apply(serviceManifest(service), ARGO);
    if (minAvailable && isProduction) {
      api.apply(budgetManifest(service, minAvailable), ARGO);
    }
    if (autoscaler?.cluster === cluster) {
      api.setUsage(system, service.name, {
        total: (autoscaler.min - 0.5) * autoscaler.cpuPercent,
      });
      api.apply(autoscalerManifest(service, autoscaler), ARGO);
    }
  }

  #isAutoscaled(place: Place): boolean {
    return this.#row(place).autoscaler?.cluster === place.cluster;
  }

  #kindOf(place: Place): 'Deployment' | 'Rollout' {
    return workloadKind(this.#row(place), place.cluster);
  }

  #workload(place: Place): KubernetesObject {
    const { system } = this.#row(place);
    const found = this.#cluster(place).get(
      this.#kindOf(place),
      system,
      place.service,
    );
    if (!found) throw new Error(`${key(place)} does not run`);
    return found;
  }

  #deliver(place: Place, delivered: Delivered): void {
    this.#delivered.set(key(place), delivered);
    const row = this.#row(place);
    const { cluster } = place;
    const { isProduction } = rowNamed(this.#world.clusters, cluster);
    this.#cluster(place).apply(
      workloadManifest(row, delivered.now, {
        cluster,
        isTracked: row.deliveredBy === 'argocd' && isProduction,
      }),
      ARGO,
    );
  }

  #wantedOf(place: Place): Wanted {
    return this.#deliveredTo(place).now;
  }

  #deliveredTo(place: Place): Delivered {
    const found = this.#delivered.get(key(place));
    if (!found) throw new Error(`${key(place)} does not run`);
    return found;
  }

  #cluster({ cluster }: Place): FleetCluster {
    const found = this.#clusters.get(cluster);
    if (!found) throw new Error(`there is no cluster '${cluster}'`);
    return found;
  }

  #row({ service }: Place): ServiceRow {
    return rowNamed(this.#world.services, service);
  }
}

function key({ cluster, service }: Place): string {
  return `${cluster}/${service}`;
}
