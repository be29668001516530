import truth from '../__fixtures__/recorded/truth.json';
import { ManualTimers } from '../__testUtils__/ManualTimers';
import { RecordedCluster } from '../__testUtils__/RecordedCluster';
import { ClusterClock } from '../clusters';
import type { KubernetesObject } from '../kinds';
import { Reflector } from './Reflector';
import type { Position, ReflectorSink } from './ReflectorSink';

/*
 * What a real control plane told while kubebox and kubectl changed things, and beside it what `kubebox watch` counted; see
 * packages/backend/cluster-test/recording.
 */

const PATHS = {
  deployments: '/apis/apps/v1/deployments',
  replicasets: '/apis/apps/v1/replicasets',
  pods: '/api/v1/pods',
  configmaps: '/api/v1/configmaps',
};
const PASSES_MAX = 10_000;
const COLLECTIONS = Object.keys(PATHS) as (keyof typeof PATHS)[];

/** What befalls whoever reads, each time after so many events. */
interface Mishaps {
  cutEvery?: number;
  restartEvery?: number;
  forgetEvery?: number;
}

async function play(collection: keyof typeof PATHS, mishaps: Mishaps = {}) {
  const timers = new ManualTimers();
  const cluster = RecordedCluster.load({ localNow: timers.now });
  timers.advance(cluster.events[0].at - timers.now());
  const counts = { set: 0, deleted: 0 };
  const objects = new Map<string, string>();
  let position: Position | undefined;
  const sink: ReflectorSink<KubernetesObject> = {
    takesParts: () => false,
    part: async () => undefined,
    async replace(items, at) {
      objects.clear();
      for (const { metadata } of items) {
        objects.set(metadata.uid, metadata.resourceVersion);
      }
      position = at;
    },
    async apply(changes, at) {
      for (const { type, object } of changes) {
        counts[type]++;
        const { uid, resourceVersion } = object.metadata;
        if (type === 'deleted') objects.delete(uid);
        else objects.set(uid, resourceVersion);
      }
      position = at;
    },
    async alive(at) {
      position = at;
    },
    failed: async () => undefined,
  };
  let stop = new AbortController();
  const start = () => {
    stop = new AbortController();
    return Reflector.create<KubernetesObject>({
      path: PATHS[collection],
      transport: cluster.transport,
      clock: ClusterClock.create({ localNow: timers.now }),
      timers,
      random: () => 0.5,
      reduce: object => object,
      sink,
      position,
    }).run(stop.signal);
  };
  /** Until it has read all that was told. */
  const digest = async () => {
    for (let quiet = 0, passes = 0; quiet < 5; passes++) {
      if (passes > PASSES_MAX) throw new Error('it does not come to rest');
      await new Promise(resolve => setImmediate(resolve));
      quiet = cluster.isIdle(1) ? quiet + 1 : 0;
      // Whoever is late waits for more for a moment.
      timers.advance(100);
    }
  };
  const isTurn = (index: number, every = Infinity) => index % every === 0;

  let done = start();
  await digest();
  for (const index of cluster.events.keys()) {
    const isForgotten = isTurn(index + 1, mishaps.forgetEvery);
    if (isForgotten || isTurn(index + 1, mishaps.restartEvery)) {
      stop.abort();
      await done;
      cluster.tell();
      if (isForgotten) cluster.forget();
      done = start();
    } else {
      cluster.tell();
      if (isTurn(index + 1, mishaps.cutEvery)) cluster.cut();
    }
    await digest();
  }
  stop.abort();
  await done;
  return { counts, objects, end: cluster.end(collection) };
}

describe.each(COLLECTIONS)('the recorded watch of %s', collection => {
  const counted: Record<string, number | undefined> = truth.watch[collection];
  const truly = {
    set: (counted.ADDED ?? 0) + (counted.MODIFIED ?? 0),
    deleted: counted.DELETED ?? 0,
  };

  it.each([
    ['nothing breaks', {}],
    ['it is cut again and again', { cutEvery: 3 }],
    ['whoever reads is restarted again and again', { restartEvery: 7 }],
  ])('is read as often as kubebox counted when %s', async (_, mishaps) => {
    const { counts, objects, end } = await play(collection, mishaps);
    expect(counts).toEqual(truly);
    expect(objects).toEqual(end);
  });

  it('leaves what there is in the end where the API server has forgotten steps', async () => {
    const { objects, end } = await play(collection, { forgetEvery: 11 });
    expect(objects).toEqual(end);
  });
});
