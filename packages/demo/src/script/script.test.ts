import { z } from 'zod';
import { WorldClock } from '../clock/index.ts';
import type { KubernetesObject, SimulatedCluster } from '../cluster/index.ts';
import { objectAt } from '../cluster/json.ts';
import { SHOP } from '../world/index.ts';
import { Fleet, type FleetCluster } from './Fleet.ts';
import { history } from './history.ts';
import { type PastRelease, pastReleases } from './pastReleases.ts';
import { seeded } from './random.ts';
import { repositoryStories } from './repositories.ts';
import { Script } from './Script.ts';
import type { Stage } from './Stage.ts';
import {
  DAY_MS,
  HISTORY_MS,
  HOUR_MS,
  LAST_DAY_MS,
  MINUTE_MS,
  span,
} from './time.ts';
import { nextVersion, previousVersion } from './versions.ts';

const PRESENT = Date.parse('2026-11-19T02:12:07Z');
const ONSET = PRESENT - 26 * MINUTE_MS;
const CUT = { service: 'rest-api', cluster: 'prod-eu' };

type StageCluster = FleetCluster &
  Pick<
    SimulatedCluster,
    'silence' | 'answer' | 'isSilent' | 'updateStatus' | 'evict'
  >;

const deploymentSpec = z.object({
  replicas: z.number().optional(),
  template: z.object({
    spec: z.object({ containers: z.array(z.object({ image: z.string() })) }),
  }),
});

/** Notes what is done to the clusters and to the other systems, in order; what is applied is rolled out at once. */
class Rehearsal {
  readonly clock = WorldClock.create({ start: PRESENT - HISTORY_MS });
  readonly told: string[] = [];
  readonly stage: Stage;
  readonly releasesOf: (service: string) => PastRelease[];
  readonly #objects = new Map<string, KubernetesObject>();
  readonly #tags = new Set<string>();
  readonly #reserved = new Set<string>();
  readonly #silent = new Set<string>();

