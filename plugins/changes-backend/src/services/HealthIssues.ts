import {
  type Observation,
  type SubjectRow,
  formatSubject,
  parseSubject,
} from '@ripplehq/backstage-plugin-changes-common';
import type { SourceConnection } from '@ripplehq/backstage-plugin-changes-node';
import {
  type WorkloadFinding,
  WorkloadFindings,
  outlastsGrace,
  workloadFindings,
} from '../health/findings';
import type { RowClocks } from '../health/RowClocks';
import type { Store } from '../store/Store';
import { TYPE_CODES } from '../store/codes';
import { type SubjectRecord, subjectRowOf, timestampOf } from '../store/rows';
import { openEventsOf } from '../store/questions/events';
import { subjectsAfter, subjectsByIds } from '../store/questions/subjects';

/** The source of what is found here. @internal */
export const HEALTH_SOURCE = 'health';

const OPEN_MAX = 10_000;
const PAGE_SIZE = 500;

const TITLES: Record<WorkloadFinding['kind'], string> = {
  unavailable: 'is not available',
  'crash-loop': 'crashes again and again',
  'too-few-replicas': 'has fewer ready replicas than desired',
};

/** An issue that is open, by what tells it from others. */
interface OpenIssue {
  kind: WorkloadFinding['kind'];
  start: string;
}

/** @internal */
export interface HealthIssuesOptions {
  store: Store;
  connection: Pick<SourceConnection, 'commit'>;
  clocks: RowClocks;
  now: () => number;
}

/**
 * Makes what a workload's facts say into health issues on the timeline: opened at their onset, resolved when the facts no longer say
 * so. An issue's key is its subject, kind and onset, so that nothing is told twice, whoever finds it and however often.
 * @internal
 */
export class HealthIssues {
  readonly #options: HealthIssuesOptions;
  /** Subject → its open issues. */
  readonly #open = new Map<string, OpenIssue[]>();
  /** Subject → what did not last for long enough yet. */
  readonly #awaited = new Map<string, WorkloadFinding[]>();
  /** Row ids of subjects to look at again, and when. */
  readonly #due = new Map<number, number>();

  static create(options: HealthIssuesOptions): HealthIssues {
    return new HealthIssues(options);
  }

  private constructor(options: HealthIssuesOptions) {
    this.#options = options;
  }

