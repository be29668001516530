import { WorldClock } from '../../clock/index.ts';
import { SimulatedCluster } from '../SimulatedCluster.ts';
import { NAMESPACE } from './deployments.ts';

const START = Date.parse('2026-11-18T00:00:00Z');
const READER = 'token-of-the-reader';
const ADMIN = 'token-of-the-admin';

/** A cluster in a world whose time passes when a test says so. */
export class TestWorld {
  readonly clock: WorldClock;
  readonly cluster: SimulatedCluster;

  static async start(options: { saved?: unknown; start?: number } = {}) {
    const clock = WorldClock.create({ start: options.start ?? START });
    const cluster = await SimulatedCluster.start({
      name: 'test',
      clock,
      token: READER,
      adminToken: ADMIN,
      random: () => 0.5,
      saved: options.saved,
    });
    if (!options.saved) {
      cluster.apply(
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
        { manager: 'kubectl-create' },
      );
    }
    return new TestWorld(clock, cluster);
  }

  private constructor(clock: WorldClock, cluster: SimulatedCluster) {
    this.clock = clock;
    this.cluster = cluster;
  }

  pass(ms: number): Promise<void> {
    return this.clock.runTo(this.clock.now() + ms);
  }

  /** As the reader. */
  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.cluster.url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${READER}`, ...init.headers },
    });
  }

  async close(): Promise<void> {
    this.clock.stop();
    await this.cluster.close();
  }
}
