import { parseArgs } from 'node:util';
import { GithubWorld } from 'demo/src/github/index.ts';
import { REST_API } from './restApi.ts';

// Runs the world by itself until its standard input ends: `node serve.ts --port 7100 --now 2026-11-19T03:12:00Z`.
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    now: { type: 'string' },
    token: { type: 'string' },
    'rate-limit': { type: 'string' },
  },
});

async function main() {
  const now = values.now ? Date.parse(values.now) : Date.now();
  const world = await GithubWorld.create({
    stories: [REST_API],
    web: 'https://github.com',
    port: Number(values.port),
    now: () => now,
    token: values.token,
    rateLimit: values['rate-limit'] ? Number(values['rate-limit']) : undefined,
  });
  process.stdout.write(
    `${JSON.stringify({
      url: world.url,
      tags: {
        'v2.14.0': await world.repository.git.resolve('tags/v2.14.0'),
        'v2.14.1': await world.repository.git.resolve('tags/v2.14.1'),
      },
    })}\n`,
  );

  const stop = () => void world.close().then(() => process.exit(0));
  process.stdin.resume().once('end', stop).once('close', stop);
  process.once('SIGTERM', stop).once('SIGINT', stop);
}

void main();
