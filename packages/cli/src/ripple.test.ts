import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';

interface Received {
  authorization?: string;
  path?: string;
  body: Record<string, unknown>;
}

/** A portal that stores what it is sent, after answering with the given statuses. */
async function portal(...refusals: [status: number, message: string][]) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const body = JSON.parse(await text(request));
    const [status, message] = refusals.shift() ?? [201];
    received.push({
      authorization: request.headers.authorization,
      path: request.url,
      body,
    });
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(
        status === 201
          ? { results: [{ index: 0, id: 'id-of-event', key: body.key }] }
          : { error: { name: 'Refused', message } },
      ),
    );
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () => new Promise(resolve => server.close(resolve)),
  };
}

async function ripple(args: string[], env: Record<string, string>) {
  const child = spawn(
    process.execPath,
    [path.resolve(__dirname, '../bin/ripple'), ...args],
    {
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const [out, err, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>(resolve => child.on('close', resolve)),
  ]);
  return { out, err, code };
}

describe('ripple event', () => {
  it('records an event and prints its id', async () => {
    const { url, received, close } = await portal();
    const { out, code } = await ripple(
      [
        'event',
        '--title=Rotated the database password',
        '--kind=config',
        '--entity=component:default/orders-db',
        '--entity=component:default/rest-api',
        '--actor=Dana Whitfield',
        '--link=Runbook=https://wiki.example.com/rotate?a=b',
        '--key=rotation-7',
      ],
      { RIPPLE_URL: url, RIPPLE_TOKEN: 'token-of-ci' },
    );
    await close();
    expect({ out, code }).toEqual({ out: 'id-of-event\n', code: 0 });
    expect(received).toEqual([
      {
        path: '/api/changes/events',
        authorization: 'Bearer token-of-ci',
        body: {
          title: 'Rotated the database password',
          kind: 'config',
          key: 'rotation-7',
          entityRefs: [
            'component:default/orders-db',
            'component:default/rest-api',
          ],
          actor: { name: 'Dana Whitfield', kind: 'user' },
          links: [
            { title: 'Runbook', url: 'https://wiki.example.com/rotate?a=b' },
          ],
        },
      },
    ]);
  });

  it('says what the portal refused and fails', async () => {
    const { url, close } = await portal([400, 'kind: must be one of …']);
    const { err, code } = await ripple(
      ['event', '--title=x', '--entity=component:default/a', '--kind=no'],
      { RIPPLE_URL: url, RIPPLE_TOKEN: 't' },
    );
    await close();
    expect(err).toContain('refused it (400): kind: must be one of …');
    expect(code).toBe(1);
  });

  it('tries again while the portal is away, under one key', async () => {
    const { url, received, close } = await portal([503, 'starting']);
    const { code } = await ripple(
      ['event', '--title=x', '--entity=component:default/a'],
      { RIPPLE_URL: url, RIPPLE_TOKEN: 't' },
    );
    await close();
    expect(code).toBe(0);
    expect(received).toHaveLength(2);
    expect(received[0].body.key).toBe(received[1].body.key);
  });

  it.each([
    [{ RIPPLE_TOKEN: 't' }, 'RIPPLE_URL or --url must be'],
    [{ RIPPLE_URL: 'http://127.0.0.1:1' }, 'RIPPLE_TOKEN must be'],
  ])('names what is missing: %j', async (env, message) => {
    const { err, code } = await ripple(
      ['event', '--title=x', '--entity=component:default/a'],
      env as Record<string, string>,
    );
    expect(err).toContain(message);
    expect(code).toBe(1);
  });
});

describe('ripple run', () => {
  const node = (script: string) => ['--', process.execPath, '-e', script];

  it('records start, finish and outcome as one event', async () => {
    const { url, received, close } = await portal();
    const { out, code } = await ripple(
      [
        'run',
        '--title=Migrated orders-db to 0142',
        '--kind=migration',
        '--entity=resource:default/orders-db',
        ...node('console.log("migrating")'),
      ],
      { RIPPLE_URL: url, RIPPLE_TOKEN: 't' },
    );
    await close();
    expect({ out, code }).toEqual({ out: 'migrating\n', code: 0 });
    const [start, finish] = received.map(({ body }) => body);
    expect(start).toMatchObject({ kind: 'migration', status: 'in-progress' });
    expect(start.endedAt).toBeUndefined();
    expect(finish).toMatchObject({
      key: start.key,
      startedAt: start.startedAt,
      status: 'succeeded',
    });
    expect(finish.endedAt).toBeDefined();
  });

  it('ends as the command ends, and never tells its arguments', async () => {
    const { url, received, close } = await portal();
    const { code } = await ripple(
      [
        'run',
        '--entity=component:default/a',
        ...node('process.exit(3)'),
        '--',
        '--password=hush',
      ],
      { RIPPLE_URL: url, RIPPLE_TOKEN: 't' },
    );
    await close();
    expect(code).toBe(3);
    expect(received[1].body).toMatchObject({
      title: 'ran node',
      kind: 'job',
      status: 'failed',
      details: { outcome: 'exit code 3' },
    });
    expect(JSON.stringify(received)).not.toContain('hush');
  });

  it('runs the command although nothing can be recorded', async () => {
    const { out, err, code } = await ripple(
      ['run', '--entity=component:default/a', ...node('console.log("done")')],
      { RIPPLE_URL: 'http://127.0.0.1:1', RIPPLE_TOKEN: 't' },
    );
    expect({ out, code }).toEqual({ out: 'done\n', code: 0 });
    expect(err).toContain(
      'ripple: not recorded: 127.0.0.1:1 cannot be reached',
    );
  });

  it('records a command that was ended by a signal, or is not there', async () => {
    const { url, received, close } = await portal();
    const env = { RIPPLE_URL: url, RIPPLE_TOKEN: 't' };
    const ended = await ripple(
      [
        'run',
        '--entity=component:default/a',
        ...node('process.kill(process.pid, "SIGKILL")'),
      ],
      env,
    );
    const absent = await ripple(
      ['run', '--entity=component:default/a', '--', 'no-such-command'],
      env,
    );
    await close();
    expect([ended.code, absent.code]).toEqual([137, 127]);
    expect(received.map(({ body }) => body.details)).toEqual([
      undefined,
      { outcome: 'ended by SIGKILL' },
      undefined,
      { outcome: 'no-such-command not found' },
    ]);
  });
});
