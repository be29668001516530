import type { CaseEvent, SuspectCase } from '../SuspectCase';
import type { Dice } from './Dice';
import { type Node, World } from './World';
import {
  FAULTS,
  type ChangeWords,
  type Fault,
  HELD_OUT_FAULTS,
} from './faults';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const EPOCH = Date.parse('2026-03-02T00:00:00Z');
const REACH_HOPS = 4;
const PEOPLE = [
  'dana',
  'marek',
  'yuki',
  'sofia',
  'jonas',
  'lea',
  'ines',
  'olu',
];

/** `held-out`: the causes are of templates on which nothing was tuned. */
export type Templates = 'tuning' | 'held-out';

/** How often each kind of change happens for no reason, in working hours. */
const BACKGROUND: Record<string, number> = {
  'bad code': 10,
  'rollout fails': 1,
  'replicas cut': 1.5,
  'memory limit lowered': 1,
  'pool shrunk': 5,
  'key removed': 1,
  flag: 5,
  'migration locks': 2,
  'secret rotated': 2,
  'security group': 1,
  'third party': 1,
  'wrong port': 1,
  'CPU limit lowered': 1,
  'role revoked': 1,
  'probe tightened': 1,
  'parameter group': 1,
};

/** Reasons that no change explains, in the words of alarms. */
const NO_CAUSES = [
  {
    tag: 'traffic',
    alarm: 'request rate three times the usual',
    detail: 'CPU at limit on all pods',
  },
  {
    tag: 'hardware',
    alarm: 'node not ready',
    detail: 'kubelet stopped posting node status',
  },
  { tag: 'disk', alarm: 'disk full', detail: 'no space left on device' },
  {
    tag: 'certificate',
    alarm: 'TLS handshake errors',
    detail: 'certificate has expired',
  },
  { tag: 'unknown', alarm: '5xx rate over 5 %', detail: undefined },
  { tag: 'unknown', alarm: 'p99 latency over 2 s', detail: undefined },
];

/** One incident while it is made up: a company, a fault that spreads in it or none, and all that happened by the way. */
export class Incident {
  readonly #dice: Dice;
  readonly #world: World;
  readonly #events: CaseEvent[] = [];
  readonly #tags = new Set<string>();
  readonly #onset: number;
  #victim!: Node;
  #symptom!: CaseEvent;
  #cause: string | null = null;
  #coverage: SuspectCase['coverage'] = [];
  #ids = 0;

  /** Undefined where the company that came of the dice has no place for it. Without templates nothing causes it. */
  static create(dice: Dice, templates: Templates | undefined) {
    const incident = new Incident(dice);
    const isMade = templates
      ? incident.#withCause(templates)
      : incident.#withoutCause();
    if (!isMade) return undefined;
    incident.#background();
    incident.#noise();
    incident.#decoys();
    incident.#effects();
    incident.#coverageOf();
    return incident;
  }

  private constructor(dice: Dice) {
    this.#dice = dice;
    this.#world = World.create(dice);
    this.#onset =
      EPOCH + dice.whole(1, 200) * 24 * HOUR_MS + dice.between(0, 24 * HOUR_MS);
  }