  constructor(seed: number) {
    const random = seeded(seed);
    const { clock } = this;
    const releases = new Map(
      SHOP.services.map(row => [row.name, pastReleases(row, random)]),
    );
    this.releasesOf = name => releases.get(name) ?? [];
    const clusters = new Map(
      SHOP.clusters.map(({ name }) => [name, this.#cluster(name)]),
    );
    const tool = (name: string) => ({
      tell: (event: { title: string; status?: string }) =>
        this.#note(`${name}: ${event.title} ${event.status ?? ''}`.trim()),
    });
    this.stage = {
      world: SHOP,
      clock,
      random,
      fleet: Fleet.create({ world: SHOP, clusters }),
      code: this.#code() as unknown as Stage['code'],
      argocd: {
        install: () => {},
        looksAfter: () => false,
        sync: () => {},
      },
      pagerduty: {
        trigger: asked => {
          this.#note(`PagerDuty: ${asked.title}`);
          return {
            id: 'P1',
            number: 1,
            urgency: 'high',
            createdAt: clock.now(),
            status: 'triggered',
            ...asked,
          };
        },
        acknowledge: incident => incident,
        resolve: incident => {
          this.#note(`PagerDuty: resolved ${incident.title}`);
          return incident;
        },
      },
      tools: {
        flyway: tool('flyway'),
        'feature-flags': tool('flags'),
        aws: tool('aws'),
        statuspage: tool('statuspage'),
      },
      clusters,
      moments: {},
    };
  }

  async toLastDay() {
    const lastDay = PRESENT - LAST_DAY_MS;
    const { fleet } = this.stage;
    const { clock, releasesOf } = this;
    history({ world: SHOP, clock, fleet, lastDay, releasesOf });
    await clock.runTo(lastDay);
    this.told.length = 0;
  }

  /** What was told, by times relative to the onset in minutes. */
  around(pattern: RegExp) {
    return this.told
      .filter(line => pattern.test(line))
      .map(line => {
        const [time, ...text] = line.split(' ');
        const minutes = (Date.parse(time) - ONSET) / MINUTE_MS;
        return `${minutes.toFixed(1)} ${text.join(' ')}`;
      });
  }

  #note(text: string) {
    this.told.push(`${new Date(this.clock.now()).toISOString()} ${text}`);
  }

  #code() {
    return {
      reserveVersion: (service: string, after: string) => {
        let version = nextVersion(after);
        while (
          this.#tags.has(`${service} ${version}`) ||
          this.#reserved.has(`${service} ${version}`)
        ) {
          version = nextVersion(version);
        }
        this.#reserved.add(`${service} ${version}`);
        return version;
      },
      merge: (service: string, { title }: { title: string }) =>
        this.#note(`merged ${service}: ${title}`),
      mergeSomethingSmall: (service: string, version: string) =>
        this.#note(`merged ${service} for ${version}`),
      release: (service: string, version: string) => {
        const tag = `${service} ${version}`;
        if (this.#tags.has(tag)) throw new Error(`${tag} is there already`);
        this.#tags.add(tag);
        this.#note(`released ${tag}`);
      },
      deploy: () => () => {},
    };
  }

  #cluster(name: string): StageCluster {
    const objects = this.#objects;
    const silent = this.#silent;
    const place = (kind: string, object: string) => `${name}/${kind}/${object}`;
    const note = (text: string) => this.#note(`${name}: ${text}`);
    return {
      get isSilent() {
        return silent.has(name);
      },
      silence: async () => {
        silent.add(name);
        note('fell silent');
      },
      answer: async () => {
        silent.delete(name);
        note('answers');
      },
      apply: manifest => {
        const { kind, metadata } = manifest;
        const applied = {
          ...manifest,
          metadata: { ...metadata, uid: metadata.name, resourceVersion: '1' },
        };
        objects.set(place(kind, metadata.name), applied);
        if (kind === 'Deployment' || kind === 'Rollout') {
          const { replicas, template } = deploymentSpec.parse(manifest.spec);
          const [, version] = template.spec.containers[0].image.split(':');
          note(`${metadata.name} ${version} × ${replicas}`);
        }
        return applied;
      },
      update: (kind, _namespace, object, change, by) => {
        const next = change(structuredClone(objects.get(place(kind, object))!));
        objects.set(place(kind, object), next);
        if (!/^(cluster-autoscaler|promotions-operator)$/.test(by.manager)) {
          note(`${object} by ${by.manager}`);
        }
        return next;
      },
      updateStatus: (kind, _namespace, object, change, by) => {
        const known = objects.get(place(kind, object))!;
        const status = change(objectAt(known, 'status'));
        note(`${object} ${JSON.stringify(status)} by ${by.manager}`);
        return known;
      },
      evict: () => {},
      scale: (_namespace, object, replicas, by) => {
        const known = objects.get(place('Deployment', object))!;
        objects.set(place('Deployment', object), {
          ...known,
          spec: { ...Object(known.spec), replicas },
        });
        note(`${object} × ${replicas} by ${by.manager}`);
      },
      setUsage: (_namespace, object, usage) =>
        note(`${object} uses ${JSON.stringify(usage)}`),
      get: (kind, _namespace, object) => objects.get(place(kind, object)),
      list: () => [],
    };
  }
}

async function rehearsed(seed = 7) {
  const rehearsal = new Rehearsal(seed);
  await rehearsal.toLastDay();
  const script = Script.begin(rehearsal.stage, PRESENT);
  await rehearsal.clock.runTo(PRESENT);
  return { rehearsal, script };
}

