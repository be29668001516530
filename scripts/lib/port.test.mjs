import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { test } from 'node:test';
import { freePort, requireFreePort } from './port.mjs';

test('a free port passes', async () => {
  await requireFreePort(await freePort());
});

test('a taken port is refused, and another is proposed', async t => {
  const server = net.createServer().listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const { port } = server.address();
  await assert.rejects(requireFreePort(port), {
    message: new RegExp(`Port ${port} is taken.*--port ${port + 1}`),
  });
});
