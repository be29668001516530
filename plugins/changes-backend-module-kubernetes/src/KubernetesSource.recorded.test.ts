import { mockServices } from '@backstage/backend-test-utils';
import {
  diffManifests,
  type Observation,
} from '@ripplehq/backstage-plugin-changes-common';
import { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import fc from 'fast-check';
import truth from './__fixtures__/recorded/truth.json';
import { ManualTimers } from './__testUtils__/ManualTimers';
import { MemoryConnection } from './__testUtils__/MemoryConnection';
import { RecordedCluster } from './__testUtils__/RecordedCluster';
import { KubernetesSource } from './KubernetesSource';
import { KindChoice, type KubernetesObject } from './kinds';

/*
 * What a real control plane told while kubebox and kubectl changed things, and beside it what they did and what `kubebox watch` counted; see
 * packages/backend/cluster-test/recording.
 */

jest.setTimeout(120_000);

const PASSES_MAX = 100_000;
const CORE = KindChoice.of({ profile: 'core' }).all().all;
/** Outcomes that follow from time alone are known after it. */
const AFTERWARDS_MS = 1_300_000;

/** What befalls whoever reads, counted in events that have been told. */
interface Mishaps {
  cuts?: number[];
  /** Nobody reads from the one to the other. */
  absence?: { from: number; to: number };
  /** Of what happened during the absence, the API server knows only what came of it. */
  forgets?: true;
}

interface Player {
  timers: ManualTimers;
  cluster: RecordedCluster;
}

function player(): Player {
  const timers = new ManualTimers();
  const cluster = RecordedCluster.load({ localNow: timers.now });
  timers.advance(cluster.events[0].at - timers.now());
  return { timers, cluster };
}

/** Until so many readers have taken in all that was told. */
async function digest({ timers, cluster }: Player, readers: number) {
  for (let quiet = 0, passes = 0; quiet < 5; passes++) {
    if (passes > PASSES_MAX) throw new Error('it is never taken in');
    await new Promise(resolve => setImmediate(resolve));
    if (cluster.isIdle(readers)) quiet++;
    else {
      quiet = 0;
      timers.advance(5);
    }
  }
}

async function play({ cuts = [], absence, forgets }: Mishaps = {}) {
  const playing = player();
  const { timers, cluster } = playing;
  const connection = new MemoryConnection();
  const source = KubernetesSource.create({
    supplier: {
      clusters: async () => ({
        watchable: [{ name: 'prod-eu', transport: cluster.transport }],
        unwatchable: [],
      }),
    },
    kinds: KindChoice.of({ profile: 'core' }),
    redactor: Redactor.create({}),
    logger: mockServices.logger.mock(),
    timers,
    random: () => 0.5,
  });
  let stop = new AbortController();
  let done = source.start(connection, stop.signal);
  await digest(playing, CORE.length);
  for (const [index, event] of cluster.events.entries()) {
    timers.advance(Math.max(0, event.at - timers.now()));
    cluster.tell();
    const isAway =
      absence !== undefined && index >= absence.from && index < absence.to;
    if (index === absence?.from) {
      stop.abort();
      await done;
    }
    if (index === absence?.to) {
      if (forgets) cluster.forget();
      stop = new AbortController();
      done = source.start(connection, stop.signal);
    }
    if (cuts.includes(index)) cluster.cut();
    if (!isAway && !cuts.includes(index)) {
      await digest(playing, CORE.length);
    }
  }
  timers.advance(AFTERWARDS_MS);
  await digest(playing, CORE.length);
  timers.advance(AFTERWARDS_MS);
  await digest(playing, CORE.length);
  stop.abort();
  await done;
  return { cluster, told: toldOf(connection, cluster.events[0].at) };
}

interface Told {
  key: string;
  kind: string;
  title: string;
  subject: string;
  status?: string;
  diff: { path: string; before?: unknown; after?: unknown }[];
}

/** Each change of the time of the recording, as it was told in the end. */
function toldOf({ observations }: MemoryConnection, begin: number): Told[] {
  const told = new Map<string, Told>();
  for (const observation of observations) {
    const { type, key, kind, title, subjects, start, end } = observation;
    if (type !== 'change') continue;
    if (observation.reconstructed && Date.parse(start!) < begin) continue;
    const known = told.get(key);
    told.set(key, {
      key,
      kind,
      title,
      subject: subjects[0],
      status: end?.status ?? known?.status,
      diff: diffOf(observation) ?? known?.diff ?? [],
    });
  }
  return [...told.values()];
}

function diffOf({ before, after }: Observation): Told['diff'] | undefined {
  return before && after ? diffManifests(before, after) : undefined;
}

/** What is followed: a field of all objects of a kind, in the words of a diff. */
interface Field {
  collection: 'deployments' | 'configmaps';
  path: string;
  read(object: KubernetesObject): unknown;
}

const FIELDS: Field[] = [
  {
    collection: 'configmaps',
    path: 'data.seq',
    read: object => at(object, 'data', 'seq'),
  },
  {
    collection: 'deployments',
    path: 'spec.replicas',
    read: object => at(object, 'spec', 'replicas'),
  },
  {
    collection: 'deployments',
    path: 'spec.template.spec.containers[app].image',
    read: object =>
      at(object, 'spec', 'template', 'spec', 'containers', '0', 'image'),
  },
  {
    collection: 'deployments',
    path: "metadata.labels['kubebox.test/turn']",
    read: object => at(object, 'metadata', 'labels', 'kubebox.test/turn'),
  },
];

function at(value: unknown, ...keys: string[]): unknown {
  return keys.reduce(
    (inner, key) => (inner as Record<string, unknown> | undefined)?.[key],
    value,
  );
}

/** By the object's uid, the values that a field had, one after another. */
function valuesOf(
  cluster: RecordedCluster,
  { collection, read }: Field,
): Map<string, unknown[]> {
  const values = new Map<string, unknown[]>();
  const versions = [
    ...cluster.begin(collection),
    ...cluster.events
      .filter(event => event.collection === collection)
      .map(({ object }) => object),
  ];
  for (const object of versions) {
    const { uid } = object.metadata;
    const known = values.get(uid) ?? [];
    values.set(uid, known);
    const value = read(object);
    if (known.length === 0 || known.at(-1) !== value) known.push(value);
  }
  return values;
}

/** What each value that was told of followed. */
function linksOf(told: Told[], uid: string, path: string) {
  return told
    .filter(({ key }) => key.startsWith(uid))
    .filter(({ title }) => !/ (created|deleted)\b/.test(title))
    .flatMap(({ diff }) => diff.filter(change => change.path === path))
    .map(({ before, after }) => [before, after]);
}

/** Those of some values that come in the order of others. */
function within(values: unknown[], others: unknown[]): unknown[] {
  let last = -1;
  return values.filter(value => {
    const next = others.indexOf(value, last + 1);
    if (next >= 0) last = next;
    return next >= 0;
  });
}

function byKey(told: Told[]): Told[] {
  return [...told].sort((a, b) => (a.key < b.key ? -1 : 1));
}

const countsOf = (told: Told[]) => {
  const counts: Record<string, number> = {};
  for (const { subject, kind, title } of told) {
    const verb = / (created|deleted)\b/.exec(title)?.[1];
    const [, object] = /\/([^/]+)\/[^/]+$/.exec(subject)!;
    const what = `${object} ${verb ?? kind}`;
    counts[what] = (counts[what] ?? 0) + 1;
  }
  return counts;
};

describe('what was recorded on a real control plane', () => {
  it('is told as what was done, each thing once', async () => {
    const { told } = await play();
    const { load, acts } = truth;
    const done = (...words: string[]) =>
      acts.filter(act => words.some(word => act.startsWith(word))).length;
    expect(countsOf(told)).toEqual({
      'ConfigMap config': load.configmap,
      'ConfigMap created': done('create configmap', 'replace'),
      'ConfigMap deleted': done('delete configmap', 'replace'),
      'Deployment.apps deployment': load.image,
      // Whoever changes annotations besides does more than to scale.
      'Deployment.apps config': load.label + load.scale,
      'Deployment.apps scale': done('scale'),
      'Deployment.apps restart': done('rollout restart'),
      'Deployment.apps rollback': done('rollout undo'),
    });
    expect(told.map(({ status }) => status)).toEqual(
      told.map(() => 'succeeded'),
    );
  });

  it.each(FIELDS)(
    'leads from each value to the next: $path of $collection',
    async field => {
      const { cluster, told } = await play();
      for (const [uid, values] of valuesOf(cluster, field)) {
        expect(linksOf(told, uid, field.path)).toEqual(
          values.slice(1).map((value, index) => [values[index], value]),
        );
      }
    },
  );

  it('is told the same wherever the watches are cut and whoever reads is away', async () => {
    const { cluster, told } = await play();
    const index = fc.nat({ max: cluster.events.length - 1 });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(index, { maxLength: 20 }),
        index,
        index,
        async (cuts, a, b) => {
          const absence = { from: Math.min(a, b), to: Math.max(a, b) };
          const other = await play({ cuts, absence });
          expect(byKey(other.told)).toEqual(byKey(told));
        },
      ),
      { numRuns: 8 },
    );
  });

  it('is told by what came of it where the API server has forgotten', async () => {
    const { cluster } = player();
    const last = cluster.events.length - 1;
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: last }),
        fc.nat({ max: last }),
        async (a, b) => {
          const absence = { from: Math.min(a, b), to: Math.max(a, b) };
          const { told } = await play({ absence, forgets: true });
          const gone = new Set(
            cluster.events
              .filter(({ type }) => type === 'DELETED')
              .map(({ object }) => object.metadata.uid),
          );
          for (const field of FIELDS) {
            const begun = new Set(
              cluster
                .begin(field.collection)
                .map(({ metadata }) => metadata.uid),
            );
            for (const [uid, values] of valuesOf(cluster, field)) {
              const links = linksOf(told, uid, field.path);
              const steps = [
                ...links.slice(0, 1).map(([before]) => before),
                ...links.map(([, after]) => after),
              ];
              expect(links.map(([before]) => before)).toEqual(
                steps.slice(0, -1),
              );
              expect(steps).toEqual(within(steps, values));
              if (!begun.has(uid) || gone.has(uid)) continue;
              expect(steps.at(0)).toEqual(
                values.length > 1 ? values[0] : undefined,
              );
              expect(steps.at(-1)).toEqual(
                values.length > 1 ? values.at(-1) : undefined,
              );
            }
          }
        },
      ),
      { numRuns: 8 },
    );
  });
});
