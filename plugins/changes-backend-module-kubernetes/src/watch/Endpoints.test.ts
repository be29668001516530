import { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { deploymentObject } from '../__testUtils__/objects';
import { recorded } from '../__testUtils__/recorded';
import {
  DEPLOYMENT,
  ENDPOINT_SLICE,
  KINDS,
  KindTable,
  SERVICE,
  kubernetesObject,
  readEndpointSlice,
  readService,
  type EndpointSliceObject,
  type Named,
  type ServiceObject,
} from '../kinds';
import type { ModelStep } from './Book';
import { ClusterModel } from './ClusterModel';
import { readState } from './stored';

const T0 = Date.parse('2026-11-24T14:00:00Z');
const at = (seconds: number) => new Date(T0 + seconds * 1000).toISOString();

let versions = 100;

function slice(isReady: boolean, name = 's1'): EndpointSliceObject {
  return readEndpointSlice(
    kubernetesObject.parse({
      metadata: {
        name,
        namespace: 'shop',
        uid: name,
        resourceVersion: String(versions++),
        labels: { 'kubernetes.io/service-name': 'rest-api' },
      },
      endpoints: [{ conditions: { ready: isReady } }],
    }),
  )!;
}

function service(selector = 'rest-api', version = 1): ServiceObject {
  return readService(
    kubernetesObject.parse({
      metadata: {
        name: 'rest-api',
        namespace: 'shop',
        uid: 'svc',
        resourceVersion: String(version),
      },
      spec: { selector: { app: selector } },
    }),
    Redactor.create({}),
  );
}

/** A cluster's Services and slices; what is told of them, and what is stored. */
class Play {
  readonly told: { key: string; title: string; end?: { at: string } }[] = [];
  readonly stored = new Map<string, unknown>();
  writes = 0;
  readonly #model = ClusterModel.create({ cluster: 'prod-eu' });

  list(items: EndpointSliceObject[]): this {
    for (const [kind, objects] of [
      [SERVICE, [service()]],
      [ENDPOINT_SLICE, items],
    ] as const) {
      const steps = this.#model.replace(kind, objects, {
        now: at(0),
        isFirst: true,
      });
      for (const step of steps) this.#take(step);
    }
    return this;
  }

  /** Goes on where another one was cut off. */
  restore(other: Play): this {
    for (const [id, body] of other.stored) {
      const read = readState({ id, body: body as never })!;
      this.#model.restore(KindTable.of(KINDS).get(read.kindId)!, read.object);
    }
    return this;
  }

  /** What the Service leads to. */
  deployment(): this {
    const object = DEPLOYMENT.read(deploymentObject({}), Redactor.create({}));
    for (const step of this.#model.replace(DEPLOYMENT, [object as Named], {
      now: at(0),
      isFirst: true,
    })) {
      this.#take(step);
    }
    return this;
  }

  selects(selector: string, version: number, seconds: number): this {
    this.#take(
      this.#model.apply(
        SERVICE,
        [{ type: 'set', object: service(selector, version) }],
        { now: at(seconds) },
      ),
    );
    return this;
  }

  set(object: EndpointSliceObject, seconds: number, gapFrom?: string): this {
    return this.#apply('set', object, seconds, gapFrom);
  }

  delete(object: EndpointSliceObject, seconds: number): this {
    return this.#apply('deleted', object, seconds);
  }

  serviceDeleted(seconds: number): this {
    this.#take(
      this.#model.apply(SERVICE, [{ type: 'deleted', object: service() }], {
        now: at(seconds),
      }),
    );
    return this;
  }

  /** Lets time pass. */
  wait(seconds: number): this {
    for (const step of this.#model.tick(T0 + seconds * 1000)) this.#take(step);
    return this;
  }

  get titles(): string[] {
    return [
      ...new Map(this.told.map(({ key, title }) => [key, title])).values(),
    ];
  }

  #apply(
    type: 'set' | 'deleted',
    object: EndpointSliceObject,
    seconds: number,
    gapFrom?: string,
  ): this {
    this.wait(seconds);
    this.#take(
      this.#model.apply(ENDPOINT_SLICE, [{ type, object }], {
        now: at(seconds),
        gapFrom,
      }),
    );
    return this;
  }

  #take(step: ModelStep): void {
    this.told.push(...step.observations);
    this.writes += step.states.length;
    for (const { id, body } of step.states) {
      if (body === null) this.stored.delete(id);
      else this.stored.set(id, body);
    }
  }
}

