import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { writeCatalog } from './catalog/index.ts';
import { type Pace, WorldClock } from './clock/index.ts';
import { Clusters } from './Clusters.ts';
import {
  ControlRefusal,
  ControlServer,
  PortalReader,
  type SceneAnchors,
  type Sought,
  type WorldPhase,
  type WorldState,
  scenesOf,
  timestamp,
} from './control/index.ts';
import { GithubWorld } from './github/index.ts';
import type { StartMessage, WorldMessage } from './launcherMessages.ts';
import { Restart } from './Restart.ts';
import { type Savings, readSavings, writeSavings } from './Savings.ts';
import {
  Code,
  Fleet,
  HISTORY_MS,
  type IncidentId,
  LAST_DAY_MS,
  type PastRelease,
  Script,
  type Stage,
  history,
  pastReleases,
  repositoryStories,
  seeded,
} from './script/index.ts';
import { Outbox, PagerDuty, Tool } from './systems/index.ts';
import {
  type WorldDescription,
  entityRefOf,
  problemsOf,
  rowNamed,
} from './world/index.ts';

/** The same story at each start. */
const SEED = 20_261_119;
/** While a day is told within seconds. */
const CATCH_UP_PACE: Pace = { gapMs: 60_000, pauseMs: 8 };
/** Within the demo's folder: the world's part of it. */
const OWN_FOLDER = 'world';
/** Tells the command line where the world can be spoken to. */
const CONTROL_FILE = 'control.json';
const CATALOG_POLL_MS = 250;
/** How often a world that is to be kept is written down, in case that it is not ended but breaks off. */
const SAVE_MS = 5 * 60_000;

export interface DemoOptions extends Omit<StartMessage, 'type'> {
  world: WorldDescription;
  send(message: WorldMessage): void;
  /** What went wrong without ending the world. */
  onProblem(problem: string): void;
}

/** The simulated world as a whole: starts its parts, lets the last day pass, and then lives. */
export class Demo {
  readonly #options: DemoOptions;
  readonly #clock: WorldClock;
  readonly #clusters: Clusters;
  readonly #fleet: Fleet;
  readonly #github: GithubWorld;
  readonly #outbox: Outbox;
  readonly #pagerduty: PagerDuty;
  readonly #stage: Stage;
  readonly #reader: PortalReader;
  readonly #restart: Restart;
  readonly #end = new AbortController();
  #control: ControlServer | undefined;
  #script: Script | undefined;
  #phase: WorldPhase = 'history';

  /** Everything that the portal needs to be started stands when this resolves. */
  static async start(options: DemoOptions): Promise<Demo> {
    const { directory, keep, secrets, world } = options;
    const problems = problemsOf(world);
    if (problems.length > 0) {
      throw new Error(`The world is not sound: ${problems.join('; ')}`);
    }
    const own = path.join(directory, OWN_FOLDER);
    await mkdir(own, { recursive: true });
    const saved = keep ? await readSavings(own) : undefined;
    const present = Date.now();
    const clock = WorldClock.create({
      start: saved ? present : present - HISTORY_MS,
      onError: error => options.onProblem(String(error)),
    });
    const random = seeded(saved ? present : SEED);
    const clusters = await Clusters.start({
      world,
      clock,
      random,
      token: secrets.clusters,
      directory: own,
      saved: saved?.clusters ?? {},
    });
    const fleet = Fleet.create({
      world,
      clusters: clusters.byName,
      saved: saved?.fleet,
    });
    const releases = new Map<string, PastRelease[]>(
      world.services.map(row => [row.name, pastReleases(row, random)]),
    );
    const releasesOf = (name: string) => releases.get(name) ?? [];
    if (!saved) {
      const lastDay = present - LAST_DAY_MS;
      history({ world, clock, fleet, lastDay, releasesOf });
      await clock.runTo(lastDay);
      clusters.forget();
    }
    const github = await GithubWorld.create({
      now: () => clock.now(),
      stories: repositoryStories(world, row => releasesOf(row.name)),
      token: secrets.github.token,
      directory: path.join(own, 'github'),
      port: saved?.github.port,
      saved: saved?.github.saved,
    });
    const demo = new Demo(options, {
      clock,
      clusters,
      fleet,
      github,
      random,
      saved,
    });
    await demo.#ready(saved);
    return demo;
  }

