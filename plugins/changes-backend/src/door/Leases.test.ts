import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import { LeaseLostError } from '@ripplehq/backstage-plugin-changes-node';
import type { Knex } from 'knex';
import { TestStore, deployment } from '../__testUtils__/TestStore';
import { LEASE_TTL_MS, Leases } from './Leases';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const SCOPE = 'prod-eu/pods';

/** Longer than any pause between two attempts: a patience that ends only where nothing comes. */
const PATIENCE_MS = 10_000;

/** A replica whose waits end when the test says so. */
class Replica {
  readonly #waits: (() => void)[] = [];
  readonly #patience: (() => void)[] = [];
  #waiting: (() => void)[] = [];
  now = 0;
  readonly leases: Leases;

  constructor(readonly store: TestStore, holder: string) {
    this.leases = Leases.create({
      table: store.leases,
      holder,
      logger: mockServices.logger.mock(),
      now: () => this.now,
      wait: (ms, signal) =>
        new Promise((resolve, reject) => {
          if (signal.aborted) reject(signal.reason);
          signal.addEventListener('abort', () => reject(signal.reason));
          if (ms > PATIENCE_MS) {
            this.#patience.push(resolve);
            return;
          }
          this.#waits.push(resolve);
          this.#waiting.forEach(notify => notify());
          this.#waiting = [];
        }),
    });
  }

