import { mockServices } from '@backstage/backend-test-utils';
import { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import fc from 'fast-check';
import { FakeApiServer } from './__testUtils__/FakeApiServer';
import { ManualTimers, until } from './__testUtils__/ManualTimers';
import { MemoryConnection } from './__testUtils__/MemoryConnection';
import {
  CONTROLLER_REVISION,
  KindChoice,
  STATEFUL_SET,
  collectionPath,
} from './kinds';
import { KubernetesSource } from './KubernetesSource';

/*
 * A StatefulSet that does what a random script says, as its controller would have it: an old template's record gets a new number and
 * forgets the one that it had. Its watcher is now and then away, and then goes on where it was, or finds that all is forgotten.
 */

jest.setTimeout(120_000);

type Act =
  | { do: 'image'; value: number }
  | { do: 'replicas'; value: number }
  | { do: 'undo' };

const script = fc.array(
  fc.record({
    act: fc.oneof<fc.Arbitrary<Act>[]>(
      fc.record({ do: fc.constant('image' as const), value: fc.nat(3) }),
      fc.record({
        do: fc.constant('replicas' as const),
        value: fc.integer({ min: 1, max: 5 }),
      }),
      fc.record({ do: fc.constant('undo' as const) }),
    ),
    during: fc.constantFrom('watched', 'watched', 'away', 'forgotten'),
  }),
  { minLength: 1, maxLength: 8 },
);

const KINDS = KindChoice.of({ profile: 'core' });
const SETS = collectionPath(STATEFUL_SET);
const REVISIONS = collectionPath(CONTROLLER_REVISION);

class World {
  readonly #server: FakeApiServer;
  readonly #revisions = new Map<number, number>();
  #image = 0;
  #replicas = 3;
  #generation = 1;

  constructor(server: FakeApiServer) {
    this.#server = server;
    this.#settle();
  }

  get image(): string {
    return `db:v${this.#image}`;
  }

  get replicas(): number {
    return this.#replicas;
  }

  /** Whether anything changed. */
  perform(act: Act): boolean {
    const before = `${this.#image}/${this.#replicas}`;
    if (act.do === 'image') this.#image = act.value;
    if (act.do === 'replicas') this.#replicas = act.value;
    if (act.do === 'undo') this.#image = this.#previous();
    if (before === `${this.#image}/${this.#replicas}`) return false;
    this.#generation++;
    this.#put(this.#generation - 1);
    this.#settle();
    return true;
  }

  #settle(): void {
    const newest = Math.max(0, ...this.#revisions.values());
    if (this.#revisions.get(this.#image) !== newest || newest === 0) {
      this.#revisions.set(this.#image, newest + 1);
      this.#server.put(REVISIONS, {
        metadata: {
          ...this.#name(`db-${this.#image}`),
          ownerReferences: [
            { kind: 'StatefulSet', name: 'db', uid: 'db', controller: true },
          ],
        },
        revision: newest + 1,
        data: {
          spec: { template: { $patch: 'replace', ...this.#template() } },
        },
      });
    }
    this.#put(this.#generation);
  }

  #put(observed: number): void {
    const replicas = this.#replicas;
    this.#server.put(SETS, {
      metadata: {
        ...this.#name('db'),
        uid: 'db',
        generation: this.#generation,
      },
      spec: { replicas, template: this.#template() },
      status: {
        observedGeneration: observed,
        replicas,
        readyReplicas: replicas,
        availableReplicas: replicas,
        updatedReplicas: replicas,
        currentRevision: `db-${this.#image}`,
        updateRevision: `db-${this.#image}`,
      },
    });
  }

  #previous(): number {
    const [, second] = [...this.#revisions].sort(([, a], [, b]) => b - a);
    return second ? second[0] : this.#image;
  }

  #name(name: string) {
    return { name, namespace: 'shop' };
  }

  #template() {
    return { spec: { containers: [{ name: 'app', image: this.image }] } };
  }
}

async function play(steps: { act: Act; during: string }[]) {
  const timers = new ManualTimers();
  const server = await FakeApiServer.start({ now: timers.now });
  const connection = new MemoryConnection();
  const world = new World(server);
  let stop = new AbortController();
  let done = Promise.resolve();

  const pass = () => timers.advance(50);
  const start = async () => {
    stop = new AbortController();
    done = KubernetesSource.create({
      supplier: {
        clusters: async () => ({
          watchable: [{ name: 'prod-eu', transport: server.transport }],
          unwatchable: [],
        }),
      },
      kinds: KINDS,
      redactor: Redactor.create({}),
      logger: mockServices.logger.mock(),
      timers,
      random: () => 0.5,
    }).start(connection, stop.signal);
    await until(
      () =>
        KINDS.all().all.every(
          kind => server.watchers(collectionPath(kind)) === 1,
        ),
      pass,
    );
  };
  const end = async () => {
    stop.abort();
    await done;
    server.cutConnections();
  };
  /** Until nothing more is told. */
  const digest = async () => {
    for (let quiet = 0; quiet < 3; ) {
      const count = connection.observations.length;
      for (let turn = 0; turn < 4; turn++) {
        timers.advance(1000);
        await new Promise(resolve => setTimeout(resolve, 1));
      }
      quiet = connection.observations.length === count ? quiet + 1 : 0;
    }
  };

  await start();
  await digest();
  for (const { act, during } of steps) {
    const count = connection.keys().length;
    timers.advance(60_000);
    if (during !== 'watched') await end();
    const isChange = world.perform(act);
    if (during === 'forgotten') server.compact();
    if (during !== 'watched') await start();
    if (isChange) {
      // Its row follows all that is told.
      await until(() => standsAs(connection, world), pass);
    }
    await digest();
    if (isChange && during !== 'forgotten') {
      expect(connection.keys()).toHaveLength(count + 1);
    }
  }
  const told = connection.observations.length;
  await end();
  server.compact();
  await start();
  await digest();
  const late = connection.observations.slice(told);
  await end();
  await server.stop();
  return { connection, world, late };
}

function standsAs(connection: MemoryConnection, world: World): boolean {
  const summary = connection.rows.get(
    'kubernetes:prod-eu/shop/StatefulSet.apps/db',
  )?.summary;
  return (
    summary?.type === 'workload' &&
    summary.images.app === world.image &&
    summary.desired === world.replicas &&
    summary.rollout?.state === 'complete'
  );
}

describe('a StatefulSet', () => {
  it('is told of each change once, whoever was away meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(script, async steps => {
        const { connection, world, late } = await play(steps);
        expect(late).toEqual([]);
        const first = new Map<string, (typeof connection.observations)[0]>();
        for (const observation of connection.observations) {
          const known = first.get(observation.key) ?? observation;
          first.set(observation.key, known);
          const { kind, title, subjects } = known;
          expect(observation).toMatchObject({ kind, title, subjects });
        }
        const images = [...first.values()].map(
          ({ after }: any) => after?.spec?.template?.spec.containers[0].image,
        );
        expect(images.at(-1)).toBe(world.image);
        const open = [...first.keys()].filter(
          key =>
            !connection.observations.some(
              ({ key: other, end }) => other === key && end,
            ),
        );
        expect(open).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });
});
