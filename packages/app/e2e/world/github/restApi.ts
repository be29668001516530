import type { Account, RepositoryStory } from 'demo/src/github/index.ts';

const DANA: Account = {
  login: 'dwhitfield',
  id: 1101,
  type: 'User',
  name: 'Dana Whitfield',
  email: 'dana.whitfield@acme.example',
};
const TOMASZ: Account = {
  login: 'tlis',
  id: 1102,
  type: 'User',
  name: 'Tomasz Lis',
  email: 'tomasz.lis@acme.example',
};
const MAREK: Account = {
  login: 'mdvorak',
  id: 1103,
  type: 'User',
  name: 'Marek Dvořák',
  email: 'marek.dvorak@acme.example',
};
const RENOVATE: Account = {
  login: 'renovate[bot]',
  id: 29139614,
  type: 'Bot',
  name: 'renovate[bot]',
  email: '29139614+renovate[bot]@users.noreply.github.com',
};

const write = (text: string) => () => text;
const replace = (from: string, to: string) => (old: string) => {
  if (!old.includes(from)) throw new Error(`'${from}' is not in the file`);
  return old.replace(from, to);
};

const packageJson = (version: string, client: string) =>
  `${JSON.stringify(
    {
      name: 'rest-api',
      version,
      private: true,
      type: 'module',
      scripts: { start: 'node src/server.js', test: 'node --test' },
      dependencies: { fastify: '5.6.0', undici: client },
    },
    null,
    2,
  )}\n`;

const packageLock = (client: string, integrity: string) =>
  `${JSON.stringify(
    {
      name: 'rest-api',
      lockfileVersion: 3,
      packages: {
        '': { dependencies: { fastify: '5.6.0', undici: client } },
        'node_modules/undici': {
          version: client,
          integrity,
        },
      },
    },
    null,
    2,
  )}\n`;

const CACHE = `const TTL_SECONDS = 300;

export interface Entry<T> {
  value: T;
  until: number;
}

export class Cache<T> {
  readonly #entries = new Map<string, Entry<T>>();

  get(key: string, now: number): T | undefined {
    const entry = this.#entries.get(key);
    return entry && entry.until > now ? entry.value : undefined;
  }

  set(key: string, value: T, now: number): void {
    this.#entries.set(key, { value, until: now + TTL_SECONDS * 1000 });
  }
}
`;

const values = (replicas: number, cacheTtl: number) => `service:
  name: rest-api
  port: 8080

resources:
  requests:
    cpu: 100m
    memory: 128Mi

image:
  repository: ghcr.io/acme/rest-api
replicaCount: ${replicas}
autoscaling:
  enabled: false

env:
  CACHE_TTL: "${cacheTtl}"
`;

