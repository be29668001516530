import type { FileChanges } from '../github/index.ts';

const CACHE_FILE = 'src/cache.ts';
const PACKAGE_FILE = 'package.json';

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

/** The program whose deployment breaks others: the parts of it that the story shows. */
export function restApiFiles(): Record<string, string> {
  return {
    [CACHE_FILE]: CACHE,
    [PACKAGE_FILE]: `${JSON.stringify(
      {
        name: 'rest-api',
        private: true,
        type: 'module',
        scripts: { start: 'node src/server.ts', test: 'node --test' },
        dependencies: { fastify: '5.6.0', undici: '6.21.1' },
      },
      null,
      2,
    )}\n`,
    'src/server.ts': `import fastify from 'fastify';

const server = fastify();
await server.listen({ port: 8080 });
`,
  };
}

export const LIST_ORDERS_BY_CUSTOMER: FileChanges = {
  'src/server.ts': old =>
    old.replace(
      'await server.listen',
      `server.get('/customers/:id/orders', async () => []);
await server.listen`,
    ),
};

export const BUMP_UNDICI: FileChanges = {
  [PACKAGE_FILE]: old => old.replace('6.21.1', '6.21.2'),
};

export const CACHE_FOR_TWO_MINUTES: FileChanges = {
  [CACHE_FILE]: old =>
    old.replace('TTL_SECONDS = 300', 'TTL_SECONDS = 120').replace(
      `    return entry && entry.until > now ? entry.value : undefined;
`,
      `    if (!entry) return undefined;
    if (entry.until <= now) {
      this.#entries.delete(key);
      return undefined;
    }
    return entry.value;
`,
    ),
};
