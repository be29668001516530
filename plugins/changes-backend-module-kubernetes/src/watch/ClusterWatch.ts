import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SourceState } from '@ripplehq/backstage-plugin-changes-common';
import type {
  Lease,
  Redactor,
  SourceConnection,
} from '@ripplehq/backstage-plugin-changes-node';
import { ClusterClock, type Cluster } from '../clusters';
import { PLAIN_RESOURCES } from '../interpret';
import { RESOURCES, collectionPath, type Resource } from '../kinds';
import {
  Reflector,
  type ApiFailure,
  type Change,
  type Position,
  type ReflectorSink,
  type Timers,
} from '../reflector';
import { ClusterModel, type ModelStep, type ReadObjects } from './ClusterModel';
import { Committer } from './Committer';
import { Coverage } from './Coverage';
import { Latch } from './Latch';
import { READERS } from './readers';
import {
  readPositions,
  readState,
  writePositions,
  type Positions,
} from './stored';

/** How often time alone is asked what follows from it. */
const TICK_MS = 5_000;
/** A cluster that is silent for so long at the beginning is said to be. */
const CONNECTING_MS = 5_000;
/** Kinds are read out of step by so much. While a cluster's clock jumps, so do they. */
const SKEW_MS = 1_000;
const JUMPING_SKEW_MS = 10_000;

/** Kinds whose objects are needed to understand another kind's: they are read first. */
const READ_FIRST: Partial<Record<Resource, Resource[]>> = {
  deployments: ['services', 'replicasets', 'horizontalpodautoscalers'],
  pods: ['deployments'],
  ...Object.fromEntries(
    PLAIN_RESOURCES.filter(
      resource =>
        resource !== 'namespaces' && resource !== 'horizontalpodautoscalers',
    ).map(resource => [resource, ['deployments']]),
  ),
};

/** Kinds that are remembered over a restart, so that their watch can go on where it was. */
const RESUMED = new Set<Resource>([
  'services',
  'deployments',
  ...PLAIN_RESOURCES,
]);

const NOTHING: ModelStep = { observations: [], subjects: [], states: [] };

export interface ClusterWatchOptions {
  cluster: Cluster;
  connection: SourceConnection;
  redactor: Redactor;
  logger: LoggerService;
  timers: Timers;
  random: () => number;
}

/**
 * Watches one cluster for as long as it has the lease: reflectors read, the model understands, and each step is committed before the
 * next is taken.
 */
export class ClusterWatch {
  readonly #options: ClusterWatchOptions;
  readonly #clock: ClusterClock;
  readonly #model: ClusterModel;
  readonly #committer: Committer;
  readonly #coverage: Coverage;
  readonly #settled: Record<Resource, Latch>;
  /** Reasons that were logged: most are those of all kinds, and come again with each attempt. */
  readonly #warned = new Set<string | undefined>();
  #positions: Positions = {};
  #queue: Promise<void> = Promise.resolve();

  /** Runs until the signal aborts or the lease is lost. */
  static async run(
    options: ClusterWatchOptions,
    lease: Lease,
    signal: AbortSignal,
  ): Promise<void> {
    const watch = new ClusterWatch(options, lease, signal);
    await watch.#load();
    await watch.#run(signal);
  }