/** The repository of `rest-api`, whose release v2.14.1 cut the replicas of production from 50 to 5. */
export const REST_API: RepositoryStory = {
  owner: 'acme',
  name: 'rest-api',
  description: 'Orders over HTTP',
  language: 'TypeScript',
  commits: [
    {
      message: 'Serve orders over HTTP',
      author: MAREK,
      minutesBeforeNow: 9 * 24 * 60,
      files: {
        'README.md': write('# rest-api\n\nOrders over HTTP.\n'),
        'CHANGELOG.md': write(
          '# Changelog\n\n## 2.13.9\n\n- First release here\n',
        ),
        'package.json': write(packageJson('2.13.9', '6.21.1')),
        'package-lock.json': write(packageLock('6.21.1', 'sha512-9c1f')),
        'src/cache.ts': write(CACHE),
        'src/server.ts': write(
          "import fastify from 'fastify';\n\nconst server = fastify();\nawait server.listen({ port: 8080 });\n",
        ),
        'deploy/prod-eu/values.yaml': write(values(50, 300)),
        'deploy/prod-us/values.yaml': write(values(50, 300)),
        'deploy/load-test/values.yaml': write(values(50, 300)),
      },
      tag: 'v2.13.9',
    },
    {
      message: 'List orders by customer (#1819)',
      author: MAREK,
      minutesBeforeNow: 17 * 60,
      files: {
        'src/server.ts': replace(
          'await server.listen',
          "server.get('/customers/:id/orders', async () => []);\nawait server.listen",
        ),
        'CHANGELOG.md': replace(
          '# Changelog\n',
          '# Changelog\n\n## 2.14.0\n\n- Orders can be listed by customer\n',
        ),
      },
      pullRequest: {
        number: 1819,
        title: 'List orders by customer',
        body: 'The customer page asks for them one by one today.',
        author: MAREK,
        labels: ['feature'],
        reviews: [
          {
            by: TOMASZ,
            state: 'APPROVED',
            body: '',
            minutesBeforeNow: 18 * 60,
          },
        ],
      },
      tag: 'v2.14.0',
    },
    {
      message: 'Bump undici from 6.21.1 to 6.21.2 (#1828)',
      author: RENOVATE,
      minutesBeforeNow: 7 * 60 + 32,
      files: {
        'package.json': replace('"6.21.1"', '"6.21.2"'),
        'package-lock.json': write(packageLock('6.21.2', 'sha512-41d0')),
      },
      pullRequest: {
        number: 1828,
        title: 'Bump undici from 6.21.1 to 6.21.2',
        body: 'This PR contains the following updates:\n\n| Package | Change |\n| --- | --- |\n| undici | `6.21.1` -> `6.21.2` |\n',
        author: RENOVATE,
        labels: ['dependencies'],
        reviews: [],
      },
    },
    {
      message: `Cache order lookups for two minutes (#1830)

Five minutes showed customers an old state of their order.

Co-authored-by: Marek Dvořák <1103+mdvorak@users.noreply.github.com>`,
      author: TOMASZ,
      minutesBeforeNow: 4 * 60 + 58,
      files: {
        'src/cache.ts': old =>
          replace(
            'TTL_SECONDS = 300',
            'TTL_SECONDS = 120',
          )(
            replace(
              '    return entry && entry.until > now ? entry.value : undefined;\n',
              `    if (!entry) return undefined;
    if (entry.until <= now) {
      this.#entries.delete(key);
      return undefined;
    }
    return entry.value;
`,
            )(old),
          ),
        'CHANGELOG.md': replace(
          '# Changelog\n',
          '# Changelog\n\n## 2.14.1\n\n- Order lookups are cached for two minutes\n',
        ),
      },
      pullRequest: {
        number: 1830,
        title: 'Cache order lookups for two minutes',
        body: 'Five minutes showed customers an old state of their order. Entries that ran out are dropped, too.\n\nCORE-2274',
        author: TOMASZ,
        labels: ['cache'],
        reviews: [
          {
            by: DANA,
            state: 'CHANGES_REQUESTED',
            body: 'Please drop entries that ran out.',
            minutesBeforeNow: 6 * 60,
          },
          {
            by: DANA,
            state: 'APPROVED',
            body: '',
            minutesBeforeNow: 5 * 60 + 10,
          },
        ],
      },
    },
    {
      message: `Smaller replicas for the load test (#1832)

The load test needs few replicas, so that one of them sees enough traffic.`,
      author: DANA,
      minutesBeforeNow: 74,
      files: {
        'deploy/prod-eu/values.yaml': replace(
          'replicaCount: 50',
          'replicaCount: 5',
        ),
      },
      pullRequest: {
        number: 1832,
        title: 'Smaller replicas for the load test',
        body: 'The load test needs few replicas, so that one of them sees enough traffic.\n\nCORE-2291',
        author: DANA,
        labels: ['load-test'],
        reviews: [
          {
            by: MAREK,
            state: 'COMMENTED',
            body: 'Only for tonight?',
            minutesBeforeNow: 92,
          },
          {
            by: TOMASZ,
            state: 'APPROVED',
            body: 'Fine with me.',
            minutesBeforeNow: 80,
          },
        ],
      },
      tag: 'v2.14.1',
    },
  ],
};
