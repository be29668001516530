import type { Moments, Script, Stage } from '../script/index.ts';
import type { PortalReader, Sought } from './PortalReader.ts';
import {
  FOUND_EVENTS,
  type FoundEvent,
  type SceneAnchors,
  scenesOf,
} from './scenes.ts';
import { type WorldPhase, type WorldState, timestamp } from './WorldState.ts';

/** Under which words Ripple tells of what the scenes open. */
const SOUGHT: Record<
  FoundEvent,
  Omit<Sought, 'at'> & { moment: keyof Moments }
> = {
  cut: {
    moment: 'cut',
    entityRef: 'component:default/rest-api',
    kind: 'deployment',
    title: /cut replicas/,
  },
  edit: {
    moment: 'edited',
    entityRef: 'component:default/data-processor',
    kind: 'config',
    title: /data-processor-settings/,
  },
  canary: {
    moment: 'canary',
    entityRef: 'component:default/cart-api',
    kind: 'deployment',
    title: /^cart-api deployed/,
  },
  sync: {
    moment: 'synced',
    entityRef: 'component:default/storefront-bff',
    kind: 'deployment',
    title: /^Argo CD synced/,
  },
  migration: {
    moment: 'migrated',
    entityRef: 'resource:default/orders-db',
    kind: 'migration',
    title: /by Job/,
  },
  node: {
    moment: 'cordoned',
    entityRef: 'component:default/cart-api',
    kind: 'node',
    title: /cordoned/,
  },
  operator: {
    moment: 'noisy',
    entityRef: 'component:default/pricing',
    kind: 'config',
    title: /pricing-promotions .*changed .+ times/,
  },
};

/** Tells the state of the world, with links into the portal. */
export class StateTeller {
  readonly #stage: Stage;
  readonly #reader: Pick<PortalReader, 'eventId'>;

  static create(options: {
    stage: Stage;
    reader: Pick<PortalReader, 'eventId'>;
  }): StateTeller {
    return new StateTeller(options.stage, options.reader);
  }

  private constructor(stage: Stage, reader: Pick<PortalReader, 'eventId'>) {
    this.#stage = stage;
    this.#reader = reader;
  }

  /** @param script - absent: nothing has been told yet */
  async state(
    phase: WorldPhase,
    script: Pick<Script, 'incidents'> | undefined,
  ): Promise<WorldState> {
    const { clock, clusters } = this.#stage;
    return {
      now: timestamp(clock.now()),
      phase,
      clusters: [...clusters].map(([name, { isSilent }]) => ({
        name,
        state: isSilent ? 'silent' : 'answering',
      })),
      incidents: (script?.incidents ?? []).map(
        ({ alertAt, startedAt, ...rest }) => ({
          ...rest,
          ...(startedAt === undefined
            ? {}
            : { startedAt: timestamp(startedAt) }),
          ...(alertAt === undefined ? {} : { alertAt: timestamp(alertAt) }),
        }),
      ),
      scenes: phase === 'living' ? scenesOf(await this.#anchors()) : [],
    };
  }

  async #anchors(): Promise<SceneAnchors> {
    const { clock, moments } = this.#stage;
    const found = await Promise.all(
      FOUND_EVENTS.map(async name => {
        const { moment, ...sought } = SOUGHT[name];
        const at = moments[moment];
        const id =
          at === undefined
            ? undefined
            : await this.#reader.eventId({ ...sought, at });
        return [name, id] as const;
      }),
    );
    return { now: clock.now(), moments, events: Object.fromEntries(found) };
  }
}