  private constructor(
    options: ClusterWatchOptions,
    lease: Lease,
    signal: AbortSignal,
  ) {
    const { cluster, connection, logger, timers } = options;
    this.#options = options;
    this.#clock = ClusterClock.create({ localNow: timers.now });
    this.#coverage = Coverage.create({
      cluster: cluster.name,
      clock: this.#clock,
      timers,
    });
    this.#model = ClusterModel.create({
      cluster: cluster.name,
      environment: cluster.environment,
    });
    this.#committer = Committer.create({
      connection,
      lease,
      logger,
      timers,
      signal,
      scope: cluster.name,
    });
    this.#settled = Object.fromEntries(
      RESOURCES.map(resource => [resource, new Latch()]),
    ) as Record<Resource, Latch>;
  }

  async #load(): Promise<void> {
    const { connection, cluster } = this.#options;
    const position = await connection.position(cluster.name);
    if (position === undefined && cluster.formerly !== undefined) {
      await this.#takeOver(cluster.formerly);
    } else {
      this.#positions = readPositions(position);
      for await (const state of connection.load(cluster.name)) {
        const stored = readState(state);
        if (stored) this.#model.restore(stored);
      }
      this.#model.restored(this.#clock.nowText());
    }
  }

  /** What is kept of the cluster under its former name is kept under its name; its subjects of then are gone. */
  async #takeOver(formerName: string): Promise<void> {
    const { connection } = this.#options;
    const position = await connection.position(formerName);
    if (position === undefined) return;
    const former = ClusterModel.create({ cluster: formerName });
    const states: SourceState[] = [];
    for await (const state of connection.load(formerName)) {
      const stored = readState(state);
      if (!stored) continue;
      states.push(state);
      former.restore(stored);
      this.#model.restore(stored);
    }
    const now = this.#clock.nowText();
    former.restored(now);
    const subjects = [...former.retired(now), ...this.#model.restored(now)];
    await this.#committer.commit({ states, subjects, position });
    await connection.forget(formerName);
    this.#positions = readPositions(position);
  }

  async #run(signal: AbortSignal): Promise<void> {
    const stop = new AbortController();
    const both = AbortSignal.any([signal, stop.signal]);
    const tasks = [
      ...RESOURCES.map(resource => this.#reflect(resource, both)),
      this.#tick(both),
      this.#connect(both),
    ];
    try {
      await Promise.race(tasks);
    } finally {
      stop.abort();
      await Promise.allSettled(tasks);
    }
  }

  async #reflect<R extends Resource>(
    resource: R,
    signal: AbortSignal,
  ): Promise<void> {
    for (const first of READ_FIRST[resource] ?? []) {
      await this.#settled[first].wait(signal);
    }
    if (signal.aborted) return;
    const { cluster, timers, random, redactor } = this.#options;
    await Reflector.create<ReadObjects[R]>({
      path: collectionPath(resource),
      transport: cluster.transport,
      clock: this.#clock,
      timers,
      random,
      reduce: object => READERS[resource](object, redactor),
      sink: this.#sink(resource),
      position: RESUMED.has(resource) ? this.#positions[resource] : undefined,
    }).run(signal);
  }

  #sink<R extends Resource>(resource: R): ReflectorSink<ReadObjects[R]> {
    return {
      replace: (items, position, before) =>
        this.#step(resource, position, now =>
          this.#model.replace(resource, items, {
            now,
            gapFrom: before && textOfTime(before.completeTo),
            isFirst: !RESUMED.has(resource) || !this.#positions[resource],
          }),
        ),
      apply: (changes, position) =>
        this.#step(resource, position, () => this.#apply(resource, changes)),
      alive: position => this.#step(resource, position, () => [NOTHING]),
      failed: failure => this.#failed(resource, failure),
    };
  }

  /** Changes of one moment are one step; before it comes what was due by then. */
  *#apply<R extends Resource>(
    resource: R,
    changes: Change<ReadObjects[R]>[],
  ): Generator<ModelStep> {
    let first = 0;
    for (const [index, { at, from }] of changes.entries()) {
      const next = changes[index + 1];
      if (next && next.at === at && next.from === from) continue;
      if (!this.#isBehind()) yield* this.#model.tick(at - this.#skewMs());
      yield this.#model.apply(resource, changes.slice(first, index + 1), {
        now: textOfTime(at),
        gapFrom: from === undefined ? undefined : textOfTime(from),
      });
      first = index + 1;
    }
  }

  /** Whether something may still come of which the time has passed. */
  #isBehind(): boolean {
    return RESOURCES.some(
      resource =>
        !this.#settled[resource].isOpen ||
        this.#positions[resource]?.isBehind === true,
    );
  }

  #skewMs(): number {
    return this.#clock.isSteady() ? SKEW_MS : JUMPING_SKEW_MS;
  }

  /** One step at a time over all kinds: the model must never be ahead of the store by more than one. */
  #step(
    resource: Resource,
    position: Position,
    take: (now: string) => Iterable<ModelStep>,
  ): Promise<void> {
    return this.#serially(async () => {
      let last = NOTHING;
      for (const step of take(this.#clock.nowText())) {
        if (!isEmpty(last)) await this.#committer.commit(last);
        last = step;
      }
      this.#positions = { ...this.#positions, [resource]: position };
      if (isEmpty(last) && !this.#coverage.isDue(resource)) return;
      if (!this.#coverage.isLive(resource)) this.#warned.clear();
      await this.#committer.commit({
        ...last,
        position: this.#storedPositions(),
        coverage: [
          this.#coverage.live(resource),
          ...this.#coverage.connected(),
        ],
      });
      this.#settled[resource].open();
    });
  }

  #failed(resource: Resource, failure: ApiFailure): Promise<void> {
    return this.#serially(async () => {
      const isLasting =
        failure.failureClass === 'forbidden' ||
        failure.failureClass === 'not-found';
      // Those that wait for it are not read either.
      const waiting = isLasting
        ? []
        : RESOURCES.filter(
            other =>
              !this.#coverage.wasLive(other) && waitsFor(other, resource),
          );
      const coverage = [resource, ...waiting].map(other =>
        this.#coverage.failed(other, failure),
      );
      const [{ reason }] = coverage;
      if (!this.#warned.has(reason)) {
        this.#warned.add(reason);
        this.#options.logger.warn(`Kubernetes: ${reason}`);
      }
      coverage.push(...this.#coverage.connected());
      await this.#committer.commit({ coverage });
      if (isLasting) this.#settled[resource].open();
    });
  }

  /** Says of a cluster that has not answered before long that it has not; then waits for the end. */
  async #connect(signal: AbortSignal): Promise<void> {
    const { timers } = this.#options;
    await timers.sleep(CONNECTING_MS, signal).catch(() => undefined);
    if (signal.aborted) return;
    await this.#serially(async () => {
      const coverage = this.#coverage.connecting();
      if (coverage.length > 0) await this.#committer.commit({ coverage });
    });
    await new Promise(resolve => signal.addEventListener('abort', resolve));
  }

  async #tick(signal: AbortSignal): Promise<void> {
    const { timers } = this.#options;
    while (!signal.aborted) {
      await timers.sleep(TICK_MS, signal).catch(() => undefined);
      if (signal.aborted) return;
      await this.#serially(async () => {
        // While the clock jumps, what comes tells the time.
        if (!this.#clock.isSteady() || this.#isBehind()) return;
        const by = this.#clock.now() - this.#skewMs();
        for (const step of this.#model.tick(by)) {
          if (!isEmpty(step)) await this.#committer.commit(step);
        }
      });
    }
  }

  #serially(task: () => Promise<void>): Promise<void> {
    const next = this.#queue.then(task);
    this.#queue = next.catch(() => undefined);
    return next;
  }

  #storedPositions(): string {
    return writePositions(
      Object.fromEntries(
        Object.entries(this.#positions).filter(([resource]) =>
          RESUMED.has(resource as Resource),
        ),
      ),
    );
  }
}

function waitsFor(resource: Resource, other: Resource): boolean {
  return (READ_FIRST[resource] ?? []).some(
    first => first === other || waitsFor(first, other),
  );
}

function isEmpty({ observations, subjects, states }: ModelStep): boolean {
  return observations.length + subjects.length + states.length === 0;
}

function textOfTime(ms: number): string {
  return new Date(ms).toISOString();
}
