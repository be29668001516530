import { createHash } from 'node:crypto';
import type {
  Observation,
  SourceState,
} from '@ripplehq/backstage-plugin-changes-common';
import type { ModelStep } from '../watch/Book';
import { DueTimes } from '../watch/DueTimes';
import {
  RUN_MAX_MS,
  RUN_QUIET_MS,
  countIn,
  ignoreRuleOf,
  kindAndName,
  memberOf,
  noisyRun,
  perMinute,
  startOf,
  tellRun,
  type NoisyRun,
} from './NoisyRun';

const STATE_PREFIX = 'noisy/';
const KEY_PREFIX = 'noisy/';
/** So many changes of one thing within so long are noise, if one and the same object is among them so often. */
const NOISY_CHANGES = 6;
const NOISY_REPEATS = 3;
/** Things that come and go under ever new names are noise from this many changes on. */
const NOISY_CHURN = 12;
const WINDOW_MS = 60_000;
/** A run that goes on is told anew so often. */
const TELL_MS = 30_000;
/** Kinds are read out of step, the more so while a cluster's clock jumps: what ends a run by time alone waits for those behind. */
const LATE_MS = 15 * 60_000;
/** Things of which it is remembered that they changed within the window. */
const RECENT_MAX = 5_000;
const NOISIEST = 20;

/** Where and when something is seen. */
export interface NoiseSighting {
  cluster: string;
  environment?: string;
  now: string;
  observedAt?: string;
}

/** Something that changes so often that it is counted. */
export interface NoisySubject {
  subject: string;
  changes: number;
  perMinute: number;
  firstAt: string;
  lastAt: string;
  manager?: string;
  ignore: string;
}

/**
 * Counts changes that never stop, as of an operator that writes five ConfigMaps a second: the first of them are told as they are, and as
 * soon as it is seen to go on they all become one event with first, last, count and a sample. A run's state is stored in the transaction
 * that would have stored the change: so each is told or counted once, whatever stops in between.
 */
export class NoisySubjects {
  readonly due = new DueTimes();
  readonly #runs = new Map<string, NoisyRun>();
  /** Latest changes by what changed, oldest first. */
  readonly #recent = new Map<string, Observation[]>();
  readonly #told = new Map<string, { at: number; count: number }>();
  readonly #samples = new Map<string, Observation>();

  /** Takes back what was stored, if it is that. */
  restore({ id, body }: SourceState): boolean {
    if (!id.startsWith(STATE_PREFIX)) return false;
    const read = noisyRun.safeParse(body);
    if (read.success) {
      const run = read.data;
      this.#runs.set(run.group, run);
      this.due.set(run.group, Date.parse(run.lastAt) + TELL_MS);
    }
    return true;
  }

  /** What is to be told of changes: themselves, or that they were counted. */
  take(step: ModelStep, sighting: NoiseSighting): ModelStep {
    if (!step.observations.some(isCountable)) return step;
    const observations: Observation[] = [];
    const states: SourceState[] = [];
    for (const observation of step.observations) {
      const object = isCountable(observation) && kindAndName(observation);
      if (!object) {
        observations.push(observation);
        continue;
      }
      const taken = this.#take(observation, object, sighting);
      observations.push(...taken.observations);
      states.push(...taken.states);
    }
    return {
      ...step,
      observations,
      states: [...step.states, ...latest(states)],
    };
  }

