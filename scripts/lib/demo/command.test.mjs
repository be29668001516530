import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { root } from '../workspace.mjs';

/** Runs `npm run demo -- …` against the world of a folder. */
function demo(data, ...args) {
  return new Promise(resolve => {
    execFile(
      process.execPath,
      [path.join(root, 'scripts/demo.mjs'), ...args, '--data', data],
      (error, stdout, stderr) =>
        resolve({ code: error ? error.code : 0, stdout, stderr }),
    );
  });
}

function folder(t) {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'demo-command-'));
  t.after(() => fs.rmSync(data, { recursive: true }));
  fs.mkdirSync(path.join(data, 'demo'));
  return data;
}

async function folderOfWorld(t, answer) {
  const asked = [];
  const server = http.createServer((request, response) => {
    const { authorization } = request.headers;
    asked.push(`${request.method} ${request.url} ${authorization}`);
    const [status, body] = answer;
    response.writeHead(status).end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const data = folder(t);
  const write = (file, content) =>
    fs.writeFileSync(path.join(data, 'demo', file), JSON.stringify(content));
  write('control.json', { url: `http://127.0.0.1:${server.address().port}` });
  write('demo.json', { secrets: { control: 'hush' } });
  return { asked, data };
}

test('the command acts in the world of a folder', async t => {
  const { asked, data } = await folderOfWorld(t, [202, {}]);
  assert.equal((await demo(data, 'incident', 'no-change')).code, 0);
  assert.equal((await demo(data, 'restart')).code, 0);
  assert.deepEqual(asked, [
    'POST /incidents/no-change/start Bearer hush',
    'POST /portal/restart Bearer hush',
  ]);
});

test('the command prints the state', async t => {
  const { data } = await folderOfWorld(t, [200, { phase: 'living' }]);
  const { stdout } = await demo(data, 'state');
  assert.deepEqual(JSON.parse(stdout), { phase: 'living' });
});

test('the command says what the world refuses', async t => {
  const { data } = await folderOfWorld(t, [409, { error: 'Wait for it' }]);
  const { code, stderr } = await demo(data, 'restart');
  assert.equal(code, 1);
  assert.match(stderr, /Wait for it/);
});

test('the command says that no world runs, and what it takes', async t => {
  const { code, stderr } = await demo(folder(t), 'state');
  assert.equal(code, 1);
  assert.match(stderr, /No demo runs in .*npm start/);
  assert.match((await demo(folder(t), 'dance')).stderr, /usage: npm run demo/);
});