describe('the story', () => {
  it('has the cause, its effect and every decoy where they belong', async () => {
    const { rehearsal, script } = await rehearsed();
    const upstream = rehearsal.around(
      /rest-api|auth-service v|PagerDuty: Queue lag > 5|data-processor-settings|data-processor uses|0142|data-processor v3.8.2|Route table/,
    );
    expect(upstream).toEqual(
      expect.arrayContaining([
        '-615.0 prod-eu: data-processor v3.8.2 × undefined',
        '-401.0 prod-eu: data-processor-settings by kubectl-edit',
        '-196.0 flyway: orders-db: migration 0142_add_index_orders_created in-progress',
        '-185.0 flyway: orders-db: migration 0142_add_index_orders_created succeeded',
        '-51.0 prod-eu: auth-service v5.2.1 × 6',
        '-26.5 merged rest-api: Smaller replicas for the load test',
        '-25.0 aws: Route table rtb-77: 1 route changed',
        '-22.2 released rest-api v2.14.1',
        '-5.0 prod-eu: rest-api v2.14.1 × 5',
        '0.0 PagerDuty: Queue lag > 5 min',
        '3.0 prod-eu: data-processor uses {"total":900}',
      ]),
    );
    expect(rehearsal.around(/prod-us: (fell|answers)|Search/)).toEqual([
      '-94.0 prod-us: fell silent',
      '-26.0 PagerDuty: Search index is 40 min behind',
    ]);
    expect(script.incidents).toMatchObject([
      { id: 'replica-cut', phase: 'open', alertAt: ONSET },
      { id: 'no-change', phase: 'open' },
    ]);
  });

  it('is the same at each start', async () => {
    const [one, two, other] = await Promise.all([
      rehearsed(7),
      rehearsed(7),
      rehearsed(8),
    ]);
    expect(one.rehearsal.told).toEqual(two.rehearsal.told);
    expect(other.rehearsal.told).not.toEqual(one.rehearsal.told);
    // Enough to live, no flood.
    expect(one.rehearsal.told.length).toBeGreaterThan(100);
    expect(one.rehearsal.told.length).toBeLessThan(400);
  });

  it('goes on for days, keeps away from what is open, and puts it right', async () => {
    const { rehearsal, script } = await rehearsed();
    const { clock, told } = rehearsal;
    told.length = 0;
    await clock.runTo(PRESENT + 90 * MINUTE_MS);
    expect(
      told.filter(line => /auth-service|orders-db|pricing/.test(line)),
    ).toEqual([]);
    await clock.runTo(PRESENT + 3 * DAY_MS);
    expect(script.incidents.map(({ phase }) => phase)).toEqual([
      'quiet',
      'quiet',
    ]);
    expect(told.filter(line => /resolved Queue lag/.test(line))).toHaveLength(
      1,
    );
    expect(rehearsal.stage.fleet.replicasOf(CUT)).toBe(50);
    const lastDay = told.filter(
      line => Date.parse(line.split(' ')[0]) > PRESENT + 2 * DAY_MS,
    );
    expect(lastDay.length).toBeGreaterThan(100);
  });

  it('can be set off anew, again and again, with a version of its own', async () => {
    const { rehearsal, script } = await rehearsed();
    const { clock, stage, told } = rehearsal;
    const versions: string[] = [];
    for (let round = 0; round < 3; round++) {
      told.length = 0;
      const begin = clock.now();
      expect(script.start('replica-cut')).toBe(true);
      expect(script.start('replica-cut')).toBe(false);
      await clock.runTo(begin + 2 * MINUTE_MS);
      const resolved = told.findIndex(line => /resolved/.test(line));
      const alert = told.findIndex(line => /PagerDuty: Queue/.test(line));
      expect(resolved).toBeGreaterThanOrEqual(0);
      expect(alert).toBeGreaterThan(resolved);
      expect(script.incidents[0]).toMatchObject({ phase: 'open' });
      expect(stage.fleet.replicasOf(CUT)).toBe(5);
      versions.push(stage.fleet.versionOf(CUT));
    }
    expect(versions).toEqual(['v2.14.2', 'v2.14.3', 'v2.14.4']);
  });

  it('goes on after it was kept', async () => {
    const { rehearsal, script } = await rehearsed();
    const kept = JSON.parse(JSON.stringify(script.save()));
    const next = Script.goOn(rehearsal.stage, kept);
    expect(next.incidents).toEqual(script.incidents);
    expect(next.start('no-change')).toBe(true);
    await rehearsal.clock.runTo(PRESENT + 4 * HOUR_MS);
    expect(next.incidents.map(({ phase }) => phase)).toEqual([
      'quiet',
      'quiet',
    ]);
  });
});

describe('repositoryStories', () => {
  it('has a release for each version that ran, in time', () => {
    const { releasesOf } = new Rehearsal(7);
    const stories = repositoryStories(SHOP, ({ name }) => releasesOf(name));
    for (const { commits, name } of stories) {
      expect(commits.map(({ tag }) => tag)).toEqual(
        releasesOf(name).map(({ version }) => version),
      );
      const times = commits.map(commit => -commit.minutesBeforeNow);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
    expect(stories.map(({ name }) => name)).not.toContain('legacy-batch');
  });
});

describe('versions', () => {
  it('counts on and back', () => {
    expect(nextVersion('v2.14.0')).toBe('v2.14.1');
    expect(['v2.14.1', 'v2.14.0', 'v2.0.0'].map(previousVersion)).toEqual([
      'v2.14.0',
      'v2.13.4',
      'v1.4.4',
    ]);
  });
});

describe('span', () => {
  it('reads hours, minutes and seconds', () => {
    expect(['-10:15', '0:00:25', '1:08'].map(span)).toEqual([
      -36_900_000, 25_000, 4_080_000,
    ]);
    expect(() => span('10')).toThrow("'10' is no span of time");
  });
});
