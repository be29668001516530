import http from 'node:http';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from '../../../../scripts/lib/workspace.mjs';
import type { Usage } from './Usage';

const FILE = path.join(root, 'packages/bench/src/kubernetes/programs/probe.ts');
const POLL_MS = 50;
const SETTLE_MS = 1_000;
/** Of one core; to watch it costs some of that. */
const SETTLED_LOAD = 0.1;
const SETTLE_SLICES_MAX = 30;

/** Asks a process of Node.js what it uses; the process must have been started with the probe's options and environment. */
export class Probe {
  readonly #socket: string;

  static at(socket: string): Probe {
    return new Probe(socket);
  }

  private constructor(socket: string) {
    this.#socket = socket;
  }

  get nodeOptions(): string[] {
    return ['--expose-gc', '--require', FILE];
  }

  get env(): Record<string, string> {
    return { RIPPLE_BENCH_PROBE: this.#socket };
  }

  usage(): Promise<Usage> {
    return this.#ask('/usage') as Promise<Usage>;
  }

  /** Peaks and delays count from now on. */
  reset(): Promise<Usage> {
    return this.#ask('/reset') as Promise<Usage>;
  }

  /** After the garbage is collected. */
  collected(): Promise<Usage> {
    return this.#ask('/gc') as Promise<Usage>;
  }

  async go(): Promise<void> {
    await this.#ask('/go');
  }

  /** Until the process is there. */
  async ready(): Promise<void> {
    for (;;) {
      const isThere = await this.usage().then(
        () => true,
        () => false,
      );
      if (isThere) return;
      await delay(POLL_MS);
    }
  }

  /** Until it does next to nothing. */
  async settled(): Promise<void> {
    let before = (await this.usage()).cpuMs;
    for (let slice = 0; slice < SETTLE_SLICES_MAX; slice++) {
      await delay(SETTLE_MS);
      const { cpuMs } = await this.usage();
      if (cpuMs - before < SETTLE_MS * SETTLED_LOAD) return;
      before = cpuMs;
    }
  }

  #ask(command: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      http
        .get({ socketPath: this.#socket, path: command }, response => {
          json(response).then(resolve, reject);
        })
        .on('error', reject);
    });
  }
}
