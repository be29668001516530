import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Timeline } from '@ripplehq/backstage-plugin-changes-common';
import knexFactory, { type Knex } from 'knex';
import { printTable } from '../printTable';
import { median, quantile } from '../statistics';
import { BareStatements } from './BareStatements';
import { BenchBackend } from './BenchBackend';
import { Landscape, type Page, PAGES } from './Landscape';

const SEED = 20261119;
const BATCH_EVENTS = 1000;
const WARM_UP_ROUNDS = 5;
const ROUNDS = 60;
const ENTITIES_TIMEOUT_MS = 30_000;
/** Parts of all events after which it is asked, to see how the cost grows. */
const STEPS = [0.1, 0.3, 1];

interface Engine {
  name: string;
  knex: Knex;
  close(): Promise<void>;
}

/** `npm run bench -- timeline`: Ripple's answer over HTTP against the bare statements, in turns, on the same data. */
export async function timelineBench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      events: { type: 'string', default: '1000000' },
      postgres: { type: 'string' },
    },
  });
  const total = Number(values.events);
  if (!Number.isInteger(total) || total < BATCH_EVENTS) {
    throw new Error(
      `--events ${values.events} must be at least ${BATCH_EVENTS}`,
    );
  }
  const rows: (string | number)[][] = [];
  const engines = [openSqlite, ...(values.postgres ? [openPostgres] : [])];
  for (const open of engines) {
    const engine = await open(values.postgres ?? '');
    try {
      rows.push(...(await measure(engine, total)));
    } finally {
      await engine.close();
    }
  }
  if (!values.postgres) {
    process.stdout.write('PostgreSQL is left out: give --postgres URL\n');
  }
  printTable(
    [
      'engine',
      'page',
      'events in store',
      'events in answer',
      'answer kB',
      'answer ms p50',
      'p99',
      'bare ms p50',
      'p99',
      'ratio of p50',
    ],
    rows,
  );
}

async function measure(
  engine: Engine,
  total: number,
): Promise<(string | number)[][]> {
  const landscape = Landscape.create({ seed: SEED, end: Date.now() });
  const backend = await BenchBackend.start({
    knex: engine.knex,
    entities: landscape.entities(),
  });
  try {
    await backend.connection.commit({ subjects: landscape.subjects() });
    const rows: (string | number)[][] = [];
    let stored = 0;
    for (const step of STEPS) {
      const goal = Math.round(total * step);
      const before = performance.now();
      const added = goal - stored;
      while (stored < goal) {
        const count = Math.min(BATCH_EVENTS, goal - stored);
        await backend.connection.commit(landscape.batch(stored, count, total));
        stored += count;
      }
      const perSecond = added / ((performance.now() - before) / 1000);
      process.stdout.write(
        `${engine.name}: ${stored} events, ${Math.round(perSecond)} a second\n`,
      );
      await engine.knex.raw('analyze');
      for (const page of PAGES) {
        const figures = await ask(backend, engine.knex, {
          landscape,
          page,
          filled: stored / total,
        });
        rows.push([engine.name, page, stored, ...figures]);
      }
    }
    return rows;
  } finally {
    await backend.stop();
  }
}

async function ask(
  backend: BenchBackend,
  knex: Knex,
  question: { landscape: Landscape; page: Page; filled: number },
): Promise<(string | number)[]> {
  const { landscape, page, filled } = question;
  const subjects = landscape.laneSubjects(page);
  const bare = await BareStatements.create({ knex, subjects });
  await lanesAreThere(backend, page, subjects.length);
  const ripple: number[] = [];
  const floor: number[] = [];
  let answered = 0;
  let bytes = 0;
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    // A window each, or the second would find in memory what the first has read.
    const [asked, read] = [landscape.window(filled), landscape.window(filled)];
    const started = performance.now();
    const body = await backend.get(timelineRoute(page, asked));
    const between = performance.now();
    await bare.run(Date.parse(read.from), Date.parse(read.to));
    const ended = performance.now();
    if (round < 0) continue;
    ripple.push(between - started);
    floor.push(ended - between);
    answered += (JSON.parse(body.toString()) as Timeline).events.length;
    bytes += body.length;
  }
  return [
    Math.round(answered / ROUNDS),
    Math.round(bytes / ROUNDS / 1000),
    ...[ripple, floor].flatMap(times => [
      rounded(median(times)),
      rounded(quantile(times, 0.99)),
    ]),
    rounded(median(ripple) / median(floor)),
  ];
}

function timelineRoute(
  page: Page,
  window: { from: string; to: string },
): string {
  const query = new URLSearchParams({ ...window, degree: '1' });
  return `/entities/by-name/component/default/${page}/timeline?${query}`;
}

/** The catalog is read in the background. */
async function lanesAreThere(
  backend: BenchBackend,
  page: Page,
  lanes: number,
): Promise<void> {
  const deadline = Date.now() + ENTITIES_TIMEOUT_MS;
  for (;;) {
    const now = new Date();
    const from = new Date(now.getTime() - 60_000).toISOString();
    const answer = await backend
      .get(timelineRoute(page, { from, to: now.toISOString() }))
      .then(body => JSON.parse(body.toString()) as Timeline)
      .catch(() => undefined);
    if (answer?.lanes.length === lanes) return;
    if (Date.now() > deadline) {
      throw new Error(`${answer?.lanes.length} of ${lanes} lanes are there`);
    }
  }
}

async function openSqlite(): Promise<Engine> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'ripple-bench-'));
  const filename = path.join(directory, 'changes.sqlite');
  const knex = knexFactory({
    client: 'better-sqlite3',
    connection: { filename },
    useNullAsDefault: true,
    // As Backstage opens it.
    pool: { min: 0, max: 1 },
  });
  return {
    name: 'SQLite',
    knex,
    async close() {
      const { size } = await stat(filename);
      process.stdout.write(`SQLite: ${Math.round(size / 1e6)} MB\n`);
      await knex.destroy();
      await rm(directory, { recursive: true });
    },
  };
}

async function openPostgres(url: string): Promise<Engine> {
  const name = `ripple_bench_${process.pid}`;
  const admin = knexFactory({ client: 'pg', connection: url });
  await admin.raw('create database ??', [name]);
  const target = new URL(url);
  target.pathname = `/${name}`;
  const knex = knexFactory({ client: 'pg', connection: target.href });
  return {
    name: 'PostgreSQL',
    knex,
    async close() {
      const size = await knex.raw(
        'select pg_database_size(current_database()) as bytes',
      );
      const megabytes = Math.round(Number(size.rows[0].bytes) / 1e6);
      process.stdout.write(`PostgreSQL: ${megabytes} MB\n`);
      await knex.destroy();
      await admin.raw('drop database ??', [name]);
      await admin.destroy();
    },
  };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
