import type { LoggerService } from '@backstage/backend-plugin-api';
import type { CoverageNote } from '@ripplehq/backstage-plugin-changes-common';
import type {
  Lease,
  Redactor,
  SourceConnection,
} from '@ripplehq/backstage-plugin-changes-node';
import { ClusterClock, type Cluster, type ClusterDirectory } from '../clusters';
import {
  LOG_LINES,
  logTail,
  withStandings,
  type HealthSettings,
} from '../health';
import {
  collectionPath,
  type Kind,
  type KindTable,
  type KubernetesObject,
  type Named,
} from '../kinds';
import { NoiseFilter, NoiseTeller } from '../noise';
import {
  Reflector,
  askLog,
  askVersion,
  isServed,
  type ApiFailure,
  type Change,
  type Position,
  type ReflectorSink,
  type Timers,
} from '../reflector';
import { emptyStep, type ModelStep } from './Book';
import { ClusterMemory } from './ClusterMemory';
import { ClusterModel, type ListedWhen } from './ClusterModel';
import { Committer } from './Committer';
import { Coverage } from './Coverage';
import { FallenBack } from './FallenBack';
import { gathered } from './gathered';
import { Latch } from './Latch';
import { placeId, type Place } from './Place';

/** How often time alone is asked what follows from it: what is due is told no later than two seconds afterwards. */
const TICK_MS = 500;
/** A cluster that is silent for so long at the beginning is said to be. */
const CONNECTING_MS = 5_000;
/** How often it is looked which logs are wanted. */
const LOGS_EVERY_MS = 1_000;
/** When it is first asked for its version. */
const VERSION_FIRST_MS = 5_000;
/** Kinds are read out of step by so much. While a cluster's clock jumps, so do they. */
const SKEW_MS = 1_000;
const JUMPING_SKEW_MS = 10_000;

/** How often the namespaces that entities name are looked up, where they are what is read. */
const ENTITIES_EVERY_MS = 60_000;

const NOTHING = emptyStep();

export interface ClusterWatchOptions {
  cluster: Cluster;
  /** The watched cluster that goes by a name or an address. */
  clusterOf?: ClusterDirectory['clusterOf'];
  kinds: KindTable;
  /** Namespaces of what all workloads stand on; see {@link ClusterModel}. */
  platformNamespaces?: readonly string[];
  /** What is noise; default: what this module's own rules say. */
  noise?: NoiseFilter;
  /** When something counts as wrong. */
  health?: HealthSettings;
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
  readonly #noise: NoiseFilter;
  readonly #noiseTeller: NoiseTeller;
  readonly #model: ClusterModel;
  readonly #committer: Committer;
  readonly #coverage: Coverage;
  readonly #settled: ReadonlyMap<Kind, Latch>;
  /** By kind, the places that have not been read yet, where a kind is not read in one go. */
  readonly #unsettled = new Map<Kind, Set<string>>();
  /** What is read in single namespaces, for lack of the right to more. */
  readonly #fallenBack: FallenBack;
  /** Reasons that were logged: most are those of all kinds, and come again with each attempt. */
  readonly #warned = new Set<string | undefined>();
  /** Kinds that cannot be read at present. */
  readonly #failing = new Set<Kind>();
  #memory!: ClusterMemory;
  #queue: Promise<void> = Promise.resolve();

  /** Runs until the signal aborts or the lease is lost. */
  static async run(
    options: ClusterWatchOptions,
    lease: Lease,
    signal: AbortSignal,
  ): Promise<void> {
    const { cluster, kinds, connection } = options;
    const watch = new ClusterWatch(options, lease, signal);
    const memory = await ClusterMemory.load({
      cluster,
      kinds,
      connection,
      committer: watch.#committer,
      model: watch.#model,
      noise: watch.#noise,
      now: watch.#clock.nowText(),
      signal,
    });
    await watch.#run(memory, signal);
  }

