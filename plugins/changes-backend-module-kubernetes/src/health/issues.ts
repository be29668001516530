import { createHash } from 'node:crypto';
import type { Evidence } from '@ripplehq/backstage-plugin-changes-common';
import type { Finding } from './Detector';

/** What an issue says is told again when it has changed, but no more often than this; worse or better at once. */
const RETELL_MS = 60_000;
/** What is waited for longer than this is not waited for anew after a restart. */
const KEPT_WAIT_SECONDS = 60;
/** An issue that is over may open again under the onset that its finding names; then it needs another. */
const ENDED_KEPT_MS = 3_600_000;

/** A finding, with the detector that made it and all that is evident. */
export interface Found extends Omit<Finding, 'witnesses'> {
  detector: string;
}

/** An issue that is open. */
export interface OpenIssue {
  detector: string;
  cause: string;
  /** Part of its key: never changes. */
  onset: string;
  /** As it was last told, and when. */
  title: string;
  severity: Found['severity'];
  digest: string;
  toldAt: string;
  /** Since when nothing was found. */
  goneAt?: string;
  /** It was there then, and nobody watched from then until it was gone. */
  goneAfter?: string;
}

/** What does not count yet. */
export interface AwaitedIssue {
  since: string;
  found: Found;
}

/** What is wrong with one subject, and was of late. */
export interface SubjectIssues {
  open: readonly OpenIssue[];
  awaited: readonly AwaitedIssue[];
  /** By detector and cause, when the last one ended. */
  ended: Readonly<Record<string, string>>;
}

export const NO_ISSUES: SubjectIssues = { open: [], awaited: [], ended: {} };

/** What is to be told of an issue. */
export interface IssueWord {
  issue: OpenIssue;
  evidence?: Evidence[];
  end?: { at: string; after?: string };
}

export interface Look {
  known: SubjectIssues;
  words: IssueWord[];
  /** When time alone changes something, in milliseconds; Infinity for never. */
  dueAt: number;
}

export interface LookContext {
  now: string;
  /** Nobody watched from then until now. */
  gapFrom?: string;
  quietSeconds: number;
}

/**
 * What becomes of a subject's issues when this is found: one opens when its finding has lasted for long enough, and is over when nothing
 * was found for the quiet time. What happened between two looks is made up for, so that it does not matter how often one looks.
 */
export function lookAt(
  before: SubjectIssues,
  found: readonly Found[],
  context: LookContext,
): Look {
  const now = Date.parse(context.now);
  const words: IssueWord[] = [];
  const quietMs = context.quietSeconds * 1000;
  let ended = recent(before.ended, now);
  const close = (issue: OpenIssue): void => {
    const at = later(issue.goneAt!, issue.onset);
    const after = issue.goneAfter && later(issue.goneAfter, issue.onset);
    words.push({
      issue,
      end: after !== undefined && after < at ? { at, after } : { at },
    });
    ended = { ...ended, [idOf(issue)]: at };
  };
  const open = ({ since, found: finding }: AwaitedIssue): OpenIssue => {
    const issue = opened(finding, onsetOf(finding, since, ended), context.now);
    words.push({ issue, evidence: finding.evidence });
    return issue;
  };

  // What time brought until now.
  const present = new Map(found.map(finding => [idOf(finding), finding]));
  // What is gone by now lasted for as long as somebody saw it, and nobody knows whether for longer.
  const seenTo =
    context.gapFrom === undefined
      ? now
      : Math.min(now, Date.parse(context.gapFrom));
  const matured = before.awaited.flatMap(({ since, found: finding }) => {
    const lasting = present.get(idOf(finding));
    return opensAt(finding, since) <= (lasting ? now : seenTo)
      ? [{ since, found: lasting ?? finding }]
      : [];
  });
  let issues: OpenIssue[] = [...before.open, ...matured.map(open)].filter(
    issue => {
      const isOver =
        issue.goneAt !== undefined && Date.parse(issue.goneAt) + quietMs <= now;
      if (isOver) close(issue);
      return !isOver;
    },
  );
  const awaited: AwaitedIssue[] = [];

  // What is found now.
  for (const finding of present.values()) {
    const id = idOf(finding);
    const known = issues.find(issue => idOf(issue) === id);
    if (known) {
      const { goneAt: _, goneAfter: __, ...lasting } = known;
      const told = retold(lasting, finding, context.now);
      if (told.toldAt !== lasting.toldAt) {
        words.push({ issue: told, evidence: finding.evidence });
      }
      issues = issues.map(issue => (issue === known ? told : issue));
      continue;
    }
    const waiting = before.awaited.find(item => idOf(item.found) === id);
    const since = sinceOf(finding, waiting?.since, context.now);
    const item = { since, found: finding };
    if (opensAt(finding, since) <= now) issues.push(open(item));
    else awaited.push(item);
  }

  // What is not.
  issues = issues.flatMap(issue => {
    if (present.has(idOf(issue))) return [issue];
    const gone: OpenIssue =
      issue.goneAt !== undefined
        ? issue
        : {
            ...issue,
            goneAt: context.now,
            ...(context.gapFrom === undefined
              ? {}
              : { goneAfter: context.gapFrom }),
          };
    if (quietMs > 0) return [gone];
    close(gone);
    return [];
  });
  return {
    known: { open: issues, awaited, ended },
    words,
    dueAt: dueAt(issues, awaited, present, quietMs),
  };
}

