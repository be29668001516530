import { after, before, describe } from 'node:test';
import { WorldClock } from '../../clock/index.ts';
import {
  BEHAVIOR_ANNOTATION,
  RUN_SECONDS_ANNOTATION,
  START_SECONDS_ANNOTATION,
} from '../controllers/pods/behavior.ts';
import { SimulatedCluster } from '../SimulatedCluster.ts';
import { describeApiServer } from './apiServerContract.ts';
import { describeControlPlane } from './controlPlaneContract.ts';

const NAMESPACE = 'contract';
const READER = 'token-of-the-reader';
const ADMIN = 'token-of-the-admin';
const IMAGE = 'ghcr.io/acme/web';
const BY = { manager: 'kubectl-create' };

/** Holds a cluster of the demo against all contracts. */
export function describeSimulated(): void {
  describe('a cluster of the demo', () => {
    let cluster: SimulatedCluster;
    let clock: WorldClock;
    let changes = 0;
    const authorization = (token: string) => ({
      authorization: `Bearer ${token}`,
    });

    before(async () => {
      clock = WorldClock.create({ start: Date.now() });
      cluster = await SimulatedCluster.start({
        name: 'contract',
        clock,
        token: READER,
        adminToken: ADMIN,
        random: () => 0.5,
      });
      await clock.live();
      for (const name of [NAMESPACE, 'quiet']) {
        cluster.apply(
          { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
          BY,
        );
      }
      for (const name of ['a', 'b', 'c']) {
        cluster.apply(idle(name), BY);
      }
    });
    after(async () => {
      await cluster.close();
      clock.stop();
    });

    describeApiServer('it', async () => ({
      url: cluster.url,
      headers: authorization(READER),
      namespace: 'quiet',
      change: async () => {
        cluster.update(
          'Deployment',
          'quiet',
          'a',
          object => ({
            ...object,
            metadata: {
              ...object.metadata,
              annotations: { changed: String(changes++) },
            },
          }),
          BY,
        );
      },
      forget: async () => cluster.forget(),
    }));

    describeControlPlane('it', async () => ({
      url: cluster.url,
      headers: authorization(ADMIN),
      reader: { url: cluster.url, headers: authorization(READER) },
      namespace: NAMESPACE,
      images: {
        old: `${IMAGE}:v1`,
        new: `${IMAGE}:v2`,
        missing: `${IMAGE}:v3`,
      },
      quick: { [START_SECONDS_ANNOTATION]: '0.3' },
      missingImage: { [BEHAVIOR_ANNOTATION]: 'no-pull' },
      completing: { [RUN_SECONDS_ANNOTATION]: '1' },
      use: async (deployment, percent) =>
        cluster.setUsage(NAMESPACE, deployment, { perPod: percent }),
    }));
  });
}

function idle(name: string) {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'quiet', labels },
    spec: {
      replicas: 0,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'app', image: `${IMAGE}:v1` }] },
      },
    },
  };
}
