import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ConfigReader } from '@backstage/config';
import { mockServices } from '@backstage/backend-test-utils';
import type { ClusterResponse } from './Cluster';
import { configuredClusters } from './configuredClusters';
import { KubeconfigTransport } from './KubeconfigTransport';
import { portalClusters } from './portalClusters';

// Jest transforms all of client-node when it is first imported.
jest.setTimeout(60_000);

const { signal } = new AbortController();

async function textOf(response: ClusterResponse): Promise<string> {
  let text = '';
  for await (const chunk of response.body) text += Buffer.from(chunk);
  return text;
}

describe('configuredClusters', () => {
  const clusters = (entries: object[]) =>
    configuredClusters(
      new ConfigReader({
        changes: { kubernetes: { clusters: entries } },
      } as any),
    );

  it('is nothing without the key', () => {
    expect(configuredClusters(new ConfigReader({}))).toBeUndefined();
  });

  it('watches the first of two clusters with one name, and says so', async () => {
    const set = await clusters([
      { name: 'prod', kubeconfig: '/a' },
      { name: 'prod', kubeconfig: '/b' },
      { name: 'test', inCluster: true, formerly: 'old', environment: 'test' },
    ])!.clusters(signal);
    expect(set.watchable).toMatchObject([
      { name: 'prod' },
      { name: 'test', formerly: 'old', environment: 'test' },
    ]);
    expect(set.unwatchable).toMatchObject([
      { reason: expect.stringContaining("called 'prod' too") },
    ]);
  });

  it('knows the namespaces that credentials are bound to, and refuses what is none', async () => {
    const set = await clusters([
      { name: 'prod', inCluster: true, namespaces: ['shop', 'pay'] },
    ])!.clusters(signal);
    expect(set.watchable).toMatchObject([{ namespaces: ['shop', 'pay'] }]);
    for (const [namespaces, words] of [
      [[], 'name at least one'],
      [['../nodes'], "'../nodes' is no name of a namespace"],
    ]) {
      expect(() => clusters([{ name: 'prod', namespaces }])).toThrow(
        words as string,
      );
    }
  });

  it('refuses two ways into one cluster', () => {
    expect(() =>
      clusters([{ name: 'prod', kubeconfig: '/a', inCluster: true }]),
    ).toThrow(/'prod' has both kubeconfig and inCluster/);
  });
});

