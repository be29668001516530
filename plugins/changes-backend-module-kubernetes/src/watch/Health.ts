import { z } from 'zod';
import type { JsonObject } from '@backstage/types';
import type {
  Observation,
  SourceState,
} from '@ripplehq/backstage-plugin-changes-common';
import {
  ASPECTS,
  NO_ISSUES,
  LogTails,
  WORKLOAD_DETECTORS,
  WarningEvents,
  endAbsorbed,
  endAll,
  idOf as issueId,
  isTold,
  issueOf,
  issueTitle,
  judge,
  lookAt,
  storedIssues,
  withChange,
  type Aspect,
  type HealthSettings,
  type HealthSubject,
  type IssueSubject,
  type IssueWord,
  type Judgement,
  type OpenIssue,
  type RecentChange,
  type Standing,
  type WantedLog,
  type SubjectIssues,
  type WarningObject,
} from '../health';
import { subjectOf, type Sighting } from '../interpret';
import type { Kind, Named } from '../kinds';
import type { Book, ModelStep, Reading } from './Book';
import { DueTimes } from './DueTimes';
import type { Surroundings } from './Surroundings';
import { taken } from './taken';

const STATE_PREFIX = 'health/';
const WORKLOAD = 'workload';
/** Nothing is looked at again sooner: who names a moment that has passed must not stop all others. */
const AGAIN_MS = 1000;
/** So many moments that have passed are looked at one by one. */
const PASSED_MAX = 100;
/** An issue is told to no more workloads than this. */
const SUBJECTS_MAX = 200;

const issue = z.object({
  detector: z.string(),
  cause: z.string(),
  onset: z.string(),
  title: z.string(),
  severity: z.enum(['critical', 'warning', 'info']),
  digest: z.string(),
  toldAt: z.string(),
});
const found = z.object({
  detector: z.string(),
  cause: z.string(),
  title: z.string(),
  severity: z.enum(['critical', 'warning', 'info']),
  afterSeconds: z.number().optional(),
  evidence: z.array(z.object({ label: z.string(), text: z.string() })),
});
const stored = z.object({
  about: z.object({
    uid: z.string(),
    name: z.string(),
    namespace: z.string().optional(),
    subjects: z.array(z.string()),
  }),
  standing: z.record(z.string(), z.unknown()).optional(),
  open: z.array(issue),
  awaited: z.array(z.object({ since: z.string(), found })),
});

/** What was found in a subject. */
type Seen = Judgement & {
  about: IssueSubject;
  changes?: readonly RecentChange[];
};

/** What is known of one subject's health. */
interface Case {
  about: IssueSubject;
  issues: SubjectIssues;
  /** What was stored of it; undefined: nothing. */
  stored?: string;
}

/**
 * What is wrong in a cluster: looks at what changed and at what is due, and tells it as issues. Asleep until all that it judges by has been
 * read, so that nothing is taken for mended that was not read yet.
 */
export class Health implements Book {
  readonly due = new DueTimes();
  readonly #surroundings: Surroundings;
  readonly #settings: HealthSettings;
  readonly #warnings = new WarningEvents();
  readonly #logs = new LogTails();
  readonly #cases = new Map<string, Case>();
  readonly #standings = new Map<
    string,
    { object: HealthSubject; standing: Standing }
  >();
  readonly #touched = new Set<string>();
  #isAwake = false;
  /** From when until it awoke nobody watched. */
  #gapFrom: string | undefined;

  static create(surroundings: Surroundings, settings: HealthSettings): Health {
    return new Health(surroundings, settings);
  }

  private constructor(surroundings: Surroundings, settings: HealthSettings) {
    this.#surroundings = surroundings;
    this.#settings = settings;
  }

  restore(): void {}

