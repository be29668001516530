import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  ChangeSource,
  Redactor,
  SourceConnection,
} from '@ripplehq/backstage-plugin-changes-node';
import {
  ClusterDirectory,
  type Cluster,
  type ClusterSet,
  type ClusterSupplier,
} from './clusters';
import type { HealthSettings } from './health';
import type { KindChoice } from './kinds';
import { NoiseFilter, type IgnoreRule } from './noise';
import { News } from './News';
import type { Timers } from './reflector';
import { ClusterWatch, clusterScope } from './watch';

/** Until clusters are known, or when they cannot be asked for. */
const SUPPLIER_RETRY_FIRST_MS = 1_000;
const SUPPLIER_RETRY_MAX_MS = 300_000;
const RESTART_MS = 2_000;

export interface KubernetesSourceOptions {
  supplier: ClusterSupplier;
  /** The kinds that are watched in each cluster. */
  kinds: KindChoice;
  /** Namespaces of what all workloads of a cluster stand on; `*` stands for any letters. Default: those of well-known programs. */
  platformNamespaces?: readonly string[];
  /** When something counts as wrong. Default: as for everybody who says nothing. */
  health?: HealthSettings;
  /** What somebody said is noise. */
  ignore?: readonly IgnoreRule[];
  redactor: Redactor;
  logger: LoggerService;
  timers: Timers;
  random: () => number;
}

/**
 * Watches all clusters of a supplier, each under a lease of its own.
 */
export class KubernetesSource implements ChangeSource {
  readonly source = 'kubernetes';
  readonly #options: KubernetesSourceOptions;
  readonly #directory = ClusterDirectory.create();

  static create(options: KubernetesSourceOptions): KubernetesSource {
    return new KubernetesSource(options);
  }

  private constructor(options: KubernetesSourceOptions) {
    this.#options = options;
  }

  async start(
    connection: SourceConnection,
    signal: AbortSignal,
  ): Promise<void> {
    const { supplier, timers } = this.#options;
    const running = new Map<string, Running>();
    const news = new News();
    const unsubscribe = supplier.onChange?.(() => news.came());
    let failures = 0;
    while (!signal.aborted) {
      let waitMs: number | undefined;
      try {
        const set = await supplier.clusters(signal);
        await this.#reconcile(set, running, connection, signal);
        waitMs = supplier.refreshSeconds && supplier.refreshSeconds * 1000;
        failures = 0;
      } catch (error) {
        if (signal.aborted) break;
        this.#options.logger.warn(
          `Kubernetes: the clusters are not known: ${error}`,
        );
        waitMs = Math.min(
          SUPPLIER_RETRY_MAX_MS,
          SUPPLIER_RETRY_FIRST_MS * 2 ** failures++,
        );
      }
      if (waitMs === undefined && !supplier.onChange) break;
      await news.wait(waitMs, timers, signal);
    }
    unsubscribe?.();
    await Promise.all([...running.values()].map(({ done }) => done));
  }

  async #reconcile(
    set: ClusterSet,
    running: Map<string, Running>,
    connection: SourceConnection,
    signal: AbortSignal,
  ): Promise<void> {
    const { timers, logger } = this.#options;
    await this.#directory.learn(set.watchable);
    const wanted = new Map(
      set.watchable.map(({ name, revision }) => [name, { revision }]),
    );
    for (const [name, { revision, stop, done }] of running) {
      const now = wanted.get(name);
      if (now && now.revision === revision) continue;
      running.delete(name);
      stop.abort();
      await done;
    }
    for (const cluster of set.watchable) {
      if (running.has(cluster.name)) continue;
      const stop = new AbortController();
      const done = this.#watch(
        cluster,
        connection,
        AbortSignal.any([signal, stop.signal]),
      );
      running.set(cluster.name, { revision: cluster.revision, stop, done });
    }
    for (const { reason } of set.unwatchable) {
      logger.warn(`Kubernetes: ${reason}`);
    }
    const at = new Date(timers.now()).toISOString();
    await connection.commit({
      instances: {
        names: [...set.watchable, ...set.unwatchable].map(({ name }) => name),
        at,
      },
      coverage: [
        ...set.unwatchable.map(({ name, reason }) => ({
          scope: clusterScope(name),
          state: 'not-observed' as const,
          at,
          reason,
        })),
        // Each of its kinds has a scope of its own from now on.
        ...set.watchable.map(({ name }) => ({
          scope: clusterScope(name),
          state: 'ended' as const,
          at,
        })),
      ],
    });
  }

  async #watch(
    cluster: Cluster,
    connection: SourceConnection,
    signal: AbortSignal,
  ): Promise<void> {
    const { kinds, platformNamespaces, ignore } = this.#options;
    const { redactor, logger, timers, random } = this.#options;
    while (!signal.aborted) {
      try {
        const lease = await connection.lease(cluster.name, signal);
        try {
          await ClusterWatch.run(
            {
              cluster,
              clusterOf: this.#directory.clusterOf,
              kinds: kinds.in(cluster.name).within(cluster.namespaces),
              platformNamespaces,
              health: this.#options.health,
              noise: NoiseFilter.create({ cluster: cluster.name, ignore }),
              connection,
              redactor,
              logger,
              timers,
              random,
            },
            lease,
            AbortSignal.any([signal, lease.signal]),
          );
        } finally {
          await lease.release();
        }
      } catch (error) {
        if (signal.aborted) return;
        logger.warn(`Kubernetes: the watch of ${cluster.name} ended: ${error}`);
      }
      await timers.sleep(RESTART_MS, signal).catch(() => undefined);
    }
  }
}

interface Running {
  revision?: string;
  stop: AbortController;
  done: Promise<void>;
}