describe('the endpoints of a Service', () => {
  it('are told when the last one is lost for good, from then until one is back', () => {
    const play = new Play()
      .list([slice(true)])
      .set(slice(false), 60)
      .wait(69);
    expect(play.titles).toEqual([]);
    play.wait(70);
    expect(play.told).toMatchObject([
      {
        kind: 'network',
        title: 'Service rest-api lost its last ready endpoint',
        severity: 'error',
        start: at(60),
        subjects: ['kubernetes:prod-eu/shop/Service/rest-api'],
      },
    ]);
    play.set(slice(true), 180);
    expect(play.told[1]).toMatchObject({
      title: 'Service rest-api had no ready endpoint for 2 min',
      end: { at: at(180), status: 'succeeded' },
    });
    expect(play.titles).toHaveLength(1);
  });

  it('that a mistyped selector lost are told to those whose pods it led to', () => {
    const play = new Play()
      .deployment()
      .list([slice(true)])
      .selects('rest-apis', 2, 60)
      .set(slice(false), 61)
      .selects('rest-appi', 3, 65)
      .wait(90);
    expect(play.told.at(-1)).toMatchObject({
      title: 'Service rest-api lost its last ready endpoint',
      subjects: [
        'kubernetes:prod-eu/shop/Service/rest-api',
        'kubernetes:prod-eu/shop/Deployment.apps/rest-api',
      ],
    });
  });

  it('of a real control plane tell nothing of a rollout, and write little', () => {
    const lines = recorded('endpointSlices').map(({ object }) => ({
      ...readEndpointSlice(object)!,
      service: 'rest-api',
    }));
    const play = new Play().list([]);
    lines.forEach((line, index) => play.set(line, index / 10));
    play.wait(3_600);
    // Scaled to nothing for five seconds, which the recording does not wait for.
    expect(play.titles).toEqual([]);
    expect(play.writes).toBeLessThan(8);
  });

  it('are none while one slice of several has any', () => {
    const play = new Play()
      .list([slice(true, 's1'), slice(true, 's2')])
      .set(slice(false, 's1'), 10)
      .wait(60);
    expect(play.titles).toEqual([]);
    play.set(slice(false, 's2'), 61).wait(90);
    expect(play.titles).toHaveLength(1);
  });

  it('that never were there are no news', () => {
    expect(new Play().list([slice(false)]).wait(3_600).titles).toEqual([]);
    expect(new Play().list([]).set(slice(false), 5).wait(3_600).titles).toEqual(
      [],
    );
  });

  it('that come and go are one event', () => {
    const play = new Play().list([slice(true)]);
    for (let seconds = 60; seconds < 1_860; seconds += 60) {
      play.set(slice(seconds % 120 !== 60), seconds);
    }
    expect(play.titles).toEqual([
      'Service rest-api had no ready endpoint 15 times in 29 min',
    ]);
  });

  it('go with their Service without a word of their own', () => {
    const first = slice(true);
    const play = new Play()
      .list([first])
      .serviceDeleted(60)
      .delete(first, 61)
      .wait(3_600);
    expect(play.titles).toEqual(['Service rest-api deleted']);
    expect(play.stored.size).toBe(0);
  });

  it('that were missing until their Service went are told to the end', () => {
    const play = new Play().list([slice(true)]);
    const last = slice(false);
    play.set(last, 60).wait(90).delete(last, 120).serviceDeleted(121).wait(200);
    expect(play.titles).toEqual([
      'Service rest-api had no ready endpoint until it was deleted',
      'Service rest-api deleted',
    ]);
    expect(play.stored.size).toBe(0);
  });

  it('are told once when the portal stops between the loss and the word of it', () => {
    const before = new Play().list([slice(true)]).set(slice(false), 60);
    const after = new Play().restore(before).wait(100);
    expect(after.titles).toEqual([
      'Service rest-api lost its last ready endpoint',
    ]);
    const again = new Play().restore(before).restore(after).wait(200);
    expect(again.titles).toEqual([]);
    again.set(slice(true), 300, at(60));
    expect(again.titles).toEqual([
      'Service rest-api had no ready endpoint for 4 min',
    ]);
  });
});
