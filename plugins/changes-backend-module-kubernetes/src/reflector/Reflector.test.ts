import { FakeApiServer } from '../__testUtils__/FakeApiServer';
import { ManualTimers, until } from '../__testUtils__/ManualTimers';
import { ClusterClock, type ClusterTransport } from '../clusters';
import type { KubernetesObject } from '../kinds';
import type { ApiFailure } from './ApiFailure';
import { Reflector } from './Reflector';
import type { Change, Position } from './ReflectorSink';

const PATH = '/api/v1/configmaps';
type Item = { name: string; version: string };

const textOf = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

describe('Reflector', () => {
  const timers = new ManualTimers();
  let server: FakeApiServer;
  let serverAheadMs = 0;
  let stop: AbortController;
  let seen: {
    lists: string[][];
    /** Nothing is known of the collection yet. */
    takesParts: boolean;
    parts: string[][];
    isRest?: boolean;
    before: (Position | undefined)[];
    changes: string[];
    gaps: (number | undefined)[];
    at: number[];
    failures: string[];
    position?: Position;
    alive: number;
    /** How often the sink was given changes. */
    asked: number;
  };
  let done: Promise<void>;
  /** How many pieces of answers were taken. */
  let pieces = 0;
  /** Until when the sink takes its time. */
  let store: Promise<void>;

  const reduce = ({ metadata }: KubernetesObject): Item | undefined =>
    metadata.name.startsWith('noise')
      ? undefined
      : { name: metadata.name, version: metadata.resourceVersion };

  const counting = (transport: ClusterTransport): ClusterTransport => ({
    async get(path, options) {
      const response = await transport.get(path, options);
      return { ...response, body: counted(response.body) };
    },
  });

  async function* counted(body: AsyncIterable<Uint8Array>) {
    for await (const piece of body) {
      pieces++;
      yield piece;
    }
  }

  function start(position?: Position) {
    stop = new AbortController();
    done = Reflector.create<Item>({
      path: PATH,
      transport: counting(server.transport),
      clock: ClusterClock.create({ localNow: timers.now }),
      timers,
      random: () => 0.5,
      reduce,
      position,
      sink: {
        takesParts: () => seen.takesParts,
        async part(items) {
          seen.parts.push(items.map(item => item.name));
        },
        async replace(items, at, { before, isRest }) {
          seen.lists.push(items.map(item => item.name));
          seen.isRest = isRest;
          seen.before.push(before);
          seen.position = at;
        },
        async apply(changes: Change<Item>[], at) {
          seen.asked++;
          await store;
          for (const { type, object, from, at: happenedAt } of changes) {
            seen.changes.push(`${type} ${object.name}`);
            seen.gaps.push(from);
            seen.at.push(happenedAt);
          }
          seen.position = at;
        },
        async alive(at) {
          seen.alive++;
          seen.position = at;
        },
        async failed(failure: ApiFailure) {
          seen.failures.push(failure.failureClass);
        },
      },
    }).run(stop.signal);
  }

  async function restart() {
    stop.abort();
    await done;
    start(seen.position);
  }

  /** As a client leaves it whose write the API server notes. */
  const written = (
    name: string,
    time = textOf(timers.now() + serverAheadMs),
  ) => ({
    metadata: { name, managedFields: [{ manager: 'kubectl-edit', time }] },
  });
  const put = (name: string) => server.put(PATH, { metadata: { name } });
  const pass = () => timers.advance(100);
  const told = (changes: number) =>
    until(() => seen.changes.length === changes, pass);
  const watching = () => until(() => server.watchers(PATH) === 1, pass);

  beforeEach(async () => {
    seen = {
      lists: [],
      takesParts: false,
      parts: [],
      before: [],
      changes: [],
      gaps: [],
      at: [],
      failures: [],
      alive: 0,
      asked: 0,
    };
    store = Promise.resolve();
    serverAheadMs = 0;
    server = await FakeApiServer.start({
      now: () => timers.now() + serverAheadMs,
    });
  });

  afterEach(async () => {
    stop.abort();
    await done;
    await server.stop();
  });

  it('lists in pages, then tells each change once, without noise', async () => {
    for (let i = 0; i < 1201; i++) put(`a${i}`);
    put('noise');
    start();
    await watching();
    expect(server.lists(PATH)).toBe(3);
    expect(seen.lists).toHaveLength(1);
    expect(new Set(seen.lists[0]).size).toBe(1201);

    put('b');
    put('noise');
    put('b');
    server.delete(PATH, { name: 'b' });
    await until(() => seen.changes.length === 3, pass);
    expect(seen.changes).toEqual(['set b', 'set b', 'deleted b']);
  });

  it('hands on part by part what nobody knows yet', async () => {
    for (let i = 0; i < 1201; i++) put(`a${i}`);
    seen.takesParts = true;
    start();
    await watching();
    expect(seen.parts.map(part => part.length)).toEqual([250, 250, 250, 250]);
    expect(seen.lists.map(part => part.length)).toEqual([201]);
    expect(seen.isRest).toBe(true);
    expect(new Set([...seen.parts, ...seen.lists].flat()).size).toBe(1201);
  });

  it('goes on where it was after a clean end, a cut connection and a restart', async () => {
    start();
    await watching();
    server.endWatches(PATH);
    put('a');
    await until(() => seen.changes.length === 1, pass);

    server.cutConnections();
    put('b');
    await until(() => seen.changes.length === 2, pass);

    await watching();
    await restart();
    put('c');
    await until(() => seen.changes.length === 3, pass);
    expect(seen.changes).toEqual(['set a', 'set b', 'set c']);
    expect(seen.lists).toHaveLength(1);
  });

  it('says since when nobody watched of what comes late, and not of what comes in time', async () => {
    put('late');
    start();
    await watching();
    const left = timers.now();
    stop.abort();
    await done;
    put('late');
    timers.advance(600_000);
    start(seen.position);
    await until(() => seen.changes.length === 1, pass);
    server.bookmark(PATH);
    await until(() => (seen.position?.completeTo ?? 0) > left, pass);
    put('in time');
    await until(() => seen.changes.length === 2, pass);
    expect(Math.abs(seen.gaps[0]! - left)).toBeLessThan(2_000);
    expect(seen.gaps[1]).toBeUndefined();
  });

  it('says when what came while the store was away happened, as far as that is known', async () => {
    put('a');
    put('b');
    start();
    await watching();
    let back = () => {};
    store = new Promise(resolve => {
      back = resolve;
    });
    put('a');
    await until(() => seen.asked === 1, pass);
    timers.advance(60_000);
    const before = pieces;
    server.delete(PATH, { name: 'a' });
    await until(() => pieces > before);
    const taken = timers.now();
    timers.advance(60_000);
    server.delete(PATH, { name: 'b' });
    server.bookmark(PATH);
    timers.advance(60_000);
    back();
    await told(3);
    expect(seen.changes).toEqual(['set a', 'deleted a', 'deleted b']);
    expect(seen.gaps.slice(0, 2)).toEqual([undefined, undefined]);
    expect(Math.abs(seen.at[1] - taken)).toBeLessThan(2_000);
    expect(Math.abs(seen.gaps[2]! - taken)).toBeLessThan(2_000);
    expect(seen.at[2]).toBeGreaterThan(taken + 100_000);
  });

  it('says since when this process was frozen of what it reads when it wakes', async () => {
    put('a');
    put('b');
    start();
    await watching();
    await until(() => seen.alive > 0, pass);
    timers.advance(20_000);
    const left = timers.now();
    timers.lastTurn = () => left;
    timers.advance(60_000);
    put('a');
    await told(1);
    timers.lastTurn = timers.now;
    await until(() => seen.position?.isBehind !== true, pass);
    put('b');
    await told(2);
    expect(Math.abs(seen.gaps[0]! - left)).toBeLessThan(2_000);
    expect(seen.at[0]).toBeGreaterThan(left + 50_000);
    expect(seen.gaps[1]).toBeUndefined();
  });

  it('says since when of what comes after several cuts, each of which let a little pass', async () => {
    put('a');
    start();
    await watching();
    await until(() => seen.alive > 0, pass);
    const left = timers.now();
    // However slow this machine is, it does not seem to be silent.
    timers.lastTurn = () => left;
    server.cutAfterLines = 1;
    server.cutConnections();
    const changes = 20;
    for (let i = 0; i < changes; i++) put('a');
    await told(changes);
    timers.lastTurn = timers.now;
    expect(seen.at.at(-1)! - left).toBeGreaterThan(2_000);
    expect(seen.gaps.at(-1)! - left).toBeLessThan(1_000);
  });

  it('does not take the time of an earlier write for that of a scaling, also after a restart', async () => {
    const scaled = (generation: number, time: string) => ({
      ...written('a', time),
      metadata: { ...written('a', time).metadata, generation },
      status: { observedGeneration: generation - 1 },
    });
    put('a');
    start();
    await watching();
    stop.abort();
    await done;
    timers.advance(60_000);
    const time = textOf(timers.now());
    server.put(PATH, written('a', time));
    timers.advance(60_000);
    start(seen.position);
    await told(1);
    stop.abort();
    await done;
    server.put(PATH, scaled(3, time));
    timers.advance(60_000);
    start(seen.position);
    await told(2);
    expect(seen.at[1]).toBeGreaterThan(Date.parse(time) + 60_000);
    expect(seen.gaps[1]).toBeDefined();
  });

  it("takes no jump of the cluster's clock for a time in which nobody watched", async () => {
    put('a');
    start();
    await watching();
    serverAheadMs = 3_600_000;
    server.endWatches(PATH);
    put('a');
    await until(() => seen.changes.length === 1, pass);
    expect(seen.gaps).toEqual([undefined]);
  });

  it('tells when things happened in a cluster that lives a day in a moment', async () => {
    put('timed');
    put('timeless');
    start();
    await watching();
    // By the server's clock; the reader's own runs meanwhile, longer on a busy machine.
    const happened: number[] = [];
    for (let minute = 7; minute <= 24 * 60; minute += 97) {
      serverAheadMs = minute * 60_000;
      const now = timers.now() + serverAheadMs;
      server.put(PATH, written('timed'));
      server.put(PATH, { metadata: { name: 'timeless' } });
      happened.push(now, now);
      await told(happened.length);
    }
    for (const [index, at] of seen.at.entries()) {
      expect(Math.abs(at - happened[index])).toBeLessThan(5_000);
    }
    expect(seen.gaps.every(from => from === undefined)).toBe(true);
  });

  it('waits for what a controller answers, also when the server took long to say what time it is', async () => {
    put('timed');
    put('timeless');
    start();
    await watching();
    const begin = timers.now();
    const hours = (count: number) => count * 3_600_000;
    serverAheadMs = hours(1);
    server.put(PATH, written('timed'));
    await told(1);

    server.breakWith(PATH, (_, response) => {
      server.repair(PATH);
      timers.advance(100);
      server.put(PATH, written('timed', textOf(begin + hours(2))));
      response.setHeader('Date', new Date(begin + hours(3)).toUTCString());
      response.end('{"metadata":{"resourceVersion":"1"},"items":[]}');
    });
    serverAheadMs = hours(2);
    server.put(PATH, { metadata: { name: 'timeless' } });
    await told(3);
    expect(seen.changes.slice(1)).toEqual(['set timeless', 'set timed']);
    expect(Math.abs(seen.at[1] - begin - hours(2))).toBeLessThan(5_000);
  });

  it('asks the server about a time that cannot be, and does not believe it', async () => {
    put('a');
    start();
    await watching();
    server.put(PATH, written('a', '2099-01-01T00:00:00Z'));
    await until(() => seen.changes.length === 1, pass);
    expect(Math.abs(seen.at[0] - timers.now())).toBeLessThan(5_000);
  });

  it('moves on with bookmarks, so that a quiet collection need not be listed again', async () => {
    start();
    await watching();
    const { resourceVersion } = seen.position!;
    server.put('/api/v1/other', { metadata: { name: 'x' } });
    server.bookmark(PATH);
    await until(() => seen.position!.resourceVersion !== resourceVersion, pass);
    await restart();
    await watching();
    expect(server.lists(PATH)).toBe(1);
  });

  it('lists again when its position is too old, and says how far it had read', async () => {
    put('a');
    start();
    await watching();
    const position = seen.position!;
    stop.abort();
    await done;
    put('b');
    server.compact();
    start(position);
    await until(() => seen.lists.length === 2, pass);
    expect(seen.lists[1]).toEqual(['a', 'b']);
    expect(seen.before[1]?.resourceVersion).toBe(position.resourceVersion);
    expect(seen.failures).toEqual([]);
  });

  it.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [429, 'too-many-requests'],
    [500, 'server-error'],
    [503, 'server-error'],
  ])('tells of HTTP %i and goes on when it is over', async (status, name) => {
    server.breakWithStatus(PATH, status);
    put('a');
    start();
    await until(() => seen.failures.length === 1);
    expect(seen.failures).toEqual([name]);
    server.repair(PATH);
    await until(
      () => seen.lists.length === 1,
      () => timers.advance(60_000),
    );
  });

  it('asks a server that wants patience no sooner than it says', async () => {
    server.breakWithStatus(PATH, 429, { 'Retry-After': '90' });
    start();
    await until(() => seen.failures.length === 1);
    server.repair(PATH);
    const failedAt = timers.now();
    await until(
      () => seen.lists.length === 1,
      () => timers.advance(1_000),
    );
    expect(timers.now() - failedAt).toBeGreaterThanOrEqual(90_000);
  });

  it('asks about a lack of rights within seconds at first, then ever more seldom', async () => {
    server.breakWithStatus(PATH, 403);
    start();
    await until(() => seen.failures.length === 1);
    const failedAt = timers.now();
    const failuresAre = (count: number) =>
      until(
        () => seen.failures.length === count,
        () => timers.advance(500),
      );
    await failuresAre(2);
    expect(timers.now() - failedAt).toBeLessThan(5_000);
    await failuresAre(6);
    expect(timers.now() - failedAt).toBeGreaterThan(30_000);
  });

  it('asks a server that was away for long within half a minute, and soon whatever it answers first', async () => {
    server.breakWith(PATH, (_, response) => response.destroy());
    start();
    const failuresAre = (count: number) =>
      until(
        () => seen.failures.length === count,
        () => timers.advance(500),
      );
    await failuresAre(10);
    const tenthAt = timers.now();
    await failuresAre(11);
    expect(timers.now() - tenthAt).toBeLessThanOrEqual(31_000);
    server.breakWithStatus(PATH, 401);
    await failuresAre(12);
    server.repair(PATH);
    const refusedAt = timers.now();
    await until(
      () => seen.lists.length === 1,
      () => timers.advance(500),
    );
    expect(timers.now() - refusedAt).toBeLessThanOrEqual(6_000);
    expect(seen.failures.slice(-2)).toEqual(['network', 'unauthorized']);
  });

  it.each([
    ['a page of HTML', '<html>welcome</html>'],
    ['JSON that is no list', '{"hello":"world"}'],
    ['a list without a version', '{"metadata":{},"items":[]}'],
    [
      'an object without a uid',
      '{"metadata":{"resourceVersion":"1"},"items":[{"metadata":{"name":"a"}}]}',
    ],
    [
      'a list with something that is no JSON',
      '{"metadata":{"resourceVersion":"1"},"items":[{"metadata":{]}',
    ],
  ])('calls %s garbage', async (_, body) => {
    server.breakWith(PATH, (__, response) => response.end(body));
    start();
    await until(() => seen.failures.length === 1);
    expect(seen.failures).toEqual(['garbage']);
    expect(seen.lists).toEqual([]);
  });

  it('takes nothing from a line that is not a watch event, and goes on after it', async () => {
    start();
    await watching();
    server.raw(PATH, 'no JSON\n');
    await until(() => seen.failures.length === 1);
    expect(seen.failures).toEqual(['garbage']);
    put('a');
    await until(
      () => seen.changes.length === 1,
      () => timers.advance(10_000),
    );
  });

  it('asks a silent server for a sign of life', async () => {
    start();
    await watching();
    const probes = () =>
      server.requests.filter(url => url.searchParams.get('limit') === '1');
    await until(
      () => probes().length > 0,
      () => timers.advance(1_000),
    );
    const { alive } = seen;
    await until(() => seen.alive > alive, pass);
    expect(server.watchers(PATH)).toBe(1);
  });

  it('gives up a watch that its server does not end', async () => {
    start();
    await watching();
    const watches = () =>
      server.requests.filter(url => url.searchParams.get('watch')).length;
    const before = watches();
    await until(
      () => watches() > before,
      () => timers.advance(20_000),
    );
    await watching();
    put('a');
    await until(() => seen.changes.length === 1, pass);
    expect(seen.failures).toEqual(['network']);
  });

  it('says that nobody is there', async () => {
    await server.stop();
    start();
    await until(() => seen.failures.length > 0);
    expect(seen.failures[0]).toBe('network');
    server = await FakeApiServer.start({ now: timers.now });
  });
});
