import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { startBackend } from '../backend.mjs';
import { freePort } from '../port.mjs';
import { Demo } from './Demo.mjs';
import { startWorld } from './world.mjs';

const double = name =>
  path.join(import.meta.dirname, '__testUtils__', `${name}.mjs`);

let data;
let url;
let worlds;
let demo;
beforeEach(() => {
  data = fs.mkdtempSync(path.join(os.tmpdir(), 'ripple-demo-'));
  worlds = [];
});
afterEach(async () => {
  await demo?.stop();
  demo = undefined;
  fs.rmSync(data, { recursive: true });
});

async function start(behaviour, options = {}) {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  demo = await Demo.start({
    port,
    data,
    ...options,
    parts: {
      startWorld(given) {
        const world = startWorld({
          ...given,
          program: [double('world'), behaviour],
          readyTimeoutMs: 2_000,
        });
        worlds.push(world);
        return world;
      },
      startBackend: given =>
        startBackend({ ...given, program: double('portal') }),
    },
  });
}

const answers = () =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );

async function until(condition) {
  while (!(await condition())) await delay(20);
}

test('the portal answers, and both end together', async () => {
  await start('stands');
  assert.ok(await answers());
  await demo.stop();
  await demo.ended;
  assert.ok(!(await answers()));
  assert.equal(await worlds[0].exited, 0);
});

test('the world has its portal stopped and started', async () => {
  await start('stands');
  process.kill(worlds[0].pid, 'SIGUSR1');
  await until(async () => !(await answers()));
  process.kill(worlds[0].pid, 'SIGUSR2');
  await until(answers);
  const said = () => fs.readFileSync(path.join(data, 'demo/world.log'), 'utf8');
  await until(() => said().includes('portal-started'));
  assert.match(said(), /start\nportal-stopped\nportal-started/);
});

test('a world that breaks says why', async () => {
  await assert.rejects(start('breaks'), {
    message: /The simulated world stopped[^]*The clusters are on fire/,
  });
});

test('a world that hangs says what it did last', async () => {
  await assert.rejects(start('hangs'), {
    message: /did not stand within 2 s[^]*Lighting the stars/,
  });
});

test('a world that cannot be understood is ended', async () => {
  await assert.rejects(start('mumbles'), {
    message: /sent a message that the launcher does not understand[^]*clusters/,
  });
  await worlds[0].exited;
});

test('a portal that ends takes the world with it', async () => {
  await start('stands');
  fetch(`${url}/stop`).catch(() => {});
  await assert.rejects(demo.ended, { message: /The portal's backend stopped/ });
  await worlds[0].exited;
});

test('who is told to stop while it starts leaves nothing behind', async () => {
  const stop = new AbortController();
  const started = start('hangs', { signal: stop.signal });
  await until(() => worlds.length > 0);
  stop.abort();
  await assert.rejects(started, { name: 'AbortError' });
  await worlds[0].exited;
});
