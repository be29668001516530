import type { Script, Stage } from '../script/index.ts';
import type { PortalReader, Sought } from './PortalReader.ts';
import { type SceneAnchors, scenesOf } from './scenes.ts';
import { type WorldPhase, type WorldState, timestamp } from './WorldState.ts';

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
}
