import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';
import {
  coreServices,
  createServiceFactory,
  type RootLoggerService,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import createKnex, { type Knex } from 'knex';
import request from 'supertest';
import {
  SeededRandom,
  addressWith,
  canaries,
  inBase64,
  privateKey,
  textWith,
} from './__testUtils__/canaries';
import {
  ListedCluster,
  type ClusterObject,
} from './__testUtils__/ListedCluster';
import { changesFeatureLoader } from './featureLoader';

jest.setTimeout(120_000);

const SEED = 20261124;
const PATHS = {
  configMaps: '/api/v1/configmaps',
  deployments: '/apis/apps/v1/deployments',
  cronJobs: '/apis/batch/v1/cronjobs',
  ingresses: '/apis/networking.k8s.io/v1/ingresses',
};
const PER_OBJECT = 10;

/** Something that must not be found, and where it was planted. */
interface Planted {
  needle: string;
  where: string;
}

/** Plants secrets in objects as people do, and remembers them. */
class Planter {
  readonly planted: Planted[] = [];
  readonly #random: SeededRandom;

  constructor(seed: number) {
    this.#random = new SeededRandom(seed);
  }

  /** A text with a secret in it; each time another one, in another way. */
  texts(seed: number, count: number): string[] {
    const random = this.#random;
    return canaries(seed, count).map((canary, index) => {
      const text = textWith(canary, random);
      const where = `${canary.form} in ${text.slice(0, 40)}`;
      if (index % 7 === 3) {
        const encoded = inBase64(text, random.of([undefined, 76]));
        this.planted.push({
          needle: encoded.slice(4, 36),
          where: `${where} in base64`,
        });
        return encoded;
      }
      if (index % 7 === 5) {
        const address = addressWith(random, index);
        this.planted.push({ needle: address.secret, where: address.text });
        return address.text;
      }
      if (index % 23 === 1) {
        const key = privateKey(random);
        this.planted.push({ needle: key.body, where: 'a private key' });
        return `ca: none\nkey: |\n${key.pem.replace(/^/gm, '  ')}\n`;
      }
      this.planted.push({ needle: canary.secret, where });
      return text;
    });
  }

  /** Under names that tell, or a form that tells, where nothing else stands. */
  values(seed: number, count: number): { name: string; value: string }[] {
    return canaries(seed, count).map(({ secret, name, form }, index) => {
      this.planted.push({ needle: secret, where: `${form} as ${name}` });
      return { name: name ?? `SETTING_${index}`, value: secret };
    });
  }
}

/** 500 secrets in ConfigMaps, pod templates and annotations. */
function objectsWith(
  planter: Planter,
  seed: number,
): [string, ClusterObject][] {
  const metadata = (
    name: string,
    annotations: Record<string, string> = {},
  ) => ({
    name,
    namespace: 'shop',
    labels: { 'backstage.io/kubernetes-id': 'rest-api' },
    annotations,
    managedFields: [],
  });
  const objects: [string, ClusterObject][] = [];
  for (let index = 0; index < 25; index++) {
    const texts = planter.texts(seed + index, PER_OBJECT);
    objects.push([
      PATHS.configMaps,
      {
        metadata: metadata(`config-${index}`),
        data: Object.fromEntries(
          texts.map((text, at) => [`file-${at}.conf`, text]),
        ),
      },
    ]);
  }
  for (let index = 0; index < 15; index++) {
    const [note, arg, ...texts] = planter.texts(seed + 100 + index, 8);
    const env = planter.values(seed + 200 + index, 8);
    objects.push([
      PATHS.deployments,
      {
        metadata: metadata(`app-${index}`, {
          'example.com/note': note,
          'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({
            env,
          }),
        }),
        spec: {
          replicas: 2,
          selector: { matchLabels: { app: 'app' } },
          template: {
            metadata: { labels: { app: 'app' } },
            spec: {
              containers: [
                {
                  name: 'app',
                  image: `acme/app:v${seed % 1000}`,
                  args: [arg, '--db-password', env[1].value],
                  env: [
                    ...env,
                    ...texts.map((value, at) => ({
                      name: `CONFIG_${at}`,
                      value,
                    })),
                  ],
                },
              ],
            },
          },
        },
        status: { observedGeneration: 1, replicas: 2, readyReplicas: 2 },
      },
    ]);
  }
  for (let index = 0; index < 5; index++) {
    const [note, command] = planter.texts(seed + 300 + index, 2);
    objects.push([
      PATHS.ingresses,
      {
        metadata: metadata(`ingress-${index}`, {
          'nginx.ingress.kubernetes.io/configuration-snippet': note,
        }),
        spec: { rules: [{ host: `shop-${seed}.example` }] },
      },
    ]);
    objects.push([
      PATHS.cronJobs,
      {
        metadata: metadata(`cron-${index}`),
        spec: {
          schedule: `${seed % 60} * * * *`,
          jobTemplate: {
            spec: {
              template: {
                spec: {
                  containers: [{ name: 'job', command: ['sh', '-c', command] }],
                },
              },
            },
          },
        },
      },
    ]);
  }
  return objects;
}

/** All that a database holds, with what is deflated. */
async function everythingIn(knex: Knex): Promise<string> {
  const tables: { name: string }[] = await knex('sqlite_master')
    .where({ type: 'table' })
    .select('name');
  const texts: string[] = [];
  for (const { name } of tables) {
    for (const row of await knex(name)) {
      for (const value of Object.values(row)) {
        texts.push(Buffer.isBuffer(value) ? inflated(value) : String(value));
      }
    }
  }
  return texts.join('\n');
}

