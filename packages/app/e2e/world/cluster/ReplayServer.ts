import { setTimeout as delay } from 'node:timers/promises';
import { ApiServer, kubeconfigOf } from 'demo/src/cluster/http/index.ts';
import { RECORDED_KINDS } from './kinds.ts';
import type { Recording, Scene } from './Recording.ts';
import { ReplayStore } from './ReplayStore.ts';
import { StoryClock } from './StoryClock.ts';

/** No gap of the recording is played longer. */
const LONGEST_GAP_MS = 250;
const DEFAULT_SPEED = 20;

/**
 * An API server that tells a recording as if it had just happened: the first lists are the state when the recording began, the rest comes
 * by watch while {@link ReplayServer.play} runs. Only reads, as Ripple should: it refuses and counts everything else.
 */
export class ReplayServer {
  readonly #api: ApiServer;
  readonly #store: ReplayStore;
  readonly #scenes: Scene[];
  readonly #token: string | undefined;
  readonly #forbidden: ReadonlySet<string>;

  /** Listens on a free port of the loopback. */
  static async start(options: {
    recording: Recording;
    /** Told times end here; epoch milliseconds. */
    now: number;
    /** The bearer token that is asked for. */
    token?: string;
    /** Resources, e.g. `configmaps`, that may not be read. */
    forbidden?: string[];
  }): Promise<ReplayServer> {
    const { recording, now, token } = options;
    const { scenes, endedAt, gitVersion } = recording;
    const clock = StoryClock.create({ scenes, endedAt, now });
    const store = ReplayStore.create({ recording, clock });
    const forbidden = new Set(options.forbidden);
    const api = await ApiServer.start({
      store,
      gitVersion,
      now: Date.now,
      users: [{ name: 'replay', token, mayWrite: false, forbidden }],
    });
    return new ReplayServer({ api, store, scenes, token, forbidden });
  }

  private constructor(options: {
    api: ApiServer;
    store: ReplayStore;
    scenes: Scene[];
    token: string | undefined;
    forbidden: ReadonlySet<string>;
  }) {
    this.#api = options.api;
    this.#store = options.store;
    this.#scenes = options.scenes;
    this.#token = options.token;
    this.#forbidden = options.forbidden;
  }

  get url(): string {
    return this.#api.url;
  }

  /** The resourceVersion of a list made now. */
  get revision(): number {
    return this.#store.revision;
  }

  /** How often something else than a read was tried. */
  get writes(): number {
    return this.#api.refusedWrites;
  }

  /** A kubeconfig with one context, named as given. */
  kubeconfig(name: string): object {
    return kubeconfigOf({
      name,
      server: this.url,
      token: this.#token ?? 'none',
    });
  }

  /** Resolves when every kind that may be read is being watched. */
  async watched(signal: AbortSignal): Promise<void> {
    const wanted = RECORDED_KINDS.map(({ resource }) => resource);
    await this.#api.watched(
      wanted.filter(resource => !this.#forbidden.has(resource)),
      signal,
    );
  }

  /**
   * Tells what happened up to the begin of a scene, or all of it.
   * @param options - `speed`: so many times faster than it was.
   */
  async play(
    options: { until?: string; speed?: number; signal?: AbortSignal } = {},
  ): Promise<void> {
    const { until, speed = DEFAULT_SPEED, signal } = options;
    const end = until ? this.#startOf(until) : Infinity;
    let last = this.#store.nextAt ?? Infinity;
    for (;;) {
      const next = this.#store.nextAt;
      if (next === undefined || next >= end) return;
      const gapMs = Math.min(Math.max(next - last, 0) / speed, LONGEST_GAP_MS);
      if (gapMs >= 1) await delay(gapMs, undefined, { signal });
      last = next;
      this.#store.step();
    }
  }

  /** From now on, whoever asks for a revision before the present one is told 410. */
  compact(): void {
    this.#store.compact();
    this.#api.forgetLists();
  }

  close(): Promise<void> {
    return this.#api.silence();
  }

  #startOf(name: string): number {
    const scene = this.#scenes.find(candidate => candidate.name === name);
    if (!scene) throw new Error(`the recording has no scene '${name}'`);
    return Date.parse(scene.startedAt);
  }
}