/** The subject is gone, and with it all that was wrong. */
export function endAll(
  before: SubjectIssues,
  { now, gapFrom }: Pick<LookContext, 'now' | 'gapFrom'>,
): IssueWord[] {
  return before.open.map(issue => {
    const at = later(issue.goneAt ?? now, issue.onset);
    const after = gapFrom && later(gapFrom, issue.onset);
    return {
      issue,
      end: after !== undefined && after < at ? { at, after } : { at },
    };
  });
}

/** Whether a finding is an issue, or becomes one now. */
export function isTold(
  { open, awaited }: SubjectIssues,
  finding: Found,
  now: string,
): boolean {
  const id = idOf(finding);
  const waiting = awaited.find(item => idOf(item.found) === id);
  return (
    open.some(issue => idOf(issue) === id) ||
    opensAt(finding, sinceOf(finding, waiting?.since, now)) <= Date.parse(now)
  );
}

/** Ends what is told by another issue from now on. */
export function endAbsorbed(
  known: SubjectIssues,
  absorbed: ReadonlySet<string>,
  now: string,
): { known: SubjectIssues; words: IssueWord[] } {
  const over = known.open.filter(issue => absorbed.has(idOf(issue)));
  const words = endAll({ ...known, open: over }, { now });
  return {
    known: {
      ...known,
      open: known.open.filter(issue => !over.includes(issue)),
      ended: {
        ...known.ended,
        ...Object.fromEntries(
          words.map(({ issue, end }) => [idOf(issue), end!.at]),
        ),
      },
    },
    words,
  };
}

/** What of it is stored: what goes on after a restart. */
export function storedIssues({ open, awaited }: SubjectIssues): {
  open: OpenIssue[];
  awaited: AwaitedIssue[];
} {
  return {
    open: open.map(({ goneAt: _, goneAfter: __, ...issue }) => issue),
    // What an object says itself, it says again.
    awaited: awaited.filter(
      ({ found }) =>
        found.since === undefined &&
        (found.afterSeconds ?? 0) > KEPT_WAIT_SECONDS,
    ),
  };
}

export function idOf({
  detector,
  cause,
}: Pick<Found, 'detector' | 'cause'>): string {
  return cause === '' ? detector : `${detector}/${cause}`;
}

function opensAt({ afterSeconds = 0 }: Found, since: string): number {
  return Date.parse(since) + afterSeconds * 1000;
}

/** Objects of one cluster are written by several clocks: nothing begins in the future. */
function sinceOf(
  finding: Found,
  waitingSince: string | undefined,
  now: string,
): string {
  const since = finding.since ?? waitingSince ?? now;
  return Number.isNaN(Date.parse(since)) || Date.parse(since) > Date.parse(now)
    ? now
    : since;
}

function onsetOf(
  finding: Found,
  since: string,
  ended: SubjectIssues['ended'],
): string {
  const before = ended[idOf(finding)];
  const onset =
    before !== undefined && Date.parse(before) >= Date.parse(since)
      ? new Date(Date.parse(before) + 1)
      : new Date(since);
  return onset.toISOString();
}

function opened(finding: Found, onset: string, now: string): OpenIssue {
  const { detector, cause, title, severity } = finding;
  return {
    detector,
    cause,
    onset,
    title,
    severity,
    digest: digestOf(finding),
    toldAt: now,
  };
}

function retold(issue: OpenIssue, finding: Found, now: string): OpenIssue {
  const { title, severity } = finding;
  const isDue =
    severity !== issue.severity ||
    Date.parse(now) - Date.parse(issue.toldAt) >= RETELL_MS;
  const digest = digestOf(finding);
  return isDue && digest !== issue.digest
    ? { ...issue, title, severity, digest, toldAt: now }
    : issue;
}

function dueAt(
  open: readonly OpenIssue[],
  awaited: readonly AwaitedIssue[],
  present: ReadonlyMap<string, Found>,
  quietMs: number,
): number {
  return Math.min(
    ...open.flatMap(issue => {
      if (issue.goneAt !== undefined) return Date.parse(issue.goneAt) + quietMs;
      const finding = present.get(idOf(issue));
      return finding && digestOf(finding) !== issue.digest
        ? Date.parse(issue.toldAt) + RETELL_MS
        : [];
    }),
    ...awaited.map(({ since, found }) => opensAt(found, since)),
  );
}

function digestOf({ title, severity, evidence }: Found): string {
  return createHash('sha256')
    .update(JSON.stringify([title, severity, evidence]))
    .digest('base64url')
    .slice(0, 16);
}

function recent(
  ended: SubjectIssues['ended'],
  now: number,
): SubjectIssues['ended'] {
  const kept = Object.entries(ended).filter(
    ([, at]) => now - Date.parse(at) < ENDED_KEPT_MS,
  );
  return Object.fromEntries(kept);
}

function later(a: string, b: string): string {
  return Date.parse(a) >= Date.parse(b) ? a : b;
}