describe('over HTTP', () => {
  let server: http.Server;
  let seen: http.IncomingMessage[];
  let answer: (
    request: http.IncomingMessage,
    response: http.ServerResponse,
  ) => void;
  let url: string;

  beforeEach(async () => {
    seen = [];
    server = http.createServer((request, response) => {
      seen.push(request);
      answer(request, response);
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });

  describe('portalClusters', () => {
    const supplier = () =>
      portalClusters({
        auth: mockServices.auth(),
        discovery: mockServices.discovery.mock({
          getBaseUrl: async plugin => `${url}/api/${plugin}`,
        }),
      });

    it('reads through the proxy as itself, and leaves out what needs a user', async () => {
      answer = (request, response) =>
        response.end(
          request.url === '/api/kubernetes/clusters'
            ? JSON.stringify({
                items: [
                  { name: 'prod', authProvider: 'serviceAccount' },
                  { name: 'gke', authProvider: 'google' },
                ],
              })
            : 'pong',
        );
      const { watchable, unwatchable } = await supplier().clusters(signal);
      expect(watchable.map(({ name }) => name)).toEqual(['prod']);
      expect(unwatchable).toMatchObject([
        { name: 'gke', reason: expect.stringContaining('service account') },
      ]);
      const response = await watchable[0].transport.get(
        '/api/v1/pods?watch=1',
        {
          signal,
          encoding: 'identity',
        },
      );
      expect(await textOf(response)).toBe('pong');
      expect(seen[1]).toMatchObject({
        method: 'GET',
        url: '/api/kubernetes/proxy/api/v1/pods?watch=1',
        headers: {
          'accept-encoding': 'identity',
          'user-agent': expect.stringMatching(/^ripple\/\d/),
          'backstage-kubernetes-cluster': 'prod',
          authorization: expect.stringMatching(/^Bearer /),
        },
      });
      expect(seen[1].headers).not.toHaveProperty(
        'backstage-kubernetes-authorization',
      );
    });

    it('takes a portal without clusters for what it is', async () => {
      answer = (_, response) => response.writeHead(404).end();
      expect(await supplier().clusters(signal)).toEqual({
        watchable: [],
        unwatchable: [],
      });
    });

    it('does not take an error for "no clusters"', async () => {
      answer = (_, response) => response.writeHead(503).end();
      await expect(supplier().clusters(signal)).rejects.toThrow('HTTP 503');
    });
  });

  describe('KubeconfigTransport', () => {
    let folder: string;

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
    });

    afterEach(() => rm(folder, { recursive: true }));

    async function kubeconfig(token: string): Promise<string> {
      const path = join(folder, 'config');
      await writeFile(
        path,
        JSON.stringify({
          'current-context': 'a',
          clusters: [
            {
              name: 'c',
              cluster: { server: url, 'insecure-skip-tls-verify': true },
            },
          ],
          users: [{ name: 'u', user: { token } }],
          contexts: [{ name: 'a', context: { cluster: 'c', user: 'u' } }],
        }),
      );
      return path;
    }

    it('asks with the credentials of the file, and reads it again when they are refused', async () => {
      const transport = KubeconfigTransport.create({
        kubeconfig: await kubeconfig('old'),
      });
      answer = (request, response) =>
        response
          .writeHead(request.headers.authorization === 'Bearer new' ? 200 : 401)
          .end();
      const get = async () => {
        const response = await transport.get('/version', {
          signal,
          encoding: 'gzip',
        });
        await textOf(response);
        return response.status;
      };
      expect(await get()).toBe(401);
      await kubeconfig('new');
      expect(await get()).toBe(200);
      expect(seen.every(({ method }) => method === 'GET')).toBe(true);
      expect(seen[0].headers['user-agent']).toMatch(/^ripple\/\d/);
    });

    it('says in plain words that it goes nowhere without encryption', async () => {
      const file = await kubeconfig('x');
      const config = JSON.parse(await readFile(file, 'utf8'));
      delete config.clusters[0].cluster['insecure-skip-tls-verify'];
      await writeFile(file, JSON.stringify(config));
      const transport = KubeconfigTransport.create({ kubeconfig: file });
      await expect(
        transport.get('/version', { signal, encoding: 'gzip' }),
      ).rejects.toThrow(/without encryption.*https:\/\//);
    });

    it('can be given up in the middle of an answer, and at any other moment', async () => {
      const transport = KubeconfigTransport.create({
        kubeconfig: await kubeconfig('x'),
      });
      answer = (_, response) => {
        response.write('a');
        setImmediate(() => response.end('b'));
      };
      const open = (given: AbortSignal) =>
        transport.get('/', { signal: given, encoding: 'identity' });
      const turns = async (count: number) => {
        for (let i = 0; i < count; i++) {
          await new Promise(resolve => setImmediate(resolve));
        }
      };
      // An error that nobody handles fails the test.
      for (let moment = 0; moment < 20; moment++) {
        const stop = new AbortController();
        const reading = open(stop.signal).then(textOf);
        reading.catch(() => undefined);
        await turns(moment);
        stop.abort();
        await Promise.allSettled([reading]);

        const stopInside = new AbortController();
        const { body } = await open(stopInside.signal);
        const chunks = body[Symbol.asyncIterator]();
        await chunks.next();
        stopInside.abort();
        await turns(moment);
      }
      expect(await textOf(await open(signal))).toBe('ab');
    });

    it('hears of a zipped answer that was cut off', async () => {
      const transport = KubeconfigTransport.create({
        kubeconfig: await kubeconfig('x'),
      });
      answer = (_, response) => {
        response.writeHead(200, { 'Content-Encoding': 'gzip' });
        response.write(gzipSync('{}').subarray(0, 12));
        setImmediate(() => response.destroy());
      };
      const response = await transport.get('/', { signal, encoding: 'gzip' });
      await expect(textOf(response)).rejects.toThrow('aborted');
    });

    it('names the context that does not exist', async () => {
      const transport = KubeconfigTransport.create({
        kubeconfig: await kubeconfig('x'),
        context: 'nowhere',
      });
      await expect(
        transport.get('/version', { signal, encoding: 'gzip' }),
      ).rejects.toThrow("no context 'nowhere'");
    });
  });
});