  /** Takes up what was open when Ripple stopped, and looks at every workload. */
  async load(): Promise<void> {
    const { sql, words } = this.#options.store;
    const events = await openEventsOf(sql, words, {
      source: HEALTH_SOURCE,
      type: TYPE_CODES.health,
      limit: OPEN_MAX,
    });
    const subjects = new Map(
      (
        await subjectsByIds(sql, [
          ...new Set(events.flatMap(({ subjectIds }) => subjectIds)),
        ])
      ).map(({ id, subject }) => [id, subject]),
    );
    this.#open.clear();
    for (const event of events) {
      const subject = subjects.get(event.subjectIds[0]);
      if (!subject || !isKind(event.kind)) continue;
      this.#open.set(subject, [
        ...(this.#open.get(subject) ?? []),
        { kind: event.kind, start: event.startedAt },
      ]);
    }
    for (let afterId = 0; ; ) {
      const page = await subjectsAfter(sql, { afterId, limit: PAGE_SIZE });
      if (page.length === 0) break;
      afterId = page[page.length - 1].id;
      await this.#look(page);
    }
  }

  /** Looks at what changed, and at what is due by time. */
  async look(subjectIds: readonly number[]): Promise<void> {
    const now = this.#options.now();
    const due = [...this.#due].flatMap(([id, at]) => (at <= now ? [id] : []));
    const records = await subjectsByIds(this.#options.store.sql, [
      ...new Set([...subjectIds, ...due]),
    ]);
    await this.#look(records);
  }

  async #look(records: readonly SubjectRecord[]): Promise<void> {
    const { clocks } = this.#options;
    const now = this.#options.now();
    const observations: Observation[] = [];
    for (const record of records) {
      const { id, observed_at: observedAt } = record;
      const row = subjectRowOf(record);
      const there = clocks.nowOf(id, observedAt);
      const found = workloadFindings(row, timestampOf(there));
      const { recheckAt } = found;
      if (recheckAt) this.#due.set(id, now + Date.parse(recheckAt) - there);
      else this.#due.delete(id);
      observations.push(...this.#compare(row, found, timestampOf(now)));
    }
    if (observations.length === 0) return;
    await this.#options.connection.commit({ observations });
    for (const observation of observations) this.#note(observation);
  }

  // While one kind of trouble lasts it is one issue, although its facts' own onset may move.
  #compare(
    row: SubjectRow,
    { findings, pending }: WorkloadFindings,
    now: string,
  ): Observation[] {
    const open = this.#open.get(row.subject) ?? [];
    const current = [...findings, ...pending];
    const isOver = ({ kind }: { kind: string }) =>
      !current.some(finding => finding.kind === kind);
    // What was awaited and is over although it lasted: word of both came within the wait.
    const passed = (this.#awaited.get(row.subject) ?? [])
      .filter(
        finding => isOver(finding) && outlastsGrace(finding, row.observedAt),
      )
      .map(finding => passedBy(row, finding, now));
    if (pending.length > 0) this.#awaited.set(row.subject, pending);
    else this.#awaited.delete(row.subject);
    const begun = findings
      .filter(({ kind }) => !open.some(issue => issue.kind === kind))
      .map(finding => opened(row, finding, now));
    const over = open.filter(isOver).map(issue => resolved(row, issue, now));
    return [...over, ...passed, ...begun];
  }

  #note({ subjects: [subject], kind, start, end }: Observation): void {
    const rest = (this.#open.get(subject) ?? []).filter(
      issue => issue.kind !== kind,
    );
    if (!end && start && isKind(kind)) rest.push({ kind, start });
    if (rest.length > 0) this.#open.set(subject, rest);
    else this.#open.delete(subject);
  }
}

function opened(
  row: SubjectRow,
  finding: WorkloadFinding,
  now: string,
): Observation {
  const start = new Date(finding.since).toISOString();
  return {
    ...issueOf(row, { kind: finding.kind, start }, now),
    severity: finding.status === 'unhealthy' ? 'critical' : 'warning',
    evidence: [{ label: 'Found', text: finding.reason }],
  };
}

function passedBy(
  row: SubjectRow,
  finding: WorkloadFinding,
  now: string,
): Observation {
  const at = new Date(row.goneAt ?? row.observedAt).toISOString();
  return {
    ...opened(row, finding, now),
    end: { at: at < finding.since ? now : at, status: 'resolved' },
  };
}

function resolved(row: SubjectRow, issue: OpenIssue, now: string): Observation {
  const at = new Date(row.goneAt ?? row.observedAt).toISOString();
  return {
    ...issueOf(row, issue, now),
    end: { at: at < issue.start ? now : at, status: 'resolved' },
  };
}

function issueOf(row: SubjectRow, issue: OpenIssue, now: string): Observation {
  const { source, parts } = parseSubject(row.subject);
  return {
    type: 'health',
    kind: issue.kind,
    instance: parts[0],
    key: `${formatSubject({ source, parts })}/${issue.kind}/${issue.start}`,
    title: `${row.name} ${TITLES[issue.kind]}`,
    severity: issue.kind === 'too-few-replicas' ? 'warning' : 'critical',
    observedAt: now,
    start: issue.start,
    cluster: row.cluster,
    namespace: row.namespace,
    subjects: [row.subject],
  };
}

function isKind(kind: string): kind is WorkloadFinding['kind'] {
  return Object.hasOwn(TITLES, kind);
}
