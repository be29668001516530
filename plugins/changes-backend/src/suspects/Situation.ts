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
  readonly #lanes: ReadonlyMap<string, RankedLane>;
  readonly #issues: ReadonlyMap<string, readonly Candidate[]>;
  readonly #upstream: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #changesWith: ReadonlyMap<string, number>;
  readonly #names: ReadonlySet<string>;

  static create(question: SuspectQuestion): Situation {
    return new Situation(question);
  }

  private constructor(question: SuspectQuestion) {
    this.question = question;
    this.#lanes = new Map(
      question.lanes.map(lane => [lane.entityRef, lane] as const),
    );
    this.#issues = issuesByEntity(question);
    this.#upstream = upstreamByEntity(question.lanes);
    this.#changesWith = changesByWord(question.events);
    this.#names = new Set(
      question.lanes.flatMap(({ title, entityRef }) => [
        title.toLowerCase(),
        entityRef.slice(entityRef.lastIndexOf('/') + 1).toLowerCase(),
      ]),
    );
  }

  lane(ref: string): RankedLane | undefined {
    return this.#lanes.get(ref);
  }

  /** Alerts and health issues of an entity other than the symptom, the earliest first. */
  issuesOf(ref: string): readonly Candidate[] {
    return this.#issues.get(ref) ?? [];
  }

  /** The first trouble of an entity that may belong to the symptom. */
  newTrouble(ref: string): Candidate | undefined {
    const { from, to } = this.question.symptom.onset;
    return this.issuesOf(ref).find(({ startedAt }) => {
      const start = Date.parse(startedAt);
      return start >= from - BEFORE_ONSET_MS && start <= to + AFTER_ONSET_MS;
    });
  }

  isIll(ref: string): boolean {
    return (
      ref === this.question.symptom.entityRef ||
      this.newTrouble(ref) !== undefined
    );
  }

  /** Whether nothing that an entity leans on is in trouble as well. */
  isRoot(ref: string): boolean {
    return ![...(this.#upstream.get(ref) ?? [])].some(
      other => other !== ref && this.isIll(other),
    );
  }

  /** In how many changes a word stands. */
  changesWith(word: string): number {
    return this.#changesWith.get(word) ?? 0;
  }

  /** Whether a word is an entity's name. */
  isName(word: string): boolean {
    return this.#names.has(word);
  }

  /** When the first of all that is wrong began, in milliseconds. */
  firstTroubleAt(): number {
    const starts = this.question.lanes.flatMap(({ entityRef }) => {
      const trouble = this.newTrouble(entityRef);
      return trouble ? [Date.parse(trouble.startedAt)] : [];
    });
    return Math.min(this.question.symptom.onset.from, ...starts);
  }
}

function issuesByEntity({
  events,
  symptom,
}: SuspectQuestion): Map<string, Candidate[]> {
  const issues = new Map<string, Candidate[]>();
  const sorted = events
    .filter(({ type, id }) => type !== 'change' && id !== symptom.eventId)
    .sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
  for (const issue of sorted) {
    for (const ref of issue.entityRefs) {
      const own = issues.get(ref);
      if (own) own.push(issue);
      else issues.set(ref, [issue]);
    }
  }
  return issues;
}

function changesByWord(events: readonly Candidate[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const event of events) {
    if (event.type !== 'change') continue;
    for (const word of wordsOf(changeText(event))) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return counts;
}

// The paths of all lanes together are as much of the graph as is known here.
function upstreamByEntity(
  lanes: readonly RankedLane[],
): Map<string, Set<string>> {
  const upstream = new Map<string, Set<string>>();
  for (const { path } of lanes) {
    path.forEach((ref, index) => {
      const above = upstream.get(ref) ?? new Set();
      path.slice(index + 1).forEach(other => above.add(other));
      upstream.set(ref, above);
    });
  }
  return upstream;
}
