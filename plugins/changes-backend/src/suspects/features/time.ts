import type { Candidate, SuspectQuestion } from '../question';
import { duration } from '../words';
import type { Feature } from './Feature';

const MINUTE_MS = 60_000;

/** From the last step of a change to the onset; what lies farther back has no code and weighs nothing. */
const GAPS: [code: string, minutes: number][] = [
  ['gap-2m', 2],
  ['gap-15m', 15],
  ['gap-1h', 60],
  ['gap-3h', 180],
  ['gap-12h', 720],
];
const LONG_AGO = 'gap-long';

/** The last moment at which the change did something, at most the onset; in milliseconds. @internal */
export function lastStep(change: Candidate, question: SuspectQuestion): number {
  const end = change.observedBetween?.to ?? change.endedAt;
  return Math.min(end ? Date.parse(end) : Infinity, question.symptom.onset.to);
}

/** When a change happened, seen from the onset. @internal */
export function timeFeatures(
  change: Candidate,
  question: SuspectQuestion,
): Feature[] {
  const gap = Math.max(
    0,
    question.symptom.onset.from - lastStep(change, question),
  );
  const [code] = GAPS.find(([, minutes]) => gap <= minutes * MINUTE_MS) ?? [
    LONG_AGO,
  ];
  return [{ code, value: 1, text: textOf(change, gap, question) }];
}

function textOf(
  change: Candidate,
  gap: number,
  { symptom, lanes }: SuspectQuestion,
): string {
  const became = `${lanes[0].title} became ${symptom.status}`;
  const end = change.endedAt ? Date.parse(change.endedAt) : undefined;
  if (end === undefined || end > symptom.onset.to) {
    return `Was still under way when ${became}`;
  }
  const verb = end > Date.parse(change.startedAt) ? 'Finished' : 'Happened';
  return gap < 1000
    ? `${verb} at the moment when ${became}`
    : `${verb} ${duration(gap)} before ${became}`;
}
