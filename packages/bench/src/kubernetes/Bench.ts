import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { MeasuredPortal } from './MeasuredPortal';
import { MeasuredProgram } from './MeasuredProgram';
import { RecordedApiServer } from './RecordedApiServer';
import type { Recording } from './Recording';
import type { Usage } from './Usage';

/** What reading a whole cluster took. */
export interface Reading {
  cpuMs: number;
  wallMs: number;
  before: Usage;
  after: Usage;
  /** After the garbage is collected. */
  settled: Usage;
}

/** What all parts of the benchmark share. */
export class Bench {
  readonly recording: Recording;
  readonly server: RecordedApiServer;
  readonly directory: string;
  readonly turns: number;
  readonly clusters: number;
  readonly minutes: number;
  readonly #started = new Set<{ stop(): Promise<void> }>();
  #names = 0;

  static async create(
    options: Pick<
      Bench,
      'recording' | 'directory' | 'turns' | 'clusters' | 'minutes'
    >,
  ): Promise<Bench> {
    return new Bench(options, await RecordedApiServer.start(options.recording));
  }

  private constructor(
    options: Pick<
      Bench,
      'recording' | 'directory' | 'turns' | 'clusters' | 'minutes'
    >,
    server: RecordedApiServer,
  ) {
    this.recording = options.recording;
    this.directory = options.directory;
    this.turns = options.turns;
    this.clusters = options.clusters;
    this.minutes = options.minutes;
    this.server = server;
  }

  /** A cluster of its own, with its kubeconfig. */
  async cluster(): Promise<{ name: string; kubeconfig: string }> {
    const name = `cluster-${++this.#names}`;
    return {
      name,
      kubeconfig: await this.server.kubeconfig(name, this.directory),
    };
  }

  /** An empty folder. */
  folder(): Promise<string> {
    return mkdtemp(path.join(this.directory, 'run-'));
  }

  /** The changes backend with the Kubernetes module, its database in a folder; it waits for its start. */
  collector(
    folder: string,
    clusters: { name: string; kubeconfig: string }[],
  ): Promise<MeasuredProgram> {
    return this.#start('collector', [
      folder,
      ...clusters.map(({ name, kubeconfig }) => `${name}=${kubeconfig}`),
    ]);
  }

  /** Something else that reads collections of a cluster. */
  reader(
    name: 'bareReader' | 'informerReader',
    kubeconfig: string,
    paths: readonly string[],
  ): Promise<MeasuredProgram> {
    return this.#start(name, [kubeconfig, ...paths]);
  }

  /** The whole portal; it stops with the benchmark at the latest. */
  async portal(
    clusters: { name: string; kubeconfig: string }[],
  ): Promise<MeasuredPortal> {
    const portal = await MeasuredPortal.start({
      folder: await this.folder(),
      clusters,
    });
    this.#started.add(portal);
    return portal;
  }

  /** Lets a program begin, and measures until it watches all that it listed. */
  async measure(program: MeasuredProgram, cluster: string): Promise<Reading> {
    const { probe } = program;
    this.server.open(cluster);
    const before = await probe.reset();
    const begun = performance.now();
    await probe.go();
    const endedAt = await this.server.read([cluster]);
    const after = await probe.usage();
    const settled = await probe.collected();
    return {
      cpuMs: after.cpuMs - before.cpuMs,
      wallMs: endedAt - begun,
      before,
      after,
      settled,
    };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#started].map(started => started.stop()));
    await this.server.stop();
  }

  async #start(
    name: Parameters<typeof MeasuredProgram.start>[0],
    args: string[],
  ): Promise<MeasuredProgram> {
    const program = await MeasuredProgram.start(name, {
      directory: this.directory,
      args,
    });
    this.#started.add(program);
    return program;
  }
}
