import type { Noise } from '@ripplehq/backstage-plugin-changes-common';
import type { NoiseFilter } from './NoiseFilter';
import type { NoisySubject } from './NoisySubjects';

/** Operators look now and then. */
const EVERY_MS = 60_000;

/** Says now and then what a cluster's rules swallow and what is noisiest in it, where that has changed. */
export class NoiseTeller {
  readonly #cluster: string;
  readonly #filter: NoiseFilter;
  readonly #noisiest: () => NoisySubject[];
  readonly #since: string;
  #toldAt: number;
  #told = '';

  static create(options: {
    cluster: string;
    filter: NoiseFilter;
    noisiest: () => NoisySubject[];
    /** Milliseconds. */
    now: number;
  }): NoiseTeller {
    return new NoiseTeller(options);
  }

  private constructor(options: Parameters<typeof NoiseTeller.create>[0]) {
    this.#cluster = options.cluster;
    this.#filter = options.filter;
    this.#noisiest = options.noisiest;
    this.#since = new Date(options.now).toISOString();
    this.#toldAt = options.now;
  }

  /** What is to be told now, if anything. */
  news(now: number): (Noise & { instance: string }) | undefined {
    if (now - this.#toldAt < EVERY_MS) return undefined;
    this.#toldAt = now;
    const noise = {
      instance: this.#cluster,
      since: this.#since,
      rules: this.#filter.counts(),
      subjects: this.#noisiest(),
    };
    const text = JSON.stringify(noise);
    if (text === this.#told) return undefined;
    this.#told = text;
    return noise;
  }
}
