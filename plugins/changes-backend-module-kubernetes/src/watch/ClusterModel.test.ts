import fc from 'fast-check';
import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import { deployment, replicaSet } from '../__testUtils__/objects';
import {
  DEPLOYMENT,
  HORIZONTAL_POD_AUTOSCALER,
  KINDS,
  KindTable,
  REPLICA_SET,
  SERVICE,
  type ReadWorkload,
  type RevisionObject,
} from '../kinds';
import type { ModelStep } from './Book';
import { ClusterModel } from './ClusterModel';
import { readState, storedState } from './stored';

/*
 * A cluster that does what a random script says, and a watcher of it that is now and then away: it then goes on exactly where it was,
 * or has to compare what it knew with what is there.
 */

const table = KindTable.of(KINDS);

type Act =
  | { do: 'image'; value: number }
  | { do: 'replicas'; value: number }
  | { do: 'label'; value: number }
  | { do: 'restart' }
  | { do: 'undo' }
  | { do: 'settle' }
  | { do: 'recreate' };

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ do: fc.constant('image' as const), value: fc.nat(3) }),
  fc.record({ do: fc.constant('replicas' as const), value: fc.nat(6) }),
  fc.record({ do: fc.constant('label' as const), value: fc.nat(3) }),
  fc.record({ do: fc.constant('restart' as const) }),
  fc.record({ do: fc.constant('undo' as const) }),
  fc.record({ do: fc.constant('settle' as const) }),
  fc.record({ do: fc.constant('recreate' as const) }),
);

const script = fc.array(
  fc.record({
    act,
    // Before the act: stay, restart and go on, lose the position and compare.
    before: fc.constantFrom('stay', 'stay', 'restart', 'compare'),
  }),
  { minLength: 1, maxLength: 14 },
);

interface World {
  deployment: ReadWorkload;
  sets: RevisionObject[];
}

class Cluster {
  #version = 1;
  #second = 0;
  #uid = 1;
  #generation = 1;
  #spec = { image: 0, replicas: 3, label: 0, restartedAt: '' };
  /** Template → its revisions. */
  #revisions = new Map<string, number[]>();
  #revision = 0;
  #settled = false;

  constructor() {
    this.settle();
  }

  now(): string {
    return new Date(
      Date.UTC(2026, 10, 19, 2) + ++this.#second * 1000,
    ).toISOString();
  }

