import { z } from 'zod';
import type { PagerDutyIncident } from '../../systems/index.ts';
import { type Stage, refOf } from '../Stage.ts';
import { MINUTE_MS } from '../time.ts';
import type { Plot, PlotPace } from './Plot.ts';

const PHASES = ['quiet', 'running', 'open', 'recovering'] as const;
/** A person reads the page first. */
const ACKNOWLEDGED_AFTER_MS = 4 * MINUTE_MS;
/** Long enough to be looked at; then people put it right. */
const OPEN_MS = 150 * MINUTE_MS;

const state = z.object({
  phase: z.enum(PHASES),
  /** When what leads to it began, and when its alert opened: epoch milliseconds. */
  startedAt: z.number().optional(),
  alertAt: z.number().optional(),
  /** How many times it has begun. */
  rounds: z.int().min(0),
  alert: z
    .object({
      id: z.string(),
      number: z.int(),
      title: z.string(),
      serviceId: z.string(),
      serviceName: z.string(),
      urgency: z.enum(['high', 'low']),
      createdAt: z.number(),
      status: z.enum(['triggered', 'acknowledged', 'resolved']),
    })
    .optional(),
});

type State = z.infer<typeof state>;

/** What is told of an incident. */
export interface IncidentTold {
  id: Plot['id'];
  phase: State['phase'];
  startedAt?: number;
  alertAt?: number;
  entityRef: string;
}

/** An incident as it comes and goes, again and again: quiet → running → open (its alert is) → recovering → quiet. */
export class Incident {
  readonly #stage: Stage;
  readonly #plot: Plot;
  #state: State;
  /** What is scheduled and would no longer make sense once it is put right. */
  #pending: (() => void)[] = [];

  /** @param saved - what {@link Incident.save} gave */
  static create(stage: Stage, plot: Plot, saved?: unknown): Incident {
    return new Incident(
      stage,
      plot,
      saved === undefined
        ? { phase: 'quiet', rounds: 0 }
        : asKept(state.parse(saved)),
    );
  }

  private constructor(stage: Stage, plot: Plot, first: State) {
    this.#stage = stage;
    this.#plot = plot;
    this.#state = first;
  }

  get told(): IncidentTold {
    const { alertAt, phase, startedAt } = this.#state;
    return {
      id: this.#plot.id,
      phase,
      startedAt,
      alertAt,
      entityRef: refOf(this.#stage, this.#plot.service),
    };
  }

  /** The services that it is about. */
  get services(): string[] {
    return [this.#plot.service, ...this.#plot.alsoHurt];
  }

  /** Plain JSON. */
  save(): object {
    return this.#state;
  }

  /** Lets its alert open at a moment, as it happened. */
  play(alert: number): void {
    this.#play(alert, 'as-it-happened');
  }

  /** Takes up what was open when the world was kept. */
  goOn(): void {
    if (this.#state.phase === 'open') this.#recoverLater();
  }

  /**
   * Sets it off anew, so that it can be watched; what is still broken is put right first. Says whether it could: not while it is on its way.
   */
  start(): boolean {
    const { clock } = this.#stage;
    const { phase } = this.#state;
    if (phase === 'running' || phase === 'recovering') return false;
    const startsAfterMs =
      phase === 'open' ? this.#recover('to-watch') + 2000 : 0;
    this.#set({ phase: phase === 'open' ? 'recovering' : 'running' });
    clock.after(startsAfterMs, () =>
      this.#play(clock.now() + this.#plot.leadMs['to-watch'], 'to-watch'),
    );
    return true;
  }

  #play(alert: number, pace: PlotPace): void {
    const { clock } = this.#stage;
    const begin = alert - this.#plot.leadMs[pace];
    const round = this.#state.rounds;
    this.#plot.play(this.#stage, { alert, begin }, { pace, round });
    clock.at(begin, () =>
      this.#set({
        phase: 'running',
        startedAt: begin,
        alertAt: undefined,
        rounds: round + 1,
      }),
    );
    clock.at(alert, () => this.#open(alert));
  }

  #open(at: number): void {
    const { moments, pagerduty } = this.#stage;
    const { acknowledgedBy, alertTitle, pagerdutyId, service } = this.#plot;
    moments[this.#plot.id] = at;
    this.#set({
      phase: 'open',
      alertAt: at,
      alert: pagerduty.trigger({
        serviceId: pagerdutyId,
        serviceName: service,
        title: alertTitle,
      }),
    });
    this.#pending.push(
      this.#stage.clock.after(ACKNOWLEDGED_AFTER_MS, () =>
        this.#tell(alert => pagerduty.acknowledge(alert, acknowledgedBy)),
      ),
    );
    this.#recoverLater();
  }

  #recoverLater(): void {
    this.#pending.push(
      this.#stage.clock.after(
        OPEN_MS,
        () => void this.#recover('as-it-happened'),
      ),
    );
  }

  // How long it takes, in milliseconds.
  #recover(pace: PlotPace): number {
    const { clock, pagerduty } = this.#stage;
    const { acknowledgedBy, recoveryMs } = this.#plot;
    this.#pending.forEach(cancel => cancel());
    this.#pending = [];
    this.#set({ phase: 'recovering' });
    this.#plot.recover(this.#stage, { pace, round: this.#state.rounds - 1 });
    clock.after(recoveryMs[pace], () => {
      this.#tell(alert => pagerduty.resolve(alert, acknowledgedBy));
      this.#set({ phase: 'quiet', alert: undefined });
    });
    return recoveryMs[pace];
  }

  #tell(by: (alert: PagerDutyIncident) => PagerDutyIncident): void {
    const { alert } = this.#state;
    if (alert) this.#set({ alert: by(alert) });
  }

  #set(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
  }
}

/** What was on its way when the world was stopped is not any more. */
function asKept(saved: State): State {
  const isOpen = saved.alert !== undefined;
  return { ...saved, phase: isOpen ? 'open' : 'quiet' };
}