function inflated(value: Buffer): string {
  try {
    return inflateRawSync(value).toString('utf8');
  } catch {
    return value.toString('latin1');
  }
}

/** A JSON text within JSON is escaped. */
function unescaped(text: string): string {
  return `${text}\n${text.replace(/\\+n/g, '\n').replace(/\\+(["\\])/g, '$1')}`;
}

function found(planted: readonly Planted[], text: string): string[] {
  const all = unescaped(text);
  return planted
    .filter(({ needle }) => all.includes(needle))
    .map(({ where, needle }) => `${where}: ${needle}`);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) {
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

describe('secrets in a cluster', () => {
  it('are in texts of every sort, and none is left in them', () => {
    const planter = new Planter(SEED);
    const objects = objectsWith(planter, SEED);
    expect(planter.planted.length).toBeGreaterThanOrEqual(500);
    expect(found(planter.planted, JSON.stringify(objects))).toHaveLength(
      planter.planted.length,
    );
    for (const redactor of [
      Redactor.create({}),
      Redactor.create({ secretKey: 'key-of-the-test' }),
    ]) {
      const clean = redactor.redact(objects);
      expect(found(planter.planted, JSON.stringify(clean))).toEqual([]);
      expect(redactor.redact(clean)).toEqual(clean);
    }
  });

  it('are not in the database, its log, the logs of the backend or any answer', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'ripple-canaries-'));
    const cluster = await ListedCluster.start();
    const planter = new Planter(SEED);
    const logged: string[] = [];
    const knex = createKnex({
      client: 'better-sqlite3',
      connection: { filename: path.join(folder, 'changes.sqlite') },
      useNullAsDefault: true,
    });
    const kubeconfig = path.join(folder, 'kubeconfig');
    writeFileSync(
      kubeconfig,
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [
          {
            name: 'c',
            cluster: { server: cluster.url, 'insecure-skip-tls-verify': true },
          },
        ],
        contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
        users: [{ name: 'u', user: {} }],
        'current-context': 'c',
      }),
    );
    const first = objectsWith(planter, SEED);
    for (const [kind, object] of first) cluster.put(kind, object);
    const backend = await startTestBackend({
      features: [
        changesFeatureLoader,
        catalogServiceMock.factory({
          entities: [
            {
              apiVersion: 'backstage.io/v1alpha1',
              kind: 'Component',
              metadata: {
                name: 'rest-api',
                annotations: { 'backstage.io/kubernetes-id': 'rest-api' },
              },
              spec: { type: 'service', owner: 'team' },
            },
          ],
        }),
        createServiceFactory({
          service: coreServices.rootLogger,
          deps: {},
          factory: () => loggerInto(logged),
        }),
        mockServices.rootConfig.factory({
          data: {
            changes: {
              secretKey: 'key-of-the-test',
              kubernetes: { clusters: [{ name: 'prod-eu', kubeconfig }] },
            },
          },
        }),
        mockServices.database.mock({ getClient: async () => knex }).factory,
      ],
    });
    try {
      const get = async (route: string) =>
        (await request(backend.server).get(`/api/changes${route}`)).text;
      const states = async () =>
        (await knex.schema.hasTable('source_state'))
          ? Number((await knex('source_state').count('* as n'))[0].n)
          : 0;
      await until(async () => (await states()) >= first.length);
      await until(async () =>
        Object.values(PATHS).every(kind => cluster.watches(kind)),
      );

      // Every one of them changes, so that there are differences to tell, and some are deleted.
      for (const [kind, object] of objectsWith(planter, SEED + 1000))
        cluster.put(kind, object);
      for (let index = 0; index < 5; index++)
        cluster.delete(PATHS.configMaps, `config-${index}`);
      expect(planter.planted.length).toBeGreaterThanOrEqual(1000);
      const events = async () =>
        Number((await knex('event').count('* as n'))[0].n);
      await until(async () => (await events()) >= first.length + 5);

      const answers = [
        await get('/events?limit=500'),
        await get('/entities/by-name/component/default/rest-api/timeline'),
        await get(
          '/entities/by-name/component/default/rest-api/events?limit=500',
        ),
        await get('/entities/by-name/component/default/rest-api/health'),
        await get('/services'),
        await get('/subjects?limit=500'),
        await get('/sources'),
      ];
      const listed: { events: { id: string }[] } = JSON.parse(answers[0]);
      expect(listed.events.length).toBeGreaterThanOrEqual(first.length);
      for (const { id } of listed.events)
        answers.push(await get(`/events/${id}`));
      expect(answers.join('\n')).toContain('«hidden');

      expect(found(planter.planted, answers.join('\n'))).toEqual([]);
      const stored = await everythingIn(knex);
      expect(stored).toContain('server.port=8080');
      expect(found(planter.planted, stored)).toEqual([]);
      expect(found(planter.planted, logged.join('\n'))).toEqual([]);
      const files = readdirSync(folder).filter(name => name !== 'kubeconfig');
      expect(files).toContain('changes.sqlite-wal');
      for (const name of files) {
        const raw = readFileSync(path.join(folder, name), 'latin1');
        expect(found(planter.planted, raw)).toEqual([]);
      }
    } finally {
      await backend.stop();
      await knex.destroy();
      await cluster.stop();
      rmSync(folder, { recursive: true });
    }
  });
});

function loggerInto(lines: string[]): RootLoggerService {
  const write = (message: string, meta?: unknown) => {
    lines.push(
      `${message} ${meta instanceof Error ? meta.stack : JSON.stringify(meta)}`,
    );
  };
  const logger: RootLoggerService = {
    error: write,
    warn: write,
    info: write,
    debug: write,
    child: () => logger,
  };
  return logger;
}
