import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { writeCatalog } from './catalog/index.ts';
import type { Pace } from './clock/index.ts';
import {
  ControlRefusal,
  ControlServer,
  PortalReader,
  StateTeller,
  type WorldPhase,
} from './control/index.ts';
import { type Foundation, layFoundation } from './Foundation.ts';
import type { StartMessage, WorldMessage } from './launcherMessages.ts';
import { Restart } from './Restart.ts';
import { writeSavings } from './Savings.ts';
import {
  ArgoCd,
  Code,
  type IncidentId,
  Script,
  type Stage,
} from './script/index.ts';
import { Outbox, PagerDuty, Tool } from './systems/index.ts';
import {
  type WorldDescription,
  entityRefOf,
  problemsOf,
  rowNamed,
} from './world/index.ts';

/** While a day is told within seconds. */
const CATCH_UP_PACE: Pace = { gapMs: 60_000, pauseMs: 4 };
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
  readonly #foundation: Foundation;
  readonly #outbox: Outbox;
  /** The API servers' own: they wait for nobody. */
  readonly #auditOutbox: Outbox;
  readonly #pagerduty: PagerDuty;
  readonly #stage: Stage;
  readonly #reader: PortalReader;
  readonly #teller: StateTeller;
  readonly #restart: Restart;
  readonly #end = new AbortController();
  #control: ControlServer | undefined;
  #script: Script | undefined;
  #phase: WorldPhase = 'history';

  /** Everything that the portal needs to be started stands when this resolves, and the launcher knows where. */
  static async start(options: DemoOptions): Promise<Demo> {
    const problems = problemsOf(options.world);
    if (problems.length > 0) {
      throw new Error(`The world is not sound: ${problems.join('; ')}`);
    }
    const foundation = await layFoundation({
      ...options,
      directory: path.join(options.directory, OWN_FOLDER),
    });
    const demo = new Demo(options, foundation);
    await demo.#ready();
    return demo;
  }

  private constructor(options: DemoOptions, foundation: Foundation) {
    const { onProblem, portalUrl, secrets, send, world } = options;
    const { clock, clusters, fleet, github, random, saved } = foundation;
    const now = () => clock.now();
    const outbox = Outbox.create({ onRefused: onProblem });
    const tool = (token: string) =>
      Tool.create({ outbox, portalUrl, token, now });
    this.#options = options;
    this.#foundation = foundation;
    this.#outbox = outbox;
    this.#auditOutbox = Outbox.create({ onRefused: onProblem });
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
      code: Code.create({ world, github, now, onProblem }),
      argocd: ArgoCd.create({
        world,
        clock,
        hub: clusters.named(world.hub),
        web: `http://${github.host}`,
      }),
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
    this.#teller = StateTeller.create({
      stage: this.#stage,
      reader: this.#reader,
    });
    this.#restart = Restart.create({ stage: this.#stage, send });
  }

  /** Resolves when the portal watches all clusters and knows all services. */
  async watched(): Promise<void> {
    const { signal } = this.#end;
    await Promise.all([
      this.#foundation.clusters.watched(signal),
      this.#catalogIsKnown(signal),
    ]);
  }

  /** Tells what happened in the last day, and lives on. Resolves in the present. */
  async live(): Promise<void> {
    const { keep, portalUrl, secrets, send } = this.#options;
    const { clock, clusters, github } = this.#foundation;
    const reader = this.#reader;
    github.addWebhook({
      url: `${portalUrl}/api/events/http/github`,
      secret: secrets.github.webhook,
    });
    clusters.auditTo((cluster, list) =>
      this.#auditOutbox.send({
        url: `${portalUrl}/api/changes/kubernetes/audit/${cluster}`,
        headers: { authorization: `Bearer ${secrets.audit}` },
        body: JSON.stringify(list),
      }),
    );
    if (!this.#script) {
      this.#phase = 'catching-up';
      this.#script = Script.begin(this.#stage, Date.now());
    }
    await clock.live({
      pace: {
        ...CATCH_UP_PACE,
        async watchersKeepUp(signal) {
          // What has been read may make the portal ask a cluster for the time first, before it goes on.
          await reader.answers(signal);
          await reader.answers(signal);
        },
      },
      signal: this.#end.signal,
    });
    await this.#stage.code.idle();
    // Whoever watches comes back and sees what time it is.
    clusters.endWatches();
    this.#phase = 'living';
    if (keep) {
      await this.#save();
      clock.every(SAVE_MS, () => this.#save());
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
    const { clock, clusters, github } = this.#foundation;
    const { directory, keep } = this.#options;
    this.#end.abort();
    clock.stop();
    this.#outbox.close();
    this.#auditOutbox.close();
    if (keep && this.#phase === 'living') await this.#save();
    await this.#control?.close();
    await rm(path.join(directory, CONTROL_FILE), { force: true });
    await Promise.all([clusters.close(), github.close()]);
  }

  async #ready(): Promise<void> {
    const { directory, secrets, send, world } = this.#options;
    const { clusters, github, saved } = this.#foundation;
    if (saved) this.#script = Script.goOn(this.#stage, saved.script);
    const catalog = await writeCatalog(world, {
      directory: path.join(directory, OWN_FOLDER),
      web: `http://${github.host}`,
    });
    this.#control = await ControlServer.start({
      token: secrets.control,
      port: saved?.control.port,
      control: {
        state: () => this.#teller.state(this.#phase, this.#script),
        startIncident: id => this.#startIncident(id),
        restartPortal: () => {
          this.#requireLiving();
          this.#restart.begin();
        },
      },
    });
    const control = this.#control.url;
    await writeFile(
      path.join(directory, CONTROL_FILE),
      JSON.stringify({ url: control }),
    );
    send({
      type: 'ready',
      clusters: clusters.kubeconfigs,
      github: { host: github.host, apiBaseUrl: github.url },
      catalog,
      control,
      ...accessOf(world),
    });
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
    const { clusters, fleet, github } = this.#foundation;
    await writeSavings(path.join(this.#options.directory, OWN_FOLDER), {
      format: 1,
      clusters: clusters.save(),
      github: { port: github.port, saved: await github.save() },
      control: { port: this.#control.port },
      pagerduty: { count: this.#pagerduty.count },
      fleet: fleet.save(),
      script: this.#script.save(),
      moments: this.#stage.moments,
    });
  }
}

/** Who can sign in, and what does not exist for whom. */
function accessOf({
  people,
  services,
}: WorldDescription): Pick<
  Extract<WorldMessage, { type: 'ready' }>,
  'users' | 'hidden'
> {
  const visitors = people
    .filter(({ canSignIn }) => canSignIn)
    .map(({ mayNotSee = [], name, title }) => ({
      ref: `user:default/${name}`,
      title,
      hidden: mayNotSee.map(service =>
        entityRefOf(rowNamed(services, service)),
      ),
    }));
  return {
    users: visitors.map(({ ref, title }) => ({ entityRef: ref, title })),
    hidden: visitors
      .filter(({ hidden }) => hidden.length > 0)
      .map(({ hidden, ref }) => ({ user: ref, entities: hidden })),
  };
}
