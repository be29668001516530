import { bindingLabels } from '../catalog/index.ts';
import type { WorldClock } from '../clock/index.ts';
import type { SimulatedCluster, Writer } from '../cluster/index.ts';
import { type JsonObject, listAt, objectAt } from '../cluster/json.ts';
import { rfc3339 } from '../cluster/store/index.ts';
import { type WorldDescription, rowNamed } from '../world/index.ts';
import type { Place } from './Fleet.ts';
import { APPLICATIONS, NAMESPACE, applicationOf } from './applications.ts';
import { namespaceManifest } from './manifests.ts';
import { ARGO } from './writers.ts';

/** The program of Argo CD that keeps the Applications' status. */
const WRITER: Writer = { ...ARGO, manager: 'argocd-application-controller' };
const APPLIED_AFTER_MS = 3_000;
const SYNCED_AFTER_MS = 6_000;
const LOOK_MS = 15_000;
const LOOKS_MAX = 120;
const HISTORY_MAX = 10;

/** What is delivered by a sync. */
export interface Sync extends Place {
  /** The commit. */
  revision: string;
  /** Writes to the clusters what the commit wants. */
  apply(): void;
  isHealthy(): boolean;
}

/** Argo CD in the hub: an Application for each service that it looks after, and the syncs of these. */
export class ArgoCd {
  readonly #world: WorldDescription;
  readonly #clock: Pick<WorldClock, 'now' | 'after'>;
  readonly #hub: Pick<SimulatedCluster, 'apply' | 'get' | 'update'>;
  /** The address of the pages of the world's GitHub. */
  readonly #web: string;

  static create(options: {
    world: WorldDescription;
    clock: Pick<WorldClock, 'now' | 'after'>;
    hub: Pick<SimulatedCluster, 'apply' | 'get' | 'update'>;
    web: string;
  }): ArgoCd {
    return new ArgoCd(options);
  }

  private constructor(options: Parameters<typeof ArgoCd.create>[0]) {
    this.#world = options.world;
    this.#clock = options.clock;
    this.#hub = options.hub;
    this.#web = options.web;
  }

  /** Whether a service is delivered to a cluster by a sync. */
  looksAfter({ cluster, service }: Place): boolean {
    const { deliveredBy } = rowNamed(this.#world.services, service);
    const row = rowNamed(this.#world.clusters, cluster);
    return deliveredBy === 'argocd' && row.isProduction;
  }

  /** Makes the Application, which has synced what runs already. */
  install(place: Place, revision: string): void {
    if (this.#hub.get(APPLICATIONS, NAMESPACE, applicationOf(place))) return;
    if (!this.#hub.get('Namespace', undefined, NAMESPACE)) {
      this.#hub.apply(namespaceManifest(NAMESPACE), WRITER);
    }
    const service = rowNamed(this.#world.services, place.service);
    const time = rfc3339(this.#clock.now());
    const source = this.#source(place);
    this.#hub.apply(
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: APPLICATIONS,
        metadata: {
          name: applicationOf(place),
          namespace: NAMESPACE,
          labels: bindingLabels(service),
        },
        spec: {
          project: 'default',
          source,
          destination: { name: place.cluster, namespace: service.system },
          syncPolicy: { automated: { prune: true, selfHeal: false } },
        },
        status: {
          health: { status: 'Healthy', lastTransitionTime: time },
          history: [
            {
              id: 1,
              deployStartedAt: time,
              deployedAt: time,
              initiatedBy: { automated: true },
              revision,
              source,
            },
          ],
          reconciledAt: time,
          sourceType: 'Kustomize',
          sync: { status: 'Synced', revision },
        },
      },
      WRITER,
    );
  }

  /** Brings a commit out: sees it, applies what it wants, and follows until all is well. */
  sync(sync: Sync): void {
    const { revision } = sync;
    // A world that was kept by an earlier version has none.
    this.install(sync, revision);
    const startedAt = rfc3339(this.#clock.now());
    const operation = {
      initiatedBy: { automated: true },
      retry: { limit: 5 },
      sync: { prune: true, revision },
    };
    this.#update(sync, status => ({
      ...status,
      operationState: {
        message: 'one or more tasks are running',
        operation,
        phase: 'Running',
        startedAt,
        syncResult: { revision, source: this.#source(sync) },
      },
      sync: { status: 'OutOfSync', revision },
    }));
    this.#clock.after(APPLIED_AFTER_MS, () => sync.apply());
    this.#clock.after(SYNCED_AFTER_MS, () => {
      this.#end(sync, { startedAt, operation });
      this.#follow(sync, LOOKS_MAX);
    });
  }

  #end(
    sync: Sync,
    { operation, startedAt }: { operation: JsonObject; startedAt: string },
  ): void {
    const { revision } = sync;
    const source = this.#source(sync);
    const finishedAt = rfc3339(this.#clock.now());
    this.#update(sync, status => {
      const history = listAt(status, 'history');
      return {
        ...status,
        health: { status: 'Progressing', lastTransitionTime: finishedAt },
        history: [
          ...history,
          {
            id: Number(history.at(-1)?.id ?? 0) + 1,
            deployStartedAt: startedAt,
            deployedAt: finishedAt,
            initiatedBy: { automated: true },
            revision,
            source,
          },
        ].slice(-HISTORY_MAX),
        operationState: {
          finishedAt,
          message: 'successfully synced (all tasks run)',
          operation,
          phase: 'Succeeded',
          startedAt,
          syncResult: { resources: [this.#result(sync)], revision, source },
        },
        reconciledAt: finishedAt,
        sync: { status: 'Synced', revision },
      };
    });
  }

  #follow(sync: Sync, looksLeft: number): void {
    this.#clock.after(LOOK_MS, () => {
      if (!sync.isHealthy()) {
        if (looksLeft > 0) this.#follow(sync, looksLeft - 1);
        return;
      }
      const time = rfc3339(this.#clock.now());
      this.#update(sync, status => ({
        ...status,
        health: { status: 'Healthy', lastTransitionTime: time },
        reconciledAt: time,
      }));
    });
  }

  #update(place: Place, change: (status: JsonObject) => JsonObject): void {
    this.#hub.update(
      APPLICATIONS,
      NAMESPACE,
      applicationOf(place),
      object => ({ ...object, status: change(objectAt(object, 'status')) }),
      WRITER,
    );
  }

  #result({ service }: Place): JsonObject {
    const { system } = rowNamed(this.#world.services, service);
    return {
      group: 'apps',
      hookPhase: 'Running',
      kind: 'Deployment',
      message: `deployment.apps/${service} configured`,
      name: service,
      namespace: system,
      status: 'Synced',
      syncPhase: 'Sync',
      version: 'v1',
    };
  }

  #source({ cluster, service }: Place): JsonObject {
    const { organization } = this.#world;
    return {
      path: `deploy/${cluster}`,
      repoURL: `${this.#web}/${organization}/${service}`,
      targetRevision: 'main',
    };
  }
}