  private constructor(
    options: ClusterWatchOptions,
    lease: Lease,
    signal: AbortSignal,
  ) {
    const { cluster, kinds, connection, logger, timers } = options;
    this.#options = options;
    this.#clock = ClusterClock.create({ localNow: timers.now });
    this.#coverage = Coverage.create({
      cluster: cluster.name,
      clock: this.#clock,
      timers,
    });
    this.#noise =
      options.noise ?? NoiseFilter.create({ cluster: cluster.name });
    this.#model = ClusterModel.create({
      cluster: cluster.name,
      environment: cluster.environment,
      clusterOf: options.clusterOf,
      platformNamespaces: options.platformNamespaces,
      noise: this.#noise,
      health: options.health,
    });
    this.#noiseTeller = NoiseTeller.create({
      cluster: cluster.name,
      filter: this.#noise,
      noisiest: () => this.#model.noisiest(),
      now: timers.now(),
    });
    this.#committer = Committer.create({
      connection,
      lease,
      logger,
      timers,
      signal,
      scope: cluster.name,
    });
    this.#settled = new Map(kinds.all.map(kind => [kind, new Latch()]));
    this.#fallenBack = FallenBack.create({
      cluster: cluster.name,
      claims: () => connection.claims(),
    });
  }

  async #run(memory: ClusterMemory, signal: AbortSignal): Promise<void> {
    this.#memory = memory;
    const stop = new AbortController();
    const both = AbortSignal.any([signal, stop.signal]);
    const tasks = [
      ...this.#options.kinds.all.map(kind => this.#reflect(kind, both)),
      this.#fallenBack.run((place, until) => this.#read(place, until), both),
      this.#followEntities(both),
      this.#tick(both),
      this.#askVersion(both),
      this.#readLogs(both),
      this.#connect(both),
    ];
    try {
      await Promise.race(tasks);
    } finally {
      stop.abort();
      await Promise.allSettled(tasks);
    }
  }

  async #reflect(kind: Kind, signal: AbortSignal): Promise<void> {
    const { kinds } = this.#options;
    for (const first of kinds.before(kind)) {
      await this.#settled.get(first)!.wait(signal);
    }
    if (signal.aborted) return;
    const namespaces = kinds.namespacesOf(kind);
    if (!namespaces) {
      await this.#read({ kind }, signal);
      return;
    }
    if (namespaces.length === 0) {
      await this.#leaveOut({ kind }, signal);
      return;
    }
    const places = namespaces.map(namespace => ({ kind, namespace }));
    this.#unsettled.set(kind, new Set(places.map(placeId)));
    await Promise.all(places.map(place => this.#read(place, signal)));
  }

  async #read(place: Place, signal: AbortSignal): Promise<void> {
    const { cluster, timers, random } = this.#options;
    await Reflector.create<Named>({
      path: collectionPath(place.kind, place.namespace),
      select: place.kind.select,
      isMetadataOnly: place.kind.isMetadataOnly,
      transport: cluster.transport,
      clock: this.#clock,
      timers,
      random,
      reduce: object => this.#reduce(place.kind, object),
      sink: this.#sink(place, signal),
      position: this.#memory.resumeAt(place),
    }).run(signal);
  }

  /** What lies outside of all that may be read is said not to be; others need not wait for it. */
  async #leaveOut(place: Place, signal: AbortSignal): Promise<void> {
    await this.#serially(() =>
      this.#committer.commit({ coverage: [this.#coverage.unreachable(place)] }),
    );
    this.#settle(place);
    await ended(signal);
  }

  #settle(place: Place): void {
    const left = this.#unsettled.get(place.kind);
    left?.delete(placeId(place));
    if (!left || left.size === 0) this.#settled.get(place.kind)!.open();
  }

  /** Reduces an object to what is used of it; undefined for noise. */
  #reduce(kind: Kind, object: KubernetesObject): Named | undefined {
    const admitted = this.#noise.admit(kind, object);
    const { redactor } = this.#options;
    const read = admitted && kind.read(admitted, redactor);
    return read && withStandings(kind, admitted, read, redactor);
  }

  #sink(place: Place, signal: AbortSignal): ReflectorSink<Named> {
    const { kind, namespace } = place;
    return {
      takesParts: () => this.#model.isBlank(kind, namespace),
      part: (items, before) => this.#part(place, items, before, signal),
      replace: (items, position, { before, isRest }) =>
        this.#step(
          place,
          position,
          signal,
          now =>
            this.#model.replace(kind, items, {
              ...this.#listedWhen(place, now, before),
              namespace,
              isRest,
            }),
          () =>
            isRest
              ? this.#model.missingForPart(kind, items)
              : this.#model.missingFor(kind, items, namespace),
        ),
      apply: (changes, position) =>
        this.#step(
          place,
          position,
          signal,
          () => this.#apply(kind, changes),
          () => this.#model.missing(kind, changes),
        ),
      alive: position => this.#step(place, position, signal, () => [NOTHING]),
      failed: failure => this.#failed(place, failure, signal),
    };
  }

  /** A part of a list is stored without a position: whoever begins anew reads it again, and finds it stored. */
  #part(
    place: Place,
    items: Named[],
    before: Position | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const { kind } = place;
    return this.#serially(async () => {
      if (signal.aborted) return;
      const missing = this.#model.missingForPart(kind, items);
      for (const state of await this.#committer.states(missing)) {
        this.#model.bringBack(state);
      }
      const when = this.#listedWhen(place, this.#clock.nowText(), before);
      const steps = this.#model.part(kind, items, when);
      for await (const step of gathered(steps)) {
        if (!isEmpty(step)) await this.#committer.commit(step);
      }
      this.#model.letManifestsGo();
    });
  }

  #listedWhen(
    place: Place,
    now: string,
    before: Position | undefined,
  ): ListedWhen {
    const readTo = before?.completeTo ?? this.#memory.readTo(place);
    return {
      now,
      gapFrom: readTo === undefined ? undefined : textOfTime(readTo),
      isFirst: readTo === undefined,
    };
  }

  /** Changes of one moment are one step; before it comes what was due by then. */
  *#apply(kind: Kind, changes: Change<Named>[]): Generator<ModelStep> {
    let first = 0;
    for (const [index, { at, from }] of changes.entries()) {
      const next = changes[index + 1];
      if (next && next.at === at && next.from === from) continue;
      if (!this.#isBehind()) {
        yield* this.#model.tick(at - this.#skewMs(), {
          isSteady: this.#clock.isSteady(),
        });
      }
      yield this.#model.apply(kind, changes.slice(first, index + 1), {
        now: textOfTime(at),
        gapFrom: from === undefined ? undefined : textOfTime(from),
      });
      first = index + 1;
    }
  }

  /** Whether something may still come of which the time has passed. */
  #isBehind(): boolean {
    return this.#options.kinds.all.some(
      kind =>
        this.#memory.isBehind(kind) ||
        // What one kind lacks for long must not stop the others' time, unless they are judged by it.
        (this.#failing.has(kind)
          ? isJudgedBy(kind)
          : !this.#settled.get(kind)!.isOpen),
    );
  }

  #skewMs(): number {
    return this.#clock.isSteady() ? SKEW_MS : JUMPING_SKEW_MS;
  }

  /** One step at a time over all kinds: the model must never be ahead of the store by more than one. */
  #step(
    place: Place,
    position: Position,
    signal: AbortSignal,
    take: (now: string) => Iterable<ModelStep>,
    missing: () => string[] = () => [],
  ): Promise<void> {
    return this.#serially(async () => {
      if (signal.aborted) return;
      for (const state of await this.#committer.states(missing())) {
        this.#model.bringBack(state);
      }
      let last = NOTHING;
      for await (const step of gathered(take(this.#clock.nowText()))) {
        if (!isEmpty(last)) await this.#committer.commit(last);
        last = step;
      }
      this.#memory.move(place, position);
      this.#failing.delete(place.kind);
      const left = this.#leaveParts(place);
      const isDue = this.#coverage.isDue(place) || left.length > 0;
      this.#model.letManifestsGo();
      if (isEmpty(last) && !isDue) return;
      if (!this.#coverage.isLive(place)) this.#warned.clear();
      await this.#committer.commit({
        ...last,
        position: this.#memory.text(),
        coverage: isDue
          ? [this.#coverage.live(place), ...left, ...this.#coverage.connected()]
          : [],
      });
      this.#settle(place);
      // What was missed meanwhile is looked for before anything else happens.
      if (!this.#isBehind()) {
        await this.#commitAll(this.#model.awake(this.#sinceSeen()));
      }
    });
  }

  /** Where the whole of a kind is read, its parts need not be. */
  #leaveParts({ kind, namespace }: Place): CoverageNote[] {
    return namespace === undefined
      ? this.#fallenBack.end(kind).map(part => this.#leave(part))
      : [];
  }

  #leave(place: Place): CoverageNote {
    this.#memory.leave(place);
    return this.#coverage.left(place);
  }

  async #failed(
    place: Place,
    failure: ApiFailure,
    signal: AbortSignal,
  ): Promise<void> {
    const { kind, namespace } = place;
    const isAbsent = await this.#isAbsent(kind, failure, signal);
    return this.#serially(async () => {
      if (signal.aborted) return;
      const { kinds, timers } = this.#options;
      const isLasting =
        failure.failureClass === 'forbidden' ||
        failure.failureClass === 'not-found';
      if (isAbsent) {
        await this.#committer.commit({
          coverage: [
            this.#coverage.absent(place),
            ...this.#coverage.connected(),
          ],
        });
        this.#settle(place);
        return;
      }
      if (failure.failureClass === 'forbidden' && namespace === undefined) {
        const wasRead = this.#memory.readTo(place) !== undefined;
        if (this.#fallenBack.isRefused(kind, { wasRead, at: timers.now() })) {
          if (await this.#fallBack(kind)) return;
        }
      }
      // Those that wait for it are not read either.
      const waiting = isLasting
        ? []
        : kinds.all
            .map(other => ({ kind: other, namespace }))
            .filter(
              other =>
                !this.#coverage.wasLive(other) &&
                kinds.waitsFor(other.kind, kind),
            );
      const coverage = [place, ...waiting].map(other =>
        this.#coverage.failed(other, failure),
      );
      if (!isLasting) this.#failing.add(kind);
      this.#warn(coverage[0].reason);
      coverage.push(...this.#coverage.connected());
      await this.#committer.commit({ coverage });
      if (isLasting) this.#settle(place);
    });
  }

  /** Whether a kind that need not be served is not. */
  async #isAbsent(
    kind: Kind,
    { failureClass }: ApiFailure,
    signal: AbortSignal,
  ): Promise<boolean> {
    if (!kind.isOptional) return false;
    const { transport } = this.#options.cluster;
    return (
      failureClass === 'not-found' ||
      (failureClass === 'forbidden' &&
        !(await isServed(transport, kind, signal)))
    );
  }

  /**
   * Reads a kind that may not be read as a whole in the namespaces that entities name.
   * @returns whether there are any
   */
  async #fallBack(kind: Kind): Promise<boolean> {
    if (kind.scope === 'cluster') return false;
    const { begun, left } = await this.#fallenBack.follow(kind);
    if (begun.length + left.length > 0) {
      if (!this.#settled.get(kind)!.isOpen) {
        this.#unsettled.set(kind, new Set(begun.map(placeId)));
      }
      const { cluster } = this.#options;
      this.#warn(
        `Ripple may not read ${kind.id} in the whole of ${cluster.name}; it reads the namespaces that entities name.`,
      );
      await this.#committer.commit({
        coverage: [
          this.#coverage.left({ kind }),
          ...left.map(place => this.#leave(place)),
          ...this.#coverage.connected(),
        ],
      });
      this.#fallenBack.begin(begun);
    }
    return this.#fallenBack.reads(kind);
  }

  /** Entities come and go, and with them the namespaces that they name. */
  async #followEntities(signal: AbortSignal): Promise<void> {
    const { timers } = this.#options;
    while (!signal.aborted) {
      await timers.sleep(ENTITIES_EVERY_MS, signal).catch(() => undefined);
      for (const kind of this.#fallenBack.kinds) {
        await this.#serially(async () => {
          if (!signal.aborted) await this.#fallBack(kind);
        });
      }
    }
  }

  #warn(reason: string | undefined): void {
    if (this.#warned.has(reason)) return;
    this.#warned.add(reason);
    this.#options.logger.warn(`Kubernetes: ${reason}`);
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
    await ended(signal);
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
        await this.#commitAll(this.#model.awake(this.#sinceSeen()));
        await this.#commitAll(this.#model.tick(by));
        const noise = this.#noiseTeller.news(timers.now());
        if (noise) await this.#committer.commit({ noise });
      });
    }
  }

  /** Nothing watches the version of an API server: it is asked for now and then. */
  async #askVersion(signal: AbortSignal): Promise<void> {
    const { cluster, timers } = this.#options;
    let waitMs = VERSION_FIRST_MS;
    while (!signal.aborted) {
      await timers.sleep(waitMs, signal).catch(() => undefined);
      if (signal.aborted) return;
      const version = await askVersion(cluster.transport, signal);
      await this.#serially(async () => {
        if (version === undefined || !this.#clock.isSteady()) return;
        const step = this.#model.version(version, this.#clock.nowText());
        if (!isEmpty(step)) await this.#committer.commit(step);
      });
      waitMs = this.#model.versionWaitMs;
    }
  }

  /** What a container last wrote tells more than how it ended. Where logs are not to be read, none is wanted. */
  async #readLogs(signal: AbortSignal): Promise<void> {
    const { cluster, timers, redactor } = this.#options;
    while (!signal.aborted) {
      await timers.sleep(LOGS_EVERY_MS, signal).catch(() => undefined);
      for (const wanted of this.#model.wantedLogs()) {
        const log = await askLog(
          cluster.transport,
          { ...wanted, lines: LOG_LINES },
          signal,
        );
        const tail = log && logTail(log, redactor);
        if (!tail) continue;
        await this.#serially(async () => {
          if (signal.aborted) return;
          await this.#commitAll(
            this.#model.logRead(wanted, tail, this.#clock.nowText()),
          );
        });
      }
    }
  }

  /** When it is, and from when on nobody had watched. */
  #sinceSeen(): { now: string; gapFrom?: string } {
    const { seenTo } = this.#memory;
    return {
      now: this.#clock.nowText(),
      ...(seenTo === undefined ? {} : { gapFrom: textOfTime(seenTo) }),
    };
  }

  async #commitAll(steps: Iterable<ModelStep>): Promise<void> {
    for await (const step of gathered(steps)) {
      if (!isEmpty(step)) await this.#committer.commit(step);
    }
  }

  #serially(task: () => Promise<void>): Promise<void> {
    const next = this.#queue.then(task);
    this.#queue = next.catch(() => undefined);
    return next;
  }
}

/** Whether what is wrong follows from objects of a kind before all: while they are not heard of, nothing becomes or ceases to be an issue. */
function isJudgedBy({ book }: Kind): boolean {
  return book === 'workloads' || book === 'nodes';
}

/** Resolves when the signal aborts. */
function ended(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function isEmpty({ observations, subjects, states }: ModelStep): boolean {
  return observations.length + subjects.length + states.length === 0;
}

function textOfTime(ms: number): string {
  return new Date(ms).toISOString();
}