  tell(id: string): SuspectCase {
    return {
      id,
      entities: this.#world.entities,
      relations: this.#world.relations,
      events: this.#dice
        .shuffled(this.#events)
        .sort((a, b) => a.startedAt.localeCompare(b.startedAt)),
      symptom: {
        entityRef: this.#victim.ref,
        at: this.#symptom.startedAt,
        eventId: this.#symptom.id,
        title: this.#symptom.title,
        ...(this.#symptom.detail && { detail: this.#symptom.detail }),
      },
      coverage: this.#coverage,
      truth: { cause: this.#cause, tags: [...this.#tags].sort() },
    };
  }

  #withCause(templates: Templates): boolean {
    const dice = this.#dice;
    const faults = templates === 'tuning' ? FAULTS : HELD_OUT_FAULTS;
    const name = dice.weighted(
      Object.fromEntries(faults.map(one => [one.name, one.weight])),
    );
    const fault = faults.find(one => one.name === name)!;
    const culprit = dice.one(
      this.#world.nodes.filter(({ type }) => fault.on.includes(type)),
    );
    const path = culprit && this.#pathDown(culprit);
    if (!path) return false;
    this.#victim = path[path.length - 1];
    const { words, harm } = fault.change(dice, culprit);
    const delay = this.#delayOf(fault);
    const hops = path.length - 1;
    // The victim's alarm comes last; each hop took its time.
    const hopDelays = path.slice(1).map(() => dice.between(5, 150) * SECOND_MS);
    const harmAt = this.#onset - hopDelays.reduce((sum, ms) => sum + ms, 0);
    const done = harmAt - delay;
    const cause = this.#change(culprit, words, done, fault.delay);
    this.#cause = cause.id;
    this.#tags.add(`fault:${fault.name}`);
    this.#tags.add(`degree:${hops}`);
    this.#tags.add(`delay:${delay > 15 * MINUTE_MS ? 'slow' : fault.delay}`);
    if (dice.happens(0.06)) {
      cause.observedBetween = {
        from: at(done - dice.between(10, 90) * MINUTE_MS),
        to: at(done + dice.between(0, 5) * MINUTE_MS),
      };
      this.#tags.add('seen between');
    }
    const isSeen = hops > 0 && dice.happens(0.75);
    if (isSeen) this.#issue(culprit, harm.issue, harmAt);
    else if (hops > 0) this.#tags.add('cause looks healthy');
    let when = harmAt;
    path.slice(1).forEach((node, index) => {
      when += hopDelays[index];
      const isVictim = index === path.length - 2;
      const below = path[index];
      const alarm = dice.one(harm.callers).replace('{}', below.name);
      const detail = dice.happens(0.35)
        ? harm.issue.detail ?? harm.issue.title
        : undefined;
      if (isVictim) this.#setSymptom(alarm, detail, when);
      else if (dice.happens(0.6)) {
        this.#issue(
          node,
          { kind: 'errors', title: `${node.name}: ${alarm}` },
          when,
        );
      }
    });
    if (hops === 0) {
      this.#setSymptom(
        dice.happens(0.6)
          ? harm.issue.title
          : dice.one(harm.callers).replace('{}', 'clients'),
        dice.happens(0.5) ? harm.issue.detail : undefined,
        this.#onset,
      );
    }
    // Others that lean on it suffer as well.
    for (const other of this.#world.downstream(culprit)) {
      if (path.includes(other) || !dice.happens(0.45)) continue;
      this.#issue(
        other,
        {
          kind: 'errors',
          title: `${other.name}: ${dice
            .one(harm.callers)
            .replace('{}', culprit.name)}`,
        },
        harmAt + dice.between(5, 240) * SECOND_MS,
      );
    }
    this.#afterwards(culprit, cause);
    return true;
  }

  #withoutCause(): boolean {
    const dice = this.#dice;
    const reason = dice.one(NO_CAUSES);
    const services = this.#world.nodes.filter(
      ({ type, layer }) => type === 'service' && layer < 3,
    );
    if (services.length === 0) return false;
    this.#victim = dice.one(services);
    this.#tags.add('no cause');
    this.#tags.add(`no cause:${reason.tag}`);
    this.#setSymptom(
      reason.alarm,
      dice.happens(0.5) ? reason.detail : undefined,
      this.#onset,
    );
    for (const near of this.#world.reach(this.#victim, 2)) {
      if (!dice.happens(0.12)) continue;
      this.#issue(
        near,
        { kind: 'errors', title: `${near.name}: ${reason.alarm}` },
        this.#onset - dice.between(-60, 240) * SECOND_MS,
      );
    }
    return true;
  }

  /** Up the reverse edges, to somebody who notices. */
  #pathDown(culprit: Node): Node[] | undefined {
    const path = [culprit];
    const hops = Number(
      this.#dice.weighted({ 0: 0.22, 1: 0.3, 2: 0.28, 3: 0.15, 4: 0.05 }),
    );
    while (path.length <= hops) {
      const next = this.#world
        .downstream(path[path.length - 1])
        .filter(one => !path.includes(one));
      if (next.length === 0) return undefined;
      path.push(this.#dice.one(next));
    }
    return path.length === 1 && culprit.type !== 'service' ? undefined : path;
  }

  #delayOf(fault: Fault): number {
    const dice = this.#dice;
    if (fault.delay === 'slow') return dice.between(0.5, 10) * HOUR_MS;
    if (dice.happens(0.15)) return dice.between(0.3, 6) * HOUR_MS;
    return fault.delay === 'immediate'
      ? dice.between(2, 120) * SECOND_MS
      : dice.between(1, 15) * MINUTE_MS;
  }

  #background(): void {
    const dice = this.#dice;
    const near = [this.#victim, ...this.#world.reach(this.#victim, REACH_HOPS)];
    // From quiet companies to busy ones.
    const wanted = Math.round(
      Math.exp(dice.between(Math.log(3), Math.log(120))),
    );
    for (let i = 0; i < wanted; i += 1) {
      const node = dice.happens(0.85)
        ? dice.one(near)
        : dice.one(this.#world.nodes);
      const before = dice.between(0, 24) * HOUR_MS;
      if (dice.happens(0.25)) this.#autoscale(node, this.#onset - before);
      else this.#harmless(node, this.#onset - before);
    }
  }

  #noise(): void {
    const dice = this.#dice;
    for (const node of this.#world.nodes) {
      const times = node.isFlappy
        ? dice.whole(1, 6)
        : Number(dice.happens(0.04));
      for (let i = 0; i < times; i += 1) {
        const start = this.#onset - dice.between(0, 24) * HOUR_MS;
        this.#issue(
          node,
          dice.one([
            { kind: 'errors', title: `${node.name}: 5xx rate over 5 %` },
            { kind: 'latency', title: `${node.name}: p99 latency over 2 s` },
            { kind: 'restarts', title: `${node.name}: 2 containers restarted` },
          ]),
          start,
          start + dice.between(1, 25) * MINUTE_MS,
        );
      }
    }
  }

  #decoys(): void {
    const dice = this.#dice;
    const near = this.#world.reach(this.#victim, REACH_HOPS);
    const decoy = (tag: string, probability: number, place: () => void) => {
      if (!dice.happens(probability)) return;
      this.#tags.add(tag);
      place();
    };
    const seconds = () => this.#onset - dice.between(5, 110) * SECOND_MS;
    const minutes = () => this.#onset - dice.between(2, 20) * MINUTE_MS;
    decoy('innocent seconds before', 0.75, () => {
      for (let i = dice.whole(1, 3); i > 0; i -= 1) {
        this.#harmless(
          near.length > 0 ? dice.one(near) : this.#victim,
          seconds(),
        );
      }
    });
    decoy('innocent on the victim', 0.6, () =>
      this.#harmless(this.#victim, dice.happens(0.6) ? seconds() : minutes()),
    );
    decoy('innocent nearby', 0.6, () => {
      for (let i = dice.whole(1, 3); i > 0; i -= 1) {
        this.#harmless(
          near.length > 0 ? dice.one(near) : this.#victim,
          minutes(),
        );
      }
    });
    decoy('two by one pipeline', 0.3, () => {
      const when = minutes();
      for (const node of dice.shuffled(near).slice(0, 2)) {
        this.#harmless(node, when, { name: 'argocd', kind: 'bot' });
      }
    });
    decoy('other environment', 0.25, () => {
      const words = FAULTS[3].change(dice, this.#victim).words;
      this.#change(this.#victim, words, minutes(), 'rollout').environment =
        'staging';
    });
    decoy('by hand', 0.2, () => {
      this.#harmless(dice.one(this.#world.nodes), minutes(), {
        name: dice.one(PEOPLE),
        kind: 'user',
        byHand: true,
      });
    });
  }

  // What an incident sets going, just before it is noticed and after.
  #effects(): void {
    const dice = this.#dice;
    const near = [this.#victim, ...this.#world.upstream(this.#victim)];
    for (const node of near) {
      if (!dice.happens(0.3)) continue;
      this.#tags.add('autoscaler as an effect');
      this.#autoscale(node, this.#onset + dice.between(-60, 400) * SECOND_MS);
    }
    if (dice.happens(0.25)) {
      this.#change(
        this.#victim,
        {
          kind: 'restart',
          source: 'kubernetes',
          title: `${this.#victim.name} restarted`,
        },
        this.#onset + dice.between(60, 900) * SECOND_MS,
        'immediate',
      );
    }
  }

  // Somebody may go back to what was before.
  #afterwards(culprit: Node, cause: CaseEvent): void {
    const dice = this.#dice;
    if (
      !['deployment', 'config', 'flag'].includes(cause.kind) ||
      !dice.happens(0.2)
    )
      return;
    this.#tags.add('reverted');
    this.#change(
      culprit,
      {
        kind: 'rollback',
        source: cause.source,
        title: `${culprit.name} rolled back`,
      },
      this.#onset + dice.between(4, 20) * MINUTE_MS,
      'rollout',
    );
  }

  #coverageOf(): void {
    const dice = this.#dice;
    const sources = [
      'kubernetes',
      'launchdarkly',
      'aws',
      'flyway',
      'statuspage',
    ];
    this.#coverage = sources.map(source =>
      dice.happens(0.07)
        ? {
            source,
            state: 'stale' as const,
            since: at(this.#onset - dice.between(0.2, 6) * HOUR_MS),
          }
        : { source, state: 'live' as const },
    );
    const cause = this.#events.find(({ id }) => id === this.#cause);
    if (cause && dice.happens(0.05)) {
      // Nobody saw it: the right answer is that no recorded change explains it.
      this.#events.splice(this.#events.indexOf(cause), 1);
      this.#cause = null;
      this.#tags.add('cause not observed');
      this.#coverage = this.#coverage.map(one =>
        one.source === cause.source
          ? {
              source: one.source,
              state: 'stale',
              since: at(Date.parse(cause.startedAt) - 20 * MINUTE_MS),
            }
          : one,
      );
    }
  }

  #harmless(node: Node, done: number, actor?: CaseEvent['actor']): void {
    const all = [...FAULTS, ...HELD_OUT_FAULTS].filter(({ on }) =>
      on.includes(node.type),
    );
    const name = this.#dice.weighted(
      Object.fromEntries(
        all.map(one => [one.name, BACKGROUND[one.name] ?? 0.5]),
      ),
    );
    const fault = all.find(one => one.name === name)!;
    const event = this.#change(
      node,
      fault.harmless(this.#dice, node),
      done,
      fault.delay,
    );
    if (actor) event.actor = actor;
  }

  #autoscale(node: Node, when: number): void {
    const [before, after] = [this.#dice.whole(2, 10), this.#dice.whole(3, 20)];
    const event = this.#change(
      node,
      {
        kind: 'autoscale',
        source: 'kubernetes',
        title: `${node.name} autoscaled ${before} → ${after}`,
        diff: [{ path: 'spec.replicas', before, after }],
      },
      when,
      'immediate',
    );
    event.actor = { name: 'horizontal-pod-autoscaler', kind: 'controller' };
  }

  #change(
    node: Node,
    words: ChangeWords,
    done: number,
    pace: Fault['delay'],
  ): CaseEvent {
    const dice = this.#dice;
    const takes = pace === 'immediate' ? 0 : dice.between(0.5, 6) * MINUTE_MS;
    return this.#add({
      status: 'succeeded',
      ...words,
      type: 'change',
      severity: 'info',
      startedAt: at(done - takes),
      ...(words.status === 'in-progress' ? {} : { endedAt: at(done) }),
      environment: 'production',
      entityRefs: [node.ref],
      actor: dice.happens(0.5)
        ? { name: dice.one(PEOPLE), kind: 'user' }
        : { name: 'argocd', kind: 'bot' },
    });
  }

  #issue(
    node: Node,
    issue: { kind: string; title: string; detail?: string },
    start: number,
    end?: number,
  ): void {
    this.#add({
      ...issue,
      type: this.#dice.happens(0.7) ? 'health' : 'alert',
      source: 'kubernetes',
      status: end === undefined ? 'open' : 'resolved',
      severity: 'error',
      startedAt: at(start),
      ...(end !== undefined && { endedAt: at(end) }),
      environment: 'production',
      entityRefs: [node.ref],
    });
  }

  #setSymptom(alarm: string, detail: string | undefined, when: number): void {
    this.#symptom = this.#add({
      type: 'alert',
      kind: 'monitor',
      source: 'pagerduty',
      title: alarm.startsWith(this.#victim.name)
        ? alarm
        : `${this.#victim.name}: ${alarm}`,
      ...(detail && { detail }),
      status: 'open',
      severity: 'critical',
      startedAt: at(when),
      environment: 'production',
      entityRefs: [this.#victim.ref],
    });
  }

  #add(event: Omit<CaseEvent, 'id'>): CaseEvent {
    this.#ids += 1;
    const whole = { ...event, id: `e${this.#ids}` } as CaseEvent;
    this.#events.push(whole);
    return whole;
  }
}

function at(ms: number): string {
  return new Date(Math.round(ms / SECOND_MS) * SECOND_MS).toISOString();
}
