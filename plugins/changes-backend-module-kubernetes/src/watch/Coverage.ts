import type { CoverageNote } from '@ripplehq/backstage-plugin-changes-common';
import type { ClusterClock } from '../clusters';
import type { ApiFailure, Timers } from '../reflector';
import {
  clusterScope,
  coverageOf,
  coverageScope,
  unreachable,
} from './coverageWords';
import { placeId, type Place } from './Place';

/** How often a scope that is quiet says that it is still read, by the clock of whoever reads. */
const ALIVE_EVERY_MS = 20_000;
/** The same by the cluster's clock, which may run faster. */
const ALIVE_EVERY_CLUSTER_MS = 60_000;
/** When it has just jumped: what was said before is old at once. */
const ALIVE_EVERY_JUMPING_MS = 10_000;
/** A scope that was heard of again within this time was watched all the while. */
const UNBROKEN_MAX_MS = 120_000;

export interface CoverageOptions {
  cluster: string;
  clock: ClusterClock;
  timers: Timers;
}

/** What is said of each kind where it is read: whether it is observed, since when without a break, and if not, why. */
export class Coverage {
  readonly #options: CoverageOptions;
  readonly #alive = new Map<string, Life>();
  readonly #wasLive = new Set<string>();
  #hasFailed = false;
  #isConnecting = false;

  static create(options: CoverageOptions): Coverage {
    return new Coverage(options);
  }

  private constructor(options: CoverageOptions) {
    this.#options = options;
  }

  wasLive(place: Place): boolean {
    return this.#wasLive.has(placeId(place));
  }

  isLive(place: Place): boolean {
    return this.#alive.has(placeId(place));
  }

  /** Whether a scope that is quiet should say again that it is read. */
  isDue(place: Place): boolean {
    const { timers, clock } = this.#options;
    const life = this.#alive.get(placeId(place));
    const everyClusterMs = clock.isSteady()
      ? ALIVE_EVERY_CLUSTER_MS
      : ALIVE_EVERY_JUMPING_MS;
    return (
      !life ||
      timers.now() - life.at >= ALIVE_EVERY_MS ||
      Math.abs(clock.now() - life.clusterAt) >= everyClusterMs
    );
  }

  live(place: Place): CoverageNote {
    const { timers, clock } = this.#options;
    const unbrokenSince = this.#unbrokenSince(place) ?? clock.nowText();
    this.#wasLive.add(placeId(place));
    this.#alive.set(placeId(place), {
      at: timers.now(),
      clusterAt: clock.now(),
      unbrokenSince,
    });
    return this.#note(place, { state: 'live', unbrokenSince });
  }

  failed(place: Place, failure: ApiFailure): CoverageNote {
    const unbrokenSince = this.#unbrokenSince(place);
    this.#alive.delete(placeId(place));
    this.#hasFailed = true;
    return this.#note(place, {
      ...coverageOf(failure, {
        cluster: this.#options.cluster,
        place,
        wasLive: this.#wasLive.has(placeId(place)),
      }),
      ...(unbrokenSince === undefined ? {} : { unbrokenSince }),
    });
  }

  /** A kind that the cluster need not serve and does not: nothing is missing, but the cluster has answered. */
  absent(place: Place): CoverageNote {
    this.#alive.delete(placeId(place));
    this.#hasFailed = true;
    return this.#note(place, { state: 'ended' });
  }

  /** A place that is not read any more, since another one includes it. */
  left(place: Place): CoverageNote {
    this.#alive.delete(placeId(place));
    return this.#note(place, { state: 'ended' });
  }

  /** A kind that lies outside of all that may be read. */
  unreachable(place: Place): CoverageNote {
    return this.#note(place, unreachable(place, this.#options.cluster));
  }

  /**
   * What to say of a cluster from which nothing was heard at the beginning, neither good nor bad. Its clock is not known then: what is said
   * of its kinds later may be older.
   */
  connecting(): CoverageNote[] {
    const { cluster, timers } = this.#options;
    if (this.#isHeard()) return [];
    this.#isConnecting = true;
    return [
      {
        scope: clusterScope(cluster),
        state: 'not-observed',
        at: textOfTime(timers.now()),
        reason: `${cluster} is being connected to; it has not answered yet.`,
      },
    ];
  }

  /** Takes back what {@link connecting} said, once it is no longer so. */
  connected(): CoverageNote[] {
    const { cluster, timers } = this.#options;
    if (!this.#isConnecting || !this.#isHeard()) return [];
    this.#isConnecting = false;
    const at = textOfTime(timers.now());
    return [{ scope: clusterScope(cluster), state: 'ended', at }];
  }

  #isHeard(): boolean {
    return this.#options.clock.isSet() || this.#hasFailed;
  }

  #unbrokenSince(place: Place): string | undefined {
    const life = this.#alive.get(placeId(place));
    return life && this.#options.timers.now() - life.at < UNBROKEN_MAX_MS
      ? life.unbrokenSince
      : undefined;
  }

  #note(place: Place, said: Omit<CoverageNote, 'scope' | 'at'>): CoverageNote {
    const { cluster, clock } = this.#options;
    return {
      scope: coverageScope(cluster, placeId(place)),
      at: clock.nowText(),
      ...said,
    };
  }
}

/** When a scope was last said to be live, by both clocks, and since when it has been all the time, by the cluster's. */
interface Life {
  at: number;
  clusterAt: number;
  unbrokenSince: string;
}

function textOfTime(ms: number): string {
  return new Date(ms).toISOString();
}
