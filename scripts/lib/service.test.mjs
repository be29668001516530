import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import { test } from 'node:test';

const SERVICE = JSON.stringify(path.join(import.meta.dirname, 'service.mjs'));

for (const signal of ['SIGKILL', 'SIGTERM']) {
  test(`nothing that the launcher started outlives it, after ${signal}`, async t => {
    const server = net.createServer().listen(0, '127.0.0.1');
    t.after(() => server.close());
    await once(server, 'listening');
    const program = `require('node:net').connect(${server.address().port})`;
    const launcher = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import { startService } from ${SERVICE};
        startService({ args: ['-e', ${JSON.stringify(program)}] });`,
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    // As long as the program lives, it keeps this connection.
    const [connection] = await once(server, 'connection');
    connection.on('error', () => {}).resume();
    launcher.kill(signal);
    const [[, endedBy]] = await Promise.all([
      once(launcher, 'exit'),
      once(connection, 'close'),
    ]);
    assert.equal(endedBy, signal);
  });
}
