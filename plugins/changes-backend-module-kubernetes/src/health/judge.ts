import type { Evidence } from '@ripplehq/backstage-plugin-changes-common';
import type { Detector, Finding } from './Detector';
import type { HealthSettings } from './HealthSettings';
import { idOf, type Found } from './issues';

const EVIDENCE_MAX = 20;
const WITNESSES_SHOWN = 10;
const SEVERITIES = ['info', 'warning', 'critical'];

/** What detectors found in one subject, each cause once. */
export interface Judgement {
  found: Found[];
  /** Ids of what is not told because something that is told explains it. */
  absorbed: Set<string>;
  /** When time alone may change the answer, in milliseconds; Infinity for never. */
  recheckAt: number;
}

export interface JudgeContext {
  now: string;
  settings: HealthSettings;
  /** Whether a finding is an issue by now; others explain nothing yet. */
  isTold(found: Found): boolean;
}

/** Lets all detectors look, in their order: what one of them finds and another one explains is told once, by the one that knows why. */
export function judge<Facts>(
  detectors: readonly Detector<Facts>[],
  facts: Facts,
  { now, settings, isTold }: JudgeContext,
): Judgement {
  const absorbed = new Set<string>();
  const told: Witnessed[] = [];
  const found: Witnessed[] = [];
  let recheckAt = Infinity;
  for (const { name, detect, yieldsTo } of detectors) {
    if (settings.off.includes(name)) continue;
    const detection = detect(facts, now, settings);
    recheckAt = Math.min(recheckAt, dueAt(detection.recheckAt));
    for (const finding of detection.findings) {
      const seen = { detector: name, ...finding };
      const explaining = told.filter(other => explains(other, seen, yieldsTo));
      if (explaining.length > 0) {
        absorbed.add(idOf(seen));
        if (yieldsTo !== 'all') continue;
        for (const other of explaining) {
          other.evidence = withEvidence(other.evidence, finding.evidence);
        }
        continue;
      }
      const whole = { ...seen, evidence: evidenceOf(finding) };
      found.push(whole);
      if (isTold(whole)) told.push(whole);
    }
  }
  return {
    found: found.map(({ witnesses: _, ...rest }) => rest),
    absorbed,
    recheckAt,
  };
}

type Witnessed = Finding & { detector: string };

function explains(
  { detector, severity, witnesses }: Witnessed,
  other: Witnessed,
  yieldsTo: Detector<never>['yieldsTo'],
): boolean {
  if (!yieldsTo || !witnesses) return false;
  if (yieldsTo === 'all') {
    return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(other.severity);
  }
  const pods = new Set(witnesses.pods);
  return (
    yieldsTo.includes(detector) &&
    other.witnesses !== undefined &&
    other.witnesses.pods.length > 0 &&
    other.witnesses.pods.every(pod => pods.has(pod))
  );
}

function evidenceOf({ evidence, witnesses }: Finding): Evidence[] {
  if (!witnesses || witnesses.pods.length === 0) {
    return evidence.slice(0, EVIDENCE_MAX);
  }
  const { pods, of } = witnesses;
  const more = pods.length - WITNESSES_SHOWN;
  const names = [...pods].sort().slice(0, WITNESSES_SHOWN).join(', ');
  return withEvidence(evidence, [
    {
      label: 'Pods',
      text: `${pods.length} of ${of}: ${names}${
        more > 0 ? ` and ${more} more` : ''
      }`,
    },
  ]);
}

function withEvidence(evidence: Evidence[], more: Evidence[]): Evidence[] {
  const labels = new Set(evidence.map(({ label }) => label));
  return [...evidence, ...more.filter(({ label }) => !labels.has(label))].slice(
    0,
    EVIDENCE_MAX,
  );
}

function dueAt(recheckAt: string | undefined): number {
  return recheckAt === undefined ? Infinity : Date.parse(recheckAt);
}