  /** What time alone brings: a run is told anew, or is over. */
  pass(group: string, sighting: NoiseSighting, step: ModelStep): void {
    const run = this.#runs.get(group);
    if (!run) return;
    if (Date.parse(sighting.now) < overAt(run) + LATE_MS) {
      step.observations.push(this.#tell(run, sighting));
      return;
    }
    step.observations.push(this.#over(run, sighting));
    step.states.push({ id: stateId(group), body: null });
  }

  /** What changes most, of what changes so often that it is counted. */
  noisiest(): NoisySubject[] {
    return [...this.#runs.values()]
      .sort((a, b) => b.count - a.count)
      .slice(0, NOISIEST)
      .map(run => ({
        subject: run.subjects[0],
        changes: run.count,
        perMinute: perMinute(run),
        firstAt: run.firstAt,
        lastAt: run.lastAt,
        ...(run.manager ? { manager: run.manager } : {}),
        ignore: ignoreRuleOf(run),
      }));
  }

  #take(
    observation: Observation,
    { kind, name }: { kind: string; name: string },
    sighting: NoiseSighting,
  ): { observations: Observation[]; states: SourceState[] } {
    const member = memberOf(name);
    const group = this.#groupOf(kind, member, observation);
    const open = this.#runs.get(group);
    const at = Date.parse(startOf(observation));
    const isOver = open !== undefined && at >= overAt(open);
    const before = isOver ? [this.#over(open, sighting)] : [];
    const run = isOver ? undefined : open;
    if (run?.members.includes(member)) {
      return this.#count(run, member, observation, sighting, []);
    }
    const recent = this.#remember(`${group} ${member}`, observation, at);
    const states = isOver ? [{ id: stateId(group), body: null }] : [];
    if (!isNoisy(recent)) {
      return { observations: [...before, observation], states };
    }
    const begun = run ?? beginRun(group, kind, recent[0], observation);
    const counted = recent
      .slice(0, -1)
      .reduce((sum, one) => countIn(sum, member, one), begun);
    // Those that were told one by one are shown within the run from now on.
    const parts = recent
      .slice(0, -1)
      .map(({ before: _, after: __, ...rest }) => ({
        ...rest,
        partOfKey: begun.key,
      }));
    this.#recent.delete(`${group} ${member}`);
    return this.#count(counted, member, observation, sighting, [
      ...before,
      ...parts,
    ]);
  }

  #count(
    run: NoisyRun,
    member: string,
    observation: Observation,
    sighting: NoiseSighting,
    before: Observation[],
  ): { observations: Observation[]; states: SourceState[] } {
    const counted = countIn(run, member, observation);
    const { group } = counted;
    this.#runs.set(group, counted);
    this.#samples.set(group, observation);
    const now = Date.parse(sighting.now);
    const told = this.#told.get(group);
    const isDue = !told || now - told.at >= TELL_MS;
    if (!isDue) this.due.set(group, told.at + TELL_MS);
    return {
      observations: isDue ? [...before, this.#tell(counted, sighting)] : before,
      states: [{ id: stateId(group), body: counted }],
    };
  }

  #tell(run: NoisyRun, sighting: NoiseSighting): Observation {
    const { group, count } = run;
    this.#told.set(group, { at: Date.parse(sighting.now), count });
    this.due.set(group, overAt(run) + LATE_MS);
    return tellRun(run, 'goes-on', this.#samples.get(group), seen(sighting));
  }

  #over(run: NoisyRun, sighting: NoiseSighting): Observation {
    const { group } = run;
    const told = tellRun(run, 'over', this.#samples.get(group), seen(sighting));
    this.#runs.delete(group);
    this.#samples.delete(group);
    this.#told.delete(group);
    this.due.set(group, undefined);
    return told;
  }

  /** A deletion does not say whose it is: it belongs to the run that counts its like. */
  #groupOf(kind: string, member: string, observation: Observation): string {
    const { namespace } = observation;
    const manager = managerOf(observation);
    if (manager === undefined) {
      for (const run of this.#runs.values()) {
        if (
          run.kind === kind &&
          run.namespace === namespace &&
          run.members.includes(member)
        ) {
          return run.group;
        }
      }
    }
    return JSON.stringify([kind, namespace ?? null, manager ?? null]);
  }

  #remember(id: string, observation: Observation, at: number): Observation[] {
    const recent = (this.#recent.get(id) ?? []).filter(
      one =>
        Date.parse(startOf(one)) > at - WINDOW_MS &&
        one.key !== observation.key,
    );
    recent.push(observation);
    // The one that changed last stands last.
    this.#recent.delete(id);
    this.#recent.set(id, recent.slice(-NOISY_CHURN));
    const [oldest] = this.#recent.keys();
    if (this.#recent.size > RECENT_MAX) this.#recent.delete(oldest);
    return recent;
  }
}

/** Whether an observation is of changes that were counted. */
export function isCounted({ key }: Pick<Observation, 'key'>): boolean {
  return key.startsWith(KEY_PREFIX);
}

/** What happened in a moment to an object, and may happen again and again. */
function isCountable({ type, start, end, key, reconstructed }: Observation) {
  return (
    type === 'change' &&
    end !== undefined &&
    start === end.at &&
    end.status === 'succeeded' &&
    reconstructed === undefined &&
    !key.startsWith(KEY_PREFIX) &&
    key.includes('/')
  );
}

function isNoisy(recent: readonly Observation[]): boolean {
  if (recent.length < NOISY_CHANGES) return false;
  const repeats = new Map<string, number>();
  let churn = 0;
  for (const observation of recent) {
    const [subject] = observation.subjects;
    if (/\/(created|deleted)$/.test(observation.key)) churn++;
    else repeats.set(subject, (repeats.get(subject) ?? 0) + 1);
  }
  return (
    churn >= NOISY_CHURN || Math.max(0, ...repeats.values()) >= NOISY_REPEATS
  );
}

function beginRun(
  group: string,
  kind: string,
  first: Observation,
  observation: Observation,
): NoisyRun {
  const { namespace } = observation;
  const manager = managerOf(observation);
  return {
    key: `${KEY_PREFIX}${first.key}`,
    group,
    kind,
    event: observation.kind,
    firstAt: startOf(first),
    lastAt: startOf(first),
    count: 0,
    members: [],
    subjects: [],
    counted: {},
    ...(namespace ? { namespace } : {}),
    ...(manager ? { manager } : {}),
  };
}

function managerOf({ write, actor }: Observation): string | undefined {
  return write?.manager ?? actor?.name;
}

/** When a run is over, if nothing more comes. */
function overAt({ firstAt, lastAt }: NoisyRun): number {
  return Math.min(
    Date.parse(lastAt) + RUN_QUIET_MS,
    Date.parse(firstAt) + RUN_MAX_MS,
  );
}

function stateId(group: string): string {
  const digest = createHash('sha256').update(group).digest('base64url');
  return `${STATE_PREFIX}${digest.slice(0, 22)}`;
}

function seen({ cluster, environment, now, observedAt }: NoiseSighting) {
  return { cluster, environment, observedAt: observedAt ?? now };
}

/** Of several states of one thing, the last. */
function latest(states: SourceState[]): SourceState[] {
  return [...new Map(states.map(state => [state.id, state])).values()];
}
