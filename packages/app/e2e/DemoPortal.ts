import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Demo } from '../../../scripts/lib/demo/Demo.mjs';
import { freePort } from '../../../scripts/lib/port.mjs';
import { PortalApi } from './world/PortalApi.ts';

interface WorldState {
  phase: string;
  incidents: { id: string; phase: string; alertAt?: string }[];
  scenes: { id: string; path: string }[];
}

/** The demo as `npm start` opens it: the simulated world and a portal that looks at it. */
export class DemoPortal {
  readonly #demo: Demo;
  readonly #data: string;

  /** Resolves when the world has come to the present. The app must have been built. */
  static async start(): Promise<DemoPortal> {
    const data = await mkdtemp(path.join(os.tmpdir(), 'ripple-demo-'));
    try {
      const demo = await Demo.start({ port: await freePort(), data });
      await Promise.race([demo.caughtUp, demo.ended]);
      return new DemoPortal(demo, data);
    } catch (error) {
      await rm(data, { recursive: true, force: true });
      throw error;
    }
  }

  private constructor(demo: Demo, data: string) {
    this.#demo = demo;
    this.#data = data;
  }

  get url(): string {
    return this.#demo.url;
  }

  /** The HTTP API as one of the demo's users sees it. */
  as(entityRef: string): PortalApi {
    return PortalApi.asDemoUser(this.url, entityRef);
  }

  /** What the world says of itself, past the portal. */
  async state(): Promise<WorldState> {
    const read = async (file: string) =>
      JSON.parse(await readFile(path.join(this.#data, 'demo', file), 'utf8'));
    const { url } = await read('control.json');
    const { secrets } = await read('demo.json');
    const response = await fetch(`${url}/state`, {
      headers: { authorization: `Bearer ${secrets.control}` },
    });
    return (await response.json()) as WorldState;
  }

  async stop(): Promise<void> {
    await this.#demo.stop();
    await rm(this.#data, { recursive: true, force: true });
  }
}