  private constructor(
    options: DemoOptions,
    parts: {
      clock: WorldClock;
      clusters: Clusters;
      fleet: Fleet;
      github: GithubWorld;
      random: () => number;
      saved: Savings | undefined;
    },
  ) {
    const { portalUrl, secrets, world } = options;
    const { clock, clusters, fleet, github, random, saved } = parts;
    const now = () => clock.now();
    const outbox = Outbox.create({ onRefused: options.onProblem });
    const tool = (token: string) =>
      Tool.create({ outbox, portalUrl, token, now });
    this.#options = options;
    this.#clock = clock;
    this.#clusters = clusters;
    this.#fleet = fleet;
    this.#github = github;
    this.#outbox = outbox;
    this.#pagerduty = PagerDuty.create({
      outbox,
      url: `${portalUrl}/api/changes/webhooks/pagerduty/main`,
      secret: secrets.pagerduty,
      random,
      now,
      count: saved?.pagerduty.count,
    });
    this.#stage = {
      world,
      clock,
      random,
      fleet,
      code: Code.create({ world, github, now, onProblem: options.onProblem }),
      pagerduty: this.#pagerduty,
      tools: {
        flyway: tool(secrets.tools.flyway),
        'feature-flags': tool(secrets.tools['feature-flags']),
        aws: tool(secrets.tools.aws),
        statuspage: tool(secrets.tools.statuspage),
      },
      clusters: clusters.byName,
      moments: saved?.moments ?? {},
    };
    this.#reader = PortalReader.create({ portalUrl });
    this.#restart = Restart.create({ stage: this.#stage, send: options.send });
  }

  /** Resolves when the portal watches all clusters and knows all services. */
  async watched(): Promise<void> {
    const { signal } = this.#end;
    await Promise.all([
      this.#clusters.watched(signal),
      this.#catalogIsKnown(signal),
    ]);
  }

  /** Tells what happened in the last day, and lives on. Resolves in the present. */
  async live(): Promise<void> {
    const { keep, portalUrl, secrets, send } = this.#options;
    const { signal } = this.#end;
    this.#github.addWebhook({
      url: `${portalUrl}/api/events/http/github`,
      secret: secrets.github.webhook,
    });
    if (!this.#script) {
      this.#phase = 'catching-up';
      this.#script = Script.begin(this.#stage, Date.now());
    }
    await this.#clock.live({ pace: CATCH_UP_PACE, signal });
    await this.#stage.code.idle();
    // Whoever watches comes back and sees what time it is.
    this.#clusters.endWatches();
    this.#phase = 'living';
    if (keep) {
      await this.#save();
      this.#clock.every(SAVE_MS, () => this.#save());
    }
    send({ type: 'caught-up' });
  }

  /** Word of the launcher about the portal. */
  portal(is: 'stopped' | 'started'): void {
    this.#restart.portal(is);
  }

  /** Keeps the world if it is to be kept, and ends it. */
  async stop(): Promise<void> {
    if (this.#end.signal.aborted) return;
    this.#end.abort();
    this.#clock.stop();
    this.#outbox.close();
    if (this.#options.keep && this.#phase === 'living') await this.#save();
    await this.#control?.close();
    await rm(path.join(this.#options.directory, CONTROL_FILE), { force: true });
    await Promise.all([this.#clusters.close(), this.#github.close()]);
  }

  async #ready(saved: Savings | undefined): Promise<void> {
    const { directory, secrets, send, world } = this.#options;
    if (saved) this.#script = Script.goOn(this.#stage, saved.script);
    const catalog = await writeCatalog(world, {
      directory: path.join(directory, OWN_FOLDER),
      web: `http://${this.#github.host}`,
    });
    this.#control = await ControlServer.start({
      token: secrets.control,
      port: saved?.control.port,
      control: {
        state: () => this.#state(),
        startIncident: id => this.#startIncident(id),
        restartPortal: () => {
          this.#requireLiving();
          this.#restart.begin();
        },
      },
    });
    await writeFile(
      path.join(directory, CONTROL_FILE),
      JSON.stringify({ url: this.#control.url }),
    );
    const people = world.people.filter(({ canSignIn }) => canSignIn);
    const userRef = (name: string) => `user:default/${name}`;
    send({
      type: 'ready',
      clusters: this.#clusters.kubeconfigs,
      github: {
        host: this.#github.host,
        apiBaseUrl: this.#github.url,
      },
      catalog,
      control: this.#control.url,
      users: people.map(({ name, title }) => ({
        entityRef: userRef(name),
        title,
      })),
      hidden: people.flatMap(({ mayNotSee = [], name }) =>
        mayNotSee.length > 0
          ? [
              {
                user: userRef(name),
                entities: mayNotSee.map(service =>
                  entityRefOf(rowNamed(world.services, service)),
                ),
              },
            ]
          : [],
      ),
    });
  }

  async #state(): Promise<WorldState> {
    const incidents = this.#script?.incidents ?? [];
    return {
      now: timestamp(this.#clock.now()),
      phase: this.#phase,
      clusters: [...this.#clusters.byName.values()].map(
        ({ isSilent, name }) => ({
          name,
          state: isSilent ? 'silent' : 'answering',
        }),
      ),
      incidents: incidents.map(
        ({ alertAt, entityRef, id, phase, startedAt }) => ({
          id,
          phase,
          ...(startedAt === undefined
            ? {}
            : { startedAt: timestamp(startedAt) }),
          ...(alertAt === undefined ? {} : { alertAt: timestamp(alertAt) }),
          entityRef,
        }),
      ),
      scenes:
        this.#phase === 'living' && this.#script
          ? scenesOf(await this.#anchors())
          : [],
    };
  }

  async #anchors(): Promise<SceneAnchors> {
    const { clock, moments } = this.#stage;
    const eventAt = (at: number | undefined, sought: Omit<Sought, 'at'>) =>
      at === undefined ? undefined : this.#reader.eventId({ ...sought, at });
    const [cut, edit] = await Promise.all([
      eventAt(moments.cut, {
        entityRef: 'component:default/rest-api',
        kind: 'deployment',
        title: /cut replicas/,
      }),
      eventAt(moments.edited, {
        entityRef: 'component:default/data-processor',
        kind: 'config',
        title: /data-processor-settings/,
      }),
    ]);
    return { now: clock.now(), moments, events: { cut, edit } };
  }

  #startIncident(id: IncidentId): void {
    const script = this.#requireLiving();
    if (!script.start(id)) {
      throw new ControlRefusal(
        409,
        `The incident '${id}' is on its way already: wait until its alert is open`,
      );
    }
  }

  #requireLiving(): Script {
    if (!this.#script || this.#phase !== 'living') {
      throw new ControlRefusal(
        409,
        'The world has not caught up with the present yet',
      );
    }
    return this.#script;
  }

  /** Events that name an entity are refused until the catalog has it. */
  async #catalogIsKnown(signal: AbortSignal): Promise<void> {
    const { people, services } = this.#options.world;
    const hidden = people.find(({ canSignIn }) => canSignIn)?.mayNotSee ?? [];
    const expected = services.length - hidden.length;
    while (((await this.#reader.serviceCount()) ?? 0) < expected) {
      await delay(CATALOG_POLL_MS, undefined, { signal });
    }
  }

  async #save(): Promise<void> {
    if (!this.#script || !this.#control) return;
    await writeSavings(path.join(this.#options.directory, OWN_FOLDER), {
      format: 1,
      clusters: this.#clusters.save(),
      github: {
        port: this.#github.port,
        saved: await this.#github.save(),
      },
      control: { port: this.#control.port },
      pagerduty: { count: this.#pagerduty.count },
      fleet: this.#fleet.save(),
      script: this.#script.save(),
      moments: this.#stage.moments,
    });
  }
}
