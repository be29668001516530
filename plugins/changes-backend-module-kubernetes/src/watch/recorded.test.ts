import { mockServices } from '@backstage/backend-test-utils';
import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import fc from 'fast-check';
import truth from '../__fixtures__/recorded/truth.json';
import { ManualTimers } from '../__testUtils__/ManualTimers';
import { MemoryConnection } from '../__testUtils__/MemoryConnection';
import { RecordedCluster } from '../__testUtils__/RecordedCluster';
import { ClusterClock } from '../clusters';
import { KubernetesSource } from '../KubernetesSource';
import { KindChoice, type KubernetesObject } from '../kinds';
import { Reflector } from '../reflector';

/*
 * What a real control plane told while kubebox and kubectl changed things, and beside it what they did and what `kubebox watch` counted; see
 * packages/backend/cluster-test/recording.
 */

jest.setTimeout(120_000);

const CORE = KindChoice.of({ profile: 'core' }).all().all;
const PATHS = {
  deployments: '/apis/apps/v1/deployments',
  replicasets: '/apis/apps/v1/replicasets',
  pods: '/api/v1/pods',
  configmaps: '/api/v1/configmaps',
};
/** Outcomes that follow from time alone are known after it. */
const AFTERWARDS_MS = 1_300_000;

/** What happens to whoever reads, when so many events have been told. */
type Interruption = 'cut' | 'restart' | 'forget';
type Interruptions = Record<number, Interruption>;

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
  for (let quiet = 0; quiet < 5; ) {
    await new Promise(resolve => setImmediate(resolve));
    if (cluster.isIdle(readers)) quiet++;
    else {
      quiet = 0;
      timers.advance(5);
    }
  }
}

async function play(interruptions: Interruptions = {}) {
  const playing = player();
  const { timers, cluster } = playing;
  const connection = new MemoryConnection();
  let stop = new AbortController();
  const start = () => {
    stop = new AbortController();
    return KubernetesSource.create({
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
    }).start(connection, stop.signal);
  };
  let done = start();
  let isUp = true;
  await digest(playing, CORE.length);
  for (const [index, { at }] of cluster.events.entries()) {
    timers.advance(Math.max(0, at - timers.now()));
    cluster.tell();
    const interruption = interruptions[index];
    if (interruption === 'cut') cluster.cut();
    else if (interruption) {
      if (isUp) {
        stop.abort();
        await done;
      } else {
        done = start();
      }
      isUp = !isUp;
      if (interruption === 'forget') cluster.forget();
    } else if (isUp && Object.keys(interruptions).length === 0) {
      await digest(playing, CORE.length);
    }
  }
  if (!isUp) done = start();
  await digest(playing, CORE.length);
  timers.advance(AFTERWARDS_MS);
  await digest(playing, CORE.length);
  stop.abort();
  await done;
  return { cluster, told: toldOf(connection) };
}

interface Told {
  key: string;
  kind: string;
  title: string;
  subject: string;
  status?: string;
  diff: { path: string; before?: unknown; after?: unknown }[];
}