  perform(what: Act): 'changed' | 'recreated' | 'same' {
    const before = JSON.stringify(this.#spec);
    switch (what.do) {
      case 'image':
        this.#spec.image = what.value;
        break;
      case 'replicas':
        this.#spec.replicas = what.value;
        break;
      case 'label':
        if (this.#spec.label === what.value) return 'same';
        this.#spec.label = what.value;
        this.#version++;
        return 'changed';
      case 'restart':
        this.#spec.restartedAt = this.now();
        break;
      case 'undo': {
        const [template] = [...this.#revisions].find(
          ([, numbers]) => numbers.at(-1) === this.#revision - 1,
        ) ?? [this.#template()];
        const [image, restartedAt] = template.split('|');
        this.#spec.image = Number(image);
        this.#spec.restartedAt = restartedAt;
        break;
      }
      case 'settle':
        this.settle();
        this.#version++;
        return 'changed';
      default:
        this.#uid++;
        this.#generation = 1;
        this.#spec = { image: 0, replicas: 3, label: 0, restartedAt: '' };
        this.#revisions.clear();
        this.#revision = 0;
        this.settle();
        this.#version++;
        return 'recreated';
    }
    if (JSON.stringify(this.#spec) === before) return 'same';
    this.#generation++;
    this.#version++;
    this.#settled = false;
    return 'changed';
  }

  settle(): void {
    const numbers = this.#revisions.get(this.#template()) ?? [];
    if (numbers.at(-1) !== this.#revision || numbers.length === 0) {
      this.#revision++;
      this.#revisions.set(this.#template(), [...numbers, this.#revision]);
    }
    this.#settled = true;
  }

  world(): World {
    const { image, replicas, label, restartedAt } = this.#spec;
    return {
      deployment: deployment({
        uid: `d${this.#uid}`,
        image: `acme/rest-api:v${image}`,
        replicas,
        labels: { app: 'rest-api', label: String(label) },
        restartedAt: restartedAt || undefined,
        generation: this.#generation,
        observed: this.#settled ? this.#generation : this.#generation - 1,
        revision: this.#revision,
        resourceVersion: this.#version,
      }),
      sets: [...this.#revisions].map(([template, numbers]) => {
        const [tag, restarted] = template.split('|');
        return replicaSet({
          uid: `d${this.#uid}`,
          image: `acme/rest-api:v${tag}`,
          restartedAt: restarted || undefined,
          revision: numbers.at(-1)!,
          former: numbers.slice(0, -1),
          resourceVersion: this.#version,
        });
      }),
    };
  }

  #template(): string {
    return `${this.#spec.image}|${this.#spec.restartedAt}`;
  }
}

function watch(steps: { act: Act; before: string }[]) {
  const cluster = new Cluster();
  const stored = new Map<string, unknown>();
  const observations: Observation[] = [];
  const keep = (step: ModelStep) => {
    observations.push(...step.observations);
    for (const { id, body } of step.states) {
      if (body === null) stored.delete(id);
      else stored.set(id, body);
    }
  };
  const restore = (model: ClusterModel, id: string) => {
    const state = { id, body: JSON.parse(JSON.stringify(stored.get(id))) };
    const { kindId, object, isManifest } = readState(state)!;
    if (isManifest) return;
    model.restore(table.get(kindId)!, object);
  };
  // Memory holds no manifest between two steps.
  const bringBack = (model: ClusterModel, ids: string[]) => {
    for (const id of ids.filter(one => stored.has(one))) {
      const body = JSON.parse(JSON.stringify(stored.get(id)));
      model.bringBack({ id, body });
    }
  };
  const replace = (
    model: ClusterModel,
    ...[kind, items, when]: Parameters<ClusterModel['replace']>
  ) => {
    bringBack(model, model.missingFor(kind, items));
    for (const slice of model.replace(kind, items, when)) keep(slice);
    model.letManifestsGo();
  };
  const apply = (
    model: ClusterModel,
    ...[kind, changes, when]: Parameters<ClusterModel['apply']>
  ) => {
    bringBack(model, model.missing(kind, changes));
    keep(model.apply(kind, changes, when));
    model.letManifestsGo();
  };
  const list = (
    model: ClusterModel,
    world: World,
    isFirst: boolean,
    gapFrom?: string,
  ) => {
    const now = cluster.now();
    replace(model, SERVICE, [], { now, isFirst: true });
    replace(model, HORIZONTAL_POD_AUTOSCALER, [], { now, isFirst: true });
    replace(model, REPLICA_SET, world.sets, { now, isFirst: true });
    replace(model, DEPLOYMENT, [world.deployment], {
      now,
      isFirst,
      gapFrom,
    });
  };
  const revive = () => {
    const model = ClusterModel.create({ cluster: 'prod-eu' });
    for (const id of stored.keys()) restore(model, id);
    Array.from(model.restored(cluster.now()));
    return model;
  };
  let model = ClusterModel.create({ cluster: 'prod-eu' });
  let world = cluster.world();
  list(model, world, true);

  for (const { act: what, before } of steps) {
    const left = cluster.now();
    const previous = world;
    const outcome = cluster.perform(what);
    world = cluster.world();
    if (before === 'compare') {
      // The position is lost, and the change happens while nobody looks.
      model = revive();
      list(model, world, false, left);
      continue;
    }
    if (before === 'restart') {
      model = revive();
      const now = cluster.now();
      replace(model, SERVICE, [], { now, isFirst: true });
      replace(model, HORIZONTAL_POD_AUTOSCALER, [], { now, isFirst: true });
      replace(model, REPLICA_SET, world.sets, { now, isFirst: true });
    }
    if (outcome === 'same') continue;
    const now = cluster.now();
    const gapFrom = before === 'restart' ? left : undefined;
    if (outcome === 'recreated') {
      apply(
        model,
        DEPLOYMENT,
        [{ type: 'deleted', object: previous.deployment }],
        { now, gapFrom },
      );
    }
    apply(
      model,
      REPLICA_SET,
      world.sets.map(object => ({ type: 'set', object })),
      { now },
    );
    apply(model, DEPLOYMENT, [{ type: 'set', object: world.deployment }], {
      now,
      gapFrom,
    });
  }
  return { observations, world, list, revive };
}

describe('what is told, whether watched or compared', () => {
  it('is the same event for ever: one kind, one subject, one beginning, one before and after', () => {
    fc.assert(
      fc.property(script, steps => {
        const first = new Map<string, Observation>();
        const later: Observation[] = [];
        for (const observation of watch(steps).observations) {
          if (first.has(observation.key)) later.push(observation);
          else first.set(observation.key, observation);
        }
        // The first word of an event says when it began and what it changed.
        for (const { start, before, after } of first.values()) {
          expect(start).toBeDefined();
          expect(before ?? after).toBeDefined();
        }
        for (const { key, kind, title, subjects, start } of later) {
          expect(first.get(key)).toMatchObject({ kind, title, subjects });
          expect(start).toBeUndefined();
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is nothing when nothing has changed', () => {
    fc.assert(
      fc.property(script, steps => {
        const { observations, revive, list, world } = watch(steps);
        const count = observations.length;
        list(revive(), world, false, '2026-11-19T02:00:00Z');
        const late = observations.slice(count);
        expect(late).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('leads from each image to the next without a break', () => {
    fc.assert(
      fc.property(script, steps => {
        const { observations, world } = watch(steps);
        const uid = world.deployment.uid;
        const seen = new Set<string>();
        const links: [before: unknown, after: unknown][] = [];
        for (const { key, before, after } of observations) {
          if (!key.startsWith(`${uid}/`) || seen.has(key)) continue;
          seen.add(key);
          links.push([imageIn(before), imageIn(after)]);
        }
        const images = links.map(([, after]) => after);
        expect(links.slice(1).map(([before]) => before)).toEqual(
          images.slice(0, -1),
        );
        expect(images.at(-1)).toBe(imageIn(world.deployment.manifest));
      }),
      { numRuns: 300 },
    );
  });
});

function imageIn(manifest: any): string | undefined {
  return manifest?.spec?.template?.spec.containers[0].image;
}

describe('what is stored', () => {
  it('holds no digest of anything', () => {
    const { world } = watch([]);
    const state = storedState(DEPLOYMENT, 'd1', {
      known: { ...world.deployment, writers: [], toldRevision: 1, open: {} },
    });
    expect(JSON.stringify(state)).not.toContain('igest');
  });
});
