import { changeText, wordsOf } from './features/words';
import type { Candidate, RankedLane, SuspectQuestion } from './question';

const MINUTE_MS = 60_000;
/** Trouble that began this long before the symptom may belong to it. */
const BEFORE_ONSET_MS = 45 * MINUTE_MS;
/** A cause's own alarm may come a little after that of whom it hurts. */
const AFTER_ONSET_MS = 2 * MINUTE_MS;

/**
 * What is wrong where, around the onset: worked out once for all candidates.
 * @internal
 */
export class Situation {
  readonly question: SuspectQuestion;
  /** When the first of all that is wrong began, in milliseconds. */
  readonly firstTroubleAt: number;
  readonly #lanes: ReadonlyMap<string, RankedLane>;
  /** The first trouble of each entity that may belong to the symptom. */
  readonly #troubles: ReadonlyMap<string, Candidate>;
  readonly #roots: ReadonlySet<string>;
  readonly #texts: ReadonlyMap<string, string>;
  readonly #words: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #changesWith: ReadonlyMap<string, number>;
  readonly #names: ReadonlySet<string>;
  readonly #timelines: ReadonlyMap<string, readonly TimedChange[]>;

  static create(question: SuspectQuestion): Situation {
    return new Situation(question);
  }

  private constructor(question: SuspectQuestion) {
    const { lanes, symptom, events } = question;
    const changes = events.filter(({ type }) => type === 'change');
    this.question = question;
    this.#lanes = new Map(lanes.map(lane => [lane.entityRef, lane]));
    this.#troubles = newTroubles(question);
    this.firstTroubleAt = Math.min(
      symptom.onset.from,
      ...lanes.flatMap(({ entityRef }) => {
        const trouble = this.#troubles.get(entityRef);
        return trouble ? [Date.parse(trouble.startedAt)] : [];
      }),
    );
    this.#roots = rootsOf(lanes, ref => this.isIll(ref));
    this.#texts = new Map(
      changes.map(change => [change.id, changeText(change)]),
    );
    this.#words = new Map(
      [...this.#texts].map(([id, text]) => [id, wordsOf(text)]),
    );
    this.#changesWith = countWords(this.#words.values());
    this.#names = new Set(
      lanes.flatMap(({ title, entityRef }) => [
        title.toLowerCase(),
        entityRef.slice(entityRef.lastIndexOf('/') + 1).toLowerCase(),
      ]),
    );
    this.#timelines = timelinesOf(changes);
  }

  lane(ref: string): RankedLane | undefined {
    return this.#lanes.get(ref);
  }

  /** The first trouble of an entity that may belong to the symptom, other than the symptom itself. */
  newTrouble(ref: string): Candidate | undefined {
    return this.#troubles.get(ref);
  }

  isIll(ref: string): boolean {
    return ref === this.question.symptom.entityRef || this.#troubles.has(ref);
  }

  /** Whether nothing that an entity leans on is in trouble as well. */
  isRoot(ref: string): boolean {
    return this.#roots.has(ref);
  }

  /** All that is written of a change, in lower case. */
  textOf(change: Candidate): string {
    return this.#texts.get(change.id) ?? '';
  }

  /** The telling words of a change. */
  wordsOf(change: Candidate): ReadonlySet<string> {
    return this.#words.get(change.id) ?? new Set();
  }

  /** In how many changes a word stands. */
  changesWith(word: string): number {
    return this.#changesWith.get(word) ?? 0;
  }

  /** Whether a word is an entity's name. */
  isName(word: string): boolean {
    return this.#names.has(word);
  }

  /** An entity's changes, the earliest first. */
  changesOf(ref: string): readonly TimedChange[] {
    return this.#timelines.get(ref) ?? [];
  }
}

/** A change with its start in milliseconds. @internal */
export interface TimedChange {
  change: Candidate;
  start: number;
}

function newTroubles({
  events,
  symptom: { onset, eventId },
}: SuspectQuestion): Map<string, Candidate> {
  const troubles = new Map<string, { issue: Candidate; start: number }>();
  for (const issue of events) {
    if (issue.type === 'change' || issue.id === eventId) continue;
    const start = Date.parse(issue.startedAt);
    if (
      start < onset.from - BEFORE_ONSET_MS ||
      start > onset.to + AFTER_ONSET_MS
    ) {
      continue;
    }
    for (const ref of issue.entityRefs) {
      const known = troubles.get(ref);
      if (!known || start < known.start) troubles.set(ref, { issue, start });
    }
  }
  return new Map([...troubles].map(([ref, { issue }]) => [ref, issue]));
}

// The paths of all lanes together are as much of the graph as is known here.
function rootsOf(
  lanes: readonly RankedLane[],
  isIll: (ref: string) => boolean,
): Set<string> {
  const roots = new Set(lanes.map(({ entityRef }) => entityRef));
  for (const { path } of lanes) {
    const last = path.findLastIndex(isIll);
    path.slice(0, Math.max(last, 0)).forEach(ref => roots.delete(ref));
  }
  return roots;
}

function countWords(sets: Iterable<ReadonlySet<string>>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const words of sets) {
    for (const word of words) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return counts;
}

function timelinesOf(
  changes: readonly Candidate[],
): Map<string, TimedChange[]> {
  const timelines = new Map<string, TimedChange[]>();
  for (const change of changes) {
    const timed = { change, start: Date.parse(change.startedAt) };
    for (const ref of change.entityRefs) {
      const own = timelines.get(ref);
      if (own) own.push(timed);
      else timelines.set(ref, [timed]);
    }
  }
  for (const own of timelines.values()) own.sort((a, b) => a.start - b.start);
  return timelines;
}
