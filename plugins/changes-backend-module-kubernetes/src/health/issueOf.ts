import { createHash } from 'node:crypto';
import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import type { Sighting } from '../interpret';
import { idOf, type IssueWord, type OpenIssue } from './issues';

const TITLE_CHARS = 300;
const LABEL_CHARS = 100;
const TEXT_CHARS = 2000;
/** A longer cause is told apart by its digest: keys have a limit. */
const CAUSE_CHARS = 100;

/** What an issue is about. */
export interface IssueSubject {
  uid: string;
  name: string;
  namespace?: string;
  /** Its own comes first; those of the workloads that it concerns follow. */
  subjects: string[];
}

/** One word about an issue, in the event model's terms. */
export function issueOf(
  about: IssueSubject,
  { issue, evidence, end }: IssueWord,
  sighting: Sighting,
): Observation {
  const { namespace, subjects } = about;
  return {
    type: 'health',
    kind: issue.detector,
    instance: sighting.cluster,
    key: keyOf(about.uid, issue),
    title: cut(issue.title, TITLE_CHARS),
    severity: issue.severity,
    observedAt: sighting.observedAt ?? sighting.now,
    start: issue.onset,
    cluster: sighting.cluster,
    subjects,
    ...(namespace === undefined ? {} : { namespace }),
    ...(sighting.environment === undefined
      ? {}
      : { environment: sighting.environment }),
    ...(evidence && evidence.length > 0
      ? {
          evidence: evidence.map(({ label, text }) => ({
            label: cut(label, LABEL_CHARS),
            text: cut(text, TEXT_CHARS),
          })),
        }
      : {}),
    ...(end ? { end: { ...end, status: 'resolved' as const } } : {}),
  };
}

/** `uid/detector[/cause]/onset` */
function keyOf(uid: string, issue: OpenIssue): string {
  const { cause, detector, onset } = issue;
  const id =
    cause.length > CAUSE_CHARS
      ? `${detector}/${createHash('sha256').update(cause).digest('base64url')}`
      : idOf(issue);
  return `${uid}/${id}/${onset}`;
}

function cut(text: string, chars: number): string {
  return text.length > chars ? `${text.slice(0, chars - 1)}…` : text;
}