/** Each change as it was told in the end. What was reconstructed lies before the recording. */
function toldOf({ observations }: MemoryConnection): Told[] {
  const told = new Map<string, Told>();
  for (const observation of observations) {
    if (observation.type !== 'change' || observation.reconstructed) continue;
    const { key, kind, title, subjects, end } = observation;
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

function diffOf({ diff }: Observation): Told['diff'] | undefined {
  return diff as Told['diff'] | undefined;
}

/** What is followed: a field of all objects of a kind, in the words of a diff. */
const FIELDS: {
  collection: keyof typeof PATHS;
  kind: string;
  path: string;
  read(object: KubernetesObject): unknown;
}[] = [
  {
    collection: 'configmaps',
    kind: 'ConfigMap',
    path: 'data.seq',
    read: object => at(object, 'data', 'seq'),
  },
  {
    collection: 'deployments',
    kind: 'Deployment.apps',
    path: 'spec.replicas',
    read: object => at(object, 'spec', 'replicas'),
  },
  {
    collection: 'deployments',
    kind: 'Deployment.apps',
    path: 'spec.template.spec.containers[app].image',
    read: object =>
      at(object, 'spec', 'template', 'spec', 'containers', '0', 'image'),
  },
  {
    collection: 'deployments',
    kind: 'Deployment.apps',
    path: 'metadata.labels[kubebox.test/turn]',
    read: object => at(object, 'metadata', 'labels', 'kubebox.test/turn'),
  },
];

function at(value: unknown, ...keys: string[]): unknown {
  return keys.reduce(
    (inner, key) => (inner as Record<string, unknown> | undefined)?.[key],
    value,
  );
}

/** By object, the values that a field had, one after another. */
function valuesOf(
  cluster: RecordedCluster,
  { collection, kind, read }: (typeof FIELDS)[number],
): Map<string, { uid: string; values: unknown[] }> {
  const values = new Map<string, { uid: string; values: unknown[] }>();
  const versions = [
    ...cluster.begin(collection),
    ...cluster.events
      .filter(event => event.collection === collection)
      .map(({ object }) => object),
  ];
  for (const object of versions) {
    const { uid, namespace, name } = object.metadata;
    const subject = `kubernetes:prod-eu/${namespace}/${kind}/${name}`;
    const known = values.get(subject);
    const value = read(object);
    if (known?.uid !== uid) values.set(subject, { uid, values: [value] });
    else if (known.values.at(-1) !== value) known.values.push(value);
  }
  return values;
}

/** The values that were told of, each with what it followed. */
function linksOf(told: Told[], subject: string, path: string) {
  return told
    .filter(event => event.subject === subject)
    .filter(({ title }) => !/ (created|deleted)\b/.test(title))
    .flatMap(({ diff }) => diff.filter(change => change.path === path))
    .map(({ before, after }) => ({ before, after }));
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
  it.each(Object.entries(PATHS))(
    'is read as often as kubebox counted: %s',
    async (collection, path) => {
      const playing = player();
      const { timers, cluster } = playing;
      const counts: Record<string, number> = { set: 0, deleted: 0 };
      const stop = new AbortController();
      const done = Reflector.create<true>({
        path,
        transport: cluster.transport,
        clock: ClusterClock.create({ localNow: timers.now }),
        timers,
        random: () => 0.5,
        reduce: () => true,
        sink: {
          replace: async () => undefined,
          apply: async changes => {
            for (const { type } of changes) counts[type]++;
          },
          alive: async () => undefined,
          failed: async () => undefined,
        },
      }).run(stop.signal);
      await digest(playing, 1);
      for (const event of cluster.events) {
        timers.advance(Math.max(0, event.at - timers.now()));
        cluster.tell();
        await digest(playing, 1);
      }
      timers.advance(1_000);
      await digest(playing, 1);
      stop.abort();
      await done;
      const counted: Record<string, number | undefined> =
        truth.watch[collection as keyof typeof truth.watch];
      expect(counts).toEqual({
        set: (counted.ADDED ?? 0) + (counted.MODIFIED ?? 0),
        deleted: counted.DELETED ?? 0,
      });
    },
  );

  it('is told as what was done, each thing once', async () => {
    const { told } = await play();
    const { load } = truth;
    expect(countsOf(told)).toEqual({
      'ConfigMap config': load.configmap,
      'Deployment.apps deployment': load.image,
    });
  });

  it.each(FIELDS)(
    'leads from each value to the next: $path of $kind',
    async field => {
      const { cluster, told } = await play();
      for (const [subject, { values }] of valuesOf(cluster, field)) {
        expect(linksOf(told, subject, field.path)).toEqual(
          values.slice(1).map((after, index) => ({
            before: values[index],
            after,
          })),
        );
      }
    },
  );
});
