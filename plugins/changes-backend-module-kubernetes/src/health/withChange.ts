import { spanText } from '../interpret';
import type { IssueWord } from './issues';
import type { RecentChange } from './WorkloadFacts';

/** A change explains what came within so much after it. */
const BEFORE_MS = 3_600_000;

/** Adds to what is evident the change after which it has been so, where there was one. */
export function withChange(
  word: IssueWord,
  changes: readonly RecentChange[],
): IssueWord {
  if (!word.evidence) return word;
  const onset = Date.parse(word.issue.onset);
  const change = changes.find(({ at }) => {
    const before = onset - Date.parse(at);
    return before >= 0 && before <= BEFORE_MS;
  });
  if (!change) return word;
  const span = spanText(onset - Date.parse(change.at));
  return {
    ...word,
    evidence: [
      ...word.evidence,
      { label: 'Change', text: `${change.title}, ${span} before` },
    ],
  };
}