  /** Until something waits. */
  async idle(): Promise<void> {
    if (this.#waits.length === 0) {
      await new Promise<void>(resolve => this.#waiting.push(resolve));
    }
  }

  /** Nothing has come for as long as anybody had patience. */
  loseFaith(): void {
    this.#patience.splice(0).forEach(end => end());
  }

  /** Lets what waits go on. */
  async step(): Promise<void> {
    await this.idle();
    this.#waits.splice(0).forEach(end => end());
  }
}

const never = () => new AbortController().signal;
const aborted = (signal: AbortSignal) =>
  signal.aborted
    ? Promise.resolve()
    : new Promise(resolve => signal.addEventListener('abort', resolve));

/** As if the time to live had passed. */
const runOut = (knex: Knex) => knex('source_lease').update({ expires_at: 1 });

describe.each(databases.eachSupportedId())('Leases on %s', databaseId => {
  it('refuses a commit under a lost lease whole, and takes the new holder’s', async () => {
    const knex = await databases.init(databaseId);
    const store = await TestStore.create(knex);
    const first = new Replica(store, 'first');
    const second = new Replica(store, 'second');
    const lost = await first.leases.take('kubernetes', SCOPE, never());
    await runOut(knex);
    const held = await second.leases.take('kubernetes', SCOPE, never());
    expect(held.token).toBeGreaterThan(lost.token);

    const before = await store.dump();
    await expect(
      store.ingest.commit('kubernetes', {
        lease: lost,
        observations: [deployment()],
        scope: SCOPE,
        position: '1',
      }),
    ).rejects.toThrow(LeaseLostError);
    expect(await store.dump()).toEqual(before);

    await store.ingest.commit('kubernetes', {
      lease: held,
      observations: [deployment()],
    });
    expect(await store.events()).toHaveLength(1);

    // The first one learns of it when it renews.
    await first.step();
    await aborted(lost.signal);
    expect(lost.signal.reason).toBeInstanceOf(LeaseLostError);
    await lost.release();
    await second.step();
    await second.idle();
    expect(held.signal.aborted).toBe(false);
    await second.leases.releaseAll();
  });

  it('gives up a lease that could not be renewed for as long as it lives', async () => {
    const store = await TestStore.create(await databases.init(databaseId));
    const replica = new Replica(store, 'first');
    const lease = await replica.leases.take('kubernetes', SCOPE, never());
    jest.spyOn(store.leases, 'renew').mockRejectedValue(new Error('away'));
    replica.now = LEASE_TTL_MS / 2;
    await replica.step();
    await replica.idle();
    expect(lease.signal.aborted).toBe(false);
    replica.now = LEASE_TTL_MS;
    await replica.step();
    await aborted(lease.signal);
  });

  it('gives up a lease when the database says nothing for as long as it lives', async () => {
    const store = await TestStore.create(await databases.init(databaseId));
    const replica = new Replica(store, 'first');
    const lease = await replica.leases.take('kubernetes', SCOPE, never());
    const renewing = new Promise<void>(resolve => {
      jest.spyOn(store.leases, 'renew').mockImplementation(() => {
        resolve();
        return new Promise(() => {});
      });
    });
    await replica.step();
    await renewing;
    expect(lease.signal.aborted).toBe(false);
    replica.loseFaith();
    await aborted(lease.signal);
  });

  it('never takes a released lease for lost', async () => {
    const store = await TestStore.create(await databases.init(databaseId));
    const replica = new Replica(store, 'first');
    const collecting = new AbortController();
    const lease = await replica.leases.take(
      'kubernetes',
      SCOPE,
      collecting.signal,
    );
    collecting.abort();
    await replica.leases.releaseAll();
    expect(lease.signal.aborted).toBe(false);
    expect(
      await store.sql.all('select expires_at, token from source_lease'),
    ).toEqual([{ expires_at: expect.any(Number), token: 1 }]);
    // Nobody need wait for it to run out.
    const next = new Replica(store, 'second');
    expect((await next.leases.take('kubernetes', SCOPE, never())).token).toBe(
      2,
    );
  });

  if (databaseId === 'SQLITE_3') {
    it('grants at once, since there is no other replica', async () => {
      const store = await TestStore.create(await databases.init(databaseId));
      const crashed = new Replica(store, 'before the crash');
      const first = await crashed.leases.take('kubernetes', SCOPE, never());
      const second = await new Replica(store, 'after').leases.take(
        'kubernetes',
        SCOPE,
        never(),
      );
      expect(second.token).toBe(first.token + 1);
    });
  } else {
    it('waits while another replica holds it, and goes on at once when it is given back', async () => {
      const knex = await databases.init(databaseId);
      const store = await TestStore.create(knex);
      const first = new Replica(store, 'first');
      const second = new Replica(store, 'second');
      const held = await first.leases.take('kubernetes', SCOPE, never());
      let taken = false;
      const taking = second.leases
        .take('kubernetes', SCOPE, never())
        .then(lease => {
          taken = true;
          return lease;
        });
      await second.step();
      await second.idle();
      expect(taken).toBe(false);

      await held.release();
      await second.step();
      expect((await taking).token).toBe(held.token + 1);
      await second.leases.releaseAll();
    });

    it('are spread: who has most gives up to who waits, until nobody has two more', async () => {
      const store = await TestStore.create(await databases.init(databaseId));
      const scopes = ['a', 'b', 'c', 'd', 'e'];
      const held: Record<string, Set<string>> = {};
      const stop = new AbortController();
      const collect = (replica: Replica, name: string) => {
        held[name] = new Set();
        return scopes.map(async scope => {
          // As a source does: works until the lease ends, gives it back, asks again.
          while (!stop.signal.aborted) {
            const lease = await replica.leases
              .take('kubernetes', scope, stop.signal)
              .catch(() => undefined);
            if (!lease) return;
            held[name].add(scope);
            await Promise.race([aborted(lease.signal), aborted(stop.signal)]);
            held[name].delete(scope);
            await lease.release();
          }
        });
      };
      const counts = () => Object.values(held).map(({ size }) => size);
      const replicas = [new Replica(store, 'first')];
      const working = collect(replicas[0], 'first');
      const turn = async () => {
        for (const replica of replicas) await replica.step();
        await new Promise(resolve => setImmediate(resolve));
      };
      const spread = async (wanted: number[]) => {
        for (let turns = 0; turns < 500; turns++) {
          if (counts().sort().join() === wanted.join()) return;
          await turn();
        }
        expect(counts()).toEqual(wanted);
      };
      await spread([5]);
      for (const [name, wanted] of [
        ['second', [2, 3]],
        ['third', [1, 2, 2]],
      ] as const) {
        const replica = new Replica(store, name);
        replicas.push(replica);
        working.push(...collect(replica, name));
        await spread([...wanted]);
      }
      expect(
        Object.values(held)
          .flatMap(set => [...set])
          .sort(),
      ).toEqual(scopes);
      stop.abort();
      await Promise.all(working);
      for (const replica of replicas) await replica.leases.releaseAll();
      expect(await store.sql.all('select * from source_replica')).toEqual([]);
    });

    it('stops waiting when the signal aborts', async () => {
      const store = await TestStore.create(await databases.init(databaseId));
      await new Replica(store, 'first').leases.take(
        'kubernetes',
        SCOPE,
        never(),
      );
      const stop = new AbortController();
      const taking = new Replica(store, 'second').leases.take(
        'kubernetes',
        SCOPE,
        stop.signal,
      );
      stop.abort();
      await expect(taking).rejects.toThrow();
    });
  }
});
