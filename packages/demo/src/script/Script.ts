import { z } from 'zod';
import { everyday, PAST_RHYTHM, PRESENT_RHYTHM, traffic } from './everyday.ts';
import {
  Incident,
  type IncidentId,
  type IncidentTold,
  NO_CHANGE,
  REPLICA_CUT,
} from './incidents/index.ts';
import { heartbeat } from './heartbeat.ts';
import { installApplications } from './installApplications.ts';
import { lastDay, SHIPPED_IN_LAST_DAY } from './lastDay/index.ts';
import { noisyOperator } from './noisyOperator.ts';
import type { Stage } from './Stage.ts';
import { MINUTE_MS } from './time.ts';

/** How long before the present the two alerts opened. */
const REPLICA_CUT_MS = 26 * MINUTE_MS;
const NO_CHANGE_MS = 52 * MINUTE_MS;

const state = z.object({
  'replica-cut': z.unknown(),
  'no-change': z.unknown(),
});

/** What happens in the world once it is watched: the last day with its incidents, and everyday life for ever. */
export class Script {
  readonly #stage: Stage;
  readonly #incidents: Record<IncidentId, Incident>;

  /** A world that is begun: what happened in the day before `present`, in epoch milliseconds, is scheduled. */
  static begin(stage: Stage, present: number): Script {
    const script = new Script(stage, {});
    installApplications(stage);
    heartbeat(stage.clock, stage.clusters.values());
    noisyOperator(stage, present);
    const onset = present - REPLICA_CUT_MS;
    lastDay(stage, onset);
    script.#incidents['replica-cut'].play(onset);
    script.#incidents['no-change'].play(present - NO_CHANGE_MS);
    const told = () => script.#all.flatMap(({ services }) => services);
    everyday(stage, {
      rhythm: PAST_RHYTHM,
      until: present,
      told: () => [...told(), ...SHIPPED_IN_LAST_DAY],
    });
    traffic(stage, { told, until: present });
    stage.clock.at(present, () => script.#live());
    return script;
  }

  /** A world that goes on. @param saved - what {@link Script.save} gave */
  static goOn(stage: Stage, saved: unknown): Script {
    const script = new Script(stage, state.parse(saved));
    script.#all.forEach(incident => incident.goOn());
    heartbeat(stage.clock, stage.clusters.values());
    noisyOperator(stage, stage.clock.now());
    script.#live();
    return script;
  }

  private constructor(stage: Stage, saved: Partial<z.infer<typeof state>>) {
    this.#stage = stage;
    this.#incidents = {
      'replica-cut': Incident.create(stage, REPLICA_CUT, saved['replica-cut']),
      'no-change': Incident.create(stage, NO_CHANGE, saved['no-change']),
    };
  }

  get incidents(): IncidentTold[] {
    return this.#all.map(({ told }) => told);
  }

  /** Sets one off anew. Says whether it could. */
  start(id: IncidentId): boolean {
    return this.#incidents[id].start();
  }

  /** Plain JSON. */
  save(): object {
    return Object.fromEntries(
      Object.entries(this.#incidents).map(([id, incident]) => [
        id,
        incident.save(),
      ]),
    );
  }

  get #all(): Incident[] {
    return Object.values(this.#incidents);
  }

  #live(): void {
    const told = () =>
      this.#all
        .filter(incident => incident.told.phase !== 'quiet')
        .flatMap(({ services }) => services);
    everyday(this.#stage, { rhythm: PRESENT_RHYTHM, told });
    traffic(this.#stage, { told });
  }
}