  /** Takes back what was stored, if it is that. */
  restoreOwn({ id, body }: SourceState): boolean {
    if (!id.startsWith(STATE_PREFIX)) return false;
    const read = stored.safeParse(body);
    const key = id.slice(STATE_PREFIX.length);
    if (!read.success) return true;
    const { about, standing, open, awaited } = read.data;
    const { name, namespace, uid } = about;
    this.#cases.set(key, {
      about,
      issues: { open, awaited, ended: {} },
      stored: JSON.stringify(body),
    });
    if (standing && aspectOf(key)) {
      const object = { uid, name, namespace };
      this.#standings.set(key, { object, standing: standing as Standing });
    }
    return true;
  }

  /** The ends of all issues of what was restored. */
  *ended(sighting: Sighting): Generator<Observation> {
    for (const { about, issues } of this.#cases.values()) {
      for (const word of endAll(issues, sighting)) {
        yield issueOf(about, word, sighting);
      }
    }
  }

  /** What was restored is told anew. */
  forgetIssues(): void {
    for (const [id, known] of this.#cases) {
      this.#cases.set(id, { ...known, issues: NO_ISSUES });
    }
  }

  /** How objects stood that nobody watches any more says nothing of how they stand: what was wrong with them is over for whoever looks. */
  leaveUnwatched(
    isWatched: (kind: Kind, object: HealthSubject) => boolean,
  ): void {
    for (const [id, { object }] of this.#standings) {
      const aspect = aspectOf(id);
      if (aspect && !isWatched(aspect.kind, object)) this.#standings.delete(id);
    }
  }

  all(): Iterable<Named> {
    return this.#warnings.all();
  }

  set(_: Kind, object: Named): void {
    const event = object as WarningObject;
    if (this.#warnings.set(event)) this.#touchAbout(event.about);
  }

  delete(_: Kind, last: Named): boolean {
    this.#warnings.delete(last.uid);
    return false;
  }

  /** All that it judges by has been read. @param gapFrom - nobody watched from then on */
  awake(gapFrom: string | undefined): void {
    if (this.#isAwake) return;
    this.#isAwake = true;
    this.#gapFrom = gapFrom;
    for (const id of this.#cases.keys()) this.#touched.add(id);
    for (const id of this.#standings.keys()) this.#touched.add(id);
    for (const { uid } of this.#surroundings.everyWorkload()) {
      this.#touched.add(idOf(WORKLOAD, uid));
    }
  }

  get isAwake(): boolean {
    return this.#isAwake;
  }

  /** There may be something new to say of a workload. */
  touch(uid: string): void {
    if (this.#isAwake) this.#touched.add(idOf(WORKLOAD, uid));
  }

  /** How an object stands by one of the aspects of its kind; undefined where nothing is or may become wrong. */
  note(
    aspect: string,
    object: HealthSubject,
    standing: Standing | undefined,
  ): void {
    const id = idOf(aspect, object.uid);
    const before = this.#standings.get(id);
    if (!standing && !before) return;
    if (standing) this.#standings.set(id, { object, standing });
    else this.#standings.delete(id);
    this.#touched.add(id);
  }

  /** An object is gone, and with it whatever was wrong with it. */
  gone(uid: string, reading: Reading, step: ModelStep): void {
    for (const name of [WORKLOAD, ...ASPECTS.map(aspect => aspect.name)]) {
      const id = idOf(name, uid);
      this.#standings.delete(id);
      this.#touched.delete(id);
      this.#close(id, reading, step);
    }
  }

  /** Whose last lines are wanted, each once; none unless that is switched on. */
  wantedLogs(): WantedLog[] {
    return this.#settings.logTail ? this.#logs.take() : [];
  }

  /** The last lines that were {@link wantedLogs}. */
  logRead({ id }: WantedLog, text: string, now: string): void {
    this.#logs.set(id, text, Date.parse(now));
    const [aspect, uid] = id.split('/');
    this.#touched.add(idOf(aspect, uid));
  }

  /**
   * What time alone brought for a workload until now, before an object of it is taken in: so nothing that was over in time is taken for
   * lasting, however late one hears of it.
   * @param object - the workload, or an object of it, which may be new
   */
  catchUp(
    object: Named & { owner?: string },
    sighting: Sighting,
    step: ModelStep,
  ): void {
    if (!this.#isAwake) return;
    const { workloadOf } = this.#surroundings;
    const uid = workloadOf(object.owner ?? object.uid);
    if (uid !== undefined) this.#pass(idOf(WORKLOAD, uid), sighting, step);
  }

  get hasMore(): boolean {
    return this.#isAwake && this.#touched.size > 0;
  }

  tell(sighting: Sighting, step: ModelStep, limit: number): void {
    if (!this.#isAwake) return;
    for (const id of taken(this.#touched, limit)) {
      this.#pass(id, sighting, step);
      this.#look(id, sighting, step);
    }
    if (this.#touched.size === 0) this.#gapFrom = undefined;
  }

  pass(id: string): void {
    this.#touched.add(id);
  }

  /** Looks at each moment that was due before now, as long as somebody watched. */
  #pass(id: string, sighting: Sighting, step: ModelStep): void {
    const { now: nowText, gapFrom = nowText } = sighting;
    const now = Math.min(Date.parse(nowText), Date.parse(gapFrom));
    for (let count = 0; count < PASSED_MAX; count++) {
      const due = this.due.of(id) ?? Infinity;
      if (due >= now) return;
      this.due.set(id, undefined);
      const then = { ...sighting, now: new Date(due).toISOString() };
      this.#look(id, then, step);
    }
  }

  #look(id: string, sighting: Sighting, step: ModelStep): void {
    const before = this.#cases.get(id);
    const gapFrom = sighting.gapFrom ?? this.#gapFrom;
    const known = before?.issues ?? NO_ISSUES;
    const seen = this.#judge(id, known, sighting);
    if (!seen) {
      this.#close(id, { ...sighting, gapFrom }, step);
      return;
    }
    const { now } = sighting;
    const look = lookAt(known, seen.found, {
      now,
      gapFrom,
      quietSeconds: this.#settings.quietSeconds,
    });
    const rest = endAbsorbed(look.known, seen.absorbed, now);
    const words = [...look.words, ...rest.words].map(word =>
      withChange(word, seen.changes ?? []),
    );
    this.#say(seen.about, words, sighting, step);
    this.#askLogs(id, known, rest.known, seen);
    const next = Math.min(look.dueAt, seen.recheckAt);
    this.due.set(
      id,
      Number.isFinite(next)
        ? Math.max(next, Date.parse(now) + AGAIN_MS)
        : undefined,
    );
    this.#keep(id, { ...before, about: seen.about, issues: rest.known }, step);
  }

  #judge(
    id: string,
    known: SubjectIssues,
    sighting: Sighting,
  ): Seen | undefined {
    const { now } = sighting;
    const context = {
      now,
      settings: this.#settings,
      isTold: (finding: Judgement['found'][number]) =>
        isTold(known, finding, now),
    };
    const aspect = aspectOf(id);
    if (aspect) return this.#judgeObject(id, aspect, sighting, context);
    const uid = id.slice(WORKLOAD.length + 1);
    const facts = this.#surroundings.workloadFacts(uid);
    if (!facts) return undefined;
    const { workload } = facts;
    const judgement = judge(
      WORKLOAD_DETECTORS,
      { ...facts, warnings: about => this.#warnings.of(about, now) },
      context,
    );
    return {
      ...judgement,
      changes: facts.changes,
      found: judgement.found.map(finding => ({
        ...finding,
        title: issueTitle(workload.name, finding.title),
        evidence: [
          ...finding.evidence,
          ...this.#logs.evidence(logId(id, finding), Date.parse(now)),
        ],
      })),
      about: {
        uid,
        name: workload.name,
        namespace: workload.namespace,
        subjects: [subjectOf(sighting, workload.type, workload)],
      },
    };
  }

  #judgeObject(
    id: string,
    aspect: Aspect,
    sighting: Sighting,
    context: Parameters<typeof judge>[2],
  ): Seen | undefined {
    const noted = this.#standings.get(id);
    const known = this.#cases.get(id)?.about;
    const object = noted?.object ?? known;
    if (!object) return undefined;
    const surroundings = this.#surroundings;
    const subject = subjectOf(sighting, aspect.kind, object);
    const aboutUid = aspect.kind.kind === 'Node' ? object.name : object.uid;
    const workloads = () =>
      noted ? aspect.workloads(noted.object, noted.standing, surroundings) : [];
    const judgement: Judgement = noted
      ? judge(
          aspect.detectors,
          {
            ...noted,
            warnings: () => this.#warnings.of(aboutUid, context.now),
            workloads,
            surroundings,
          },
          context,
        )
      : { found: [], absorbed: new Set(), recheckAt: Infinity };
    const { uid, name, namespace } = object;
    return {
      ...judgement,
      about: {
        uid,
        name,
        namespace,
        subjects:
          judgement.found.length > 0 || !known
            ? [
                subject,
                ...workloads()
                  .slice(0, SUBJECTS_MAX)
                  .map(one => subjectOf(sighting, one.type, one)),
              ]
            : known.subjects,
      },
    };
  }

  /** Of issues that are open, and no more of those that are not. */
  #askLogs(
    id: string,
    before: SubjectIssues,
    after: SubjectIssues,
    { found: findings, about }: Seen,
  ): void {
    if (!this.#settings.logTail) return;
    const open = new Set(after.open.map(issueId));
    for (const finding of findings) {
      if (finding.log && open.has(issueId(finding))) {
        this.#logs.want(logId(id, finding), about.namespace, finding.log);
      }
    }
    for (const over of before.open) {
      if (!open.has(issueId(over))) this.#logs.forget(logId(id, over));
    }
  }

  #close(id: string, sighting: Sighting, step: ModelStep): void {
    const known = this.#cases.get(id);
    this.due.set(id, undefined);
    if (!known) return;
    for (const over of known.issues.open) this.#logs.forget(logId(id, over));
    this.#say(known.about, endAll(known.issues, sighting), sighting, step);
    this.#cases.delete(id);
    if (known.stored !== undefined) {
      step.states.push({ id: `${STATE_PREFIX}${id}`, body: null });
    }
  }

  #say(
    about: IssueSubject,
    words: readonly IssueWord[],
    sighting: Sighting,
    step: ModelStep,
  ): void {
    for (const word of words) {
      step.observations.push(issueOf(about, word, sighting));
    }
  }

  /** Remembers a case as long as there is anything to remember, and stores what has to outlive this process. */
  #keep(id: string, { about, issues, stored: was }: Case, step: ModelStep) {
    const standing = this.#standings.get(id)?.standing;
    const { open, awaited } = storedIssues(issues);
    const isStored = open.length + awaited.length > 0 || standing !== undefined;
    const body = { about, ...(standing ? { standing } : {}), open, awaited };
    const next = isStored ? JSON.stringify(body) : undefined;
    if (next !== was) {
      step.states.push({
        id: `${STATE_PREFIX}${id}`,
        body: next === undefined ? null : (JSON.parse(next) as JsonObject),
      });
    }
    const isWorthKeeping =
      isStored ||
      issues.awaited.length > 0 ||
      Object.keys(issues.ended).length > 0;
    if (isWorthKeeping) this.#cases.set(id, { about, issues, stored: next });
    else this.#cases.delete(id);
  }

  /** A warning is about a pod, a workload or what lies between, or an object of another kind. */
  #touchAbout(about: string): void {
    if (!this.#isAwake) return;
    const workload = this.#surroundings.workloadOf(about);
    if (workload !== undefined) this.#touched.add(idOf(WORKLOAD, workload));
    for (const { name } of ASPECTS) {
      const id = idOf(name, about);
      if (this.#standings.has(id)) this.#touched.add(id);
    }
  }
}

function logId(
  id: string,
  about: Pick<OpenIssue, 'detector' | 'cause'>,
): string {
  return `${id}/${issueId(about)}`;
}

function idOf(aspect: string, uid: string): string {
  return `${aspect}/${uid}`;
}

function aspectOf(id: string): Aspect | undefined {
  const name = id.slice(0, id.indexOf('/'));
  return ASPECTS.find(aspect => aspect.name === name);
}
