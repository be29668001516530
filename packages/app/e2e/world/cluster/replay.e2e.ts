import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { describeApiServer } from 'demo/src/cluster/contract/index.ts';
import type { Recording } from './Recording.ts';
import { readRecording } from './Recording.ts';
import { ReplayServer } from './ReplayServer.ts';

const TOKEN = 'token-of-the-test';
const FILE = path.join(import.meta.dirname, 'recordings/orders.jsonl.gz');
const DEPLOYED = 'rest-api is deployed and cut from 50 to 5';

describe('the replay of a recording', () => {
  let recording: Recording;
  const servers: ReplayServer[] = [];
  const start = async (
    options: Partial<Parameters<typeof ReplayServer.start>[0]> = {},
  ) => {
    const server = await ReplayServer.start({
      recording,
      now: Date.now(),
      ...options,
    });
    servers.push(server);
    return server;
  };
  const restApi = async ({ url }: ReplayServer) => {
    const path_ = '/apis/apps/v1/namespaces/orders/deployments/rest-api';
    return (await fetch(`${url}${path_}`)).json();
  };

  let scenes: string[] = [];
  before(async () => {
    recording = await readRecording(FILE);
    scenes = recording.scenes.map(({ name }) => name);
  });
  after(() => Promise.all(servers.map(server => server.close())));

  let shared: Promise<ReplayServer> | undefined;
  describeApiServer('the replay', async () => {
    shared ??= start();
    const server = await shared;
    return {
      url: server.url,
      namespace: 'orders',
      change: async () => {
        const { revision } = server;
        while (server.revision === revision) {
          await server.play({ until: scenes.shift(), speed: 1000 });
        }
      },
      forget: async () => server.compact(),
    };
  });

  it('goes on scene by scene', async () => {
    const server = await start();
    await server.play({ until: DEPLOYED, speed: 1000 });
    const before50 = await restApi(server);
    assert.equal(before50.spec.replicas, 50);
    await server.play({ speed: 1000 });
    const after5 = await restApi(server);
    assert.equal(after5.spec.replicas, 5);
    assert.match(after5.spec.template.spec.containers[0].image, /:v2\.14\.1$/);
    await assert.rejects(server.play({ until: 'no such scene' }), /no scene/);
  });

  it('moves all times so that the story ends now', async () => {
    const now = Date.parse('2030-01-01T12:00:00Z');
    const server = await start({ now });
    await server.play({ speed: 1000 });
    const deployment = await restApi(server);
    const applied = deployment.metadata.managedFields.find(
      ({ manager }: { manager: string }) => /apply/.test(manager),
    );
    const minutes = (now - Date.parse(applied.time)) / 60_000;
    assert.ok(minutes > 30.8 && minutes <= 31.1, `${minutes} min before`);
    assert.doesNotMatch(JSON.stringify(deployment), /2026-/);
  });

  it('refuses what the real one refuses', async () => {
    const server = await start({ token: TOKEN, forbidden: ['configmaps'] });
    const status = async (path_: string, init?: RequestInit) =>
      (await fetch(`${server.url}${path_}`, init)).status;
    const headers = { authorization: `Bearer ${TOKEN}` };
    assert.equal(await status('/api/v1/pods'), 401);
    assert.equal(await status('/api/v1/pods', { headers }), 200);
    assert.equal(await status('/api/v1/configmaps', { headers }), 403);
    assert.equal(
      await status('/api/v1/pods', { method: 'POST', headers }),
      405,
    );
    assert.equal(server.writes, 1);
  });

  it('forgets what was when told to', async () => {
    const server = await start();
    const deployments = `${server.url}/apis/apps/v1/deployments`;
    const { metadata } = await (await fetch(`${deployments}?limit=2`)).json();
    await server.play({ speed: 1000 });
    server.compact();
    const next = await fetch(
      `${deployments}?limit=2&continue=${metadata.continue}`,
    );
    assert.equal(next.status, 410);
    const watch = await fetch(
      `${deployments}?watch=1&resourceVersion=${metadata.resourceVersion}`,
    );
    assert.match(await watch.text(), /"code":410/);
  });
});
