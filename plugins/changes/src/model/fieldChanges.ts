import type { FieldChange } from '@ripplehq/backstage-plugin-changes-common';
import { visibleControls } from './visibleControls';

/** A field's change as it is shown. */
export interface ShownFieldChange {
  change: FieldChange;
  /** The path in three: up to what names the field, its name, and what follows. */
  parent: string;
  leaf: string;
  tail: string;
  before: string | undefined;
  after: string | undefined;
  /** For numbers: by how many percent it changed, negative for fewer. */
  percent?: number;
  risk: number;
}

/** What usually breaks things, first match wins. Higher is shown first. */
const RISKS: readonly [RegExp, number][] = [
  [/(^|\.)(replicas|minReplicas|maxReplicas)$/, 100],
  [/\.resources\.(limits|requests)\b/, 80],
  [/\.image$/, 70],
  [/(Probe|\.selector|\.ports?\b|\.strategy)/, 60],
  [/\.(env|envFrom|command|args|volumes|volumeMounts)\b/, 50],
  [/(^|\.)(data|stringData|binaryData)\b/, 45],
  [/(^|\.)metadata\.(labels|annotations)\b/, 5],
];
const RISK_DEFAULT = 30;
/** Losing this much goes before everything of its class. */
const GRAVE_PERCENT = -50;
const RISK_GRAVE = 20;

/** The fields' changes, the riskiest first; of equal risk in their own order. */
export function rankedFieldChanges(
  changes: readonly FieldChange[],
): ShownFieldChange[] {
  return changes.map(shownChange).sort((a, b) => b.risk - a.risk);
}

/** Whether a change is so telling that it is written large. */
export function isBig(change: ShownFieldChange): boolean {
  return change.percent !== undefined && change.risk >= 80;
}

function shownChange(change: FieldChange): ShownFieldChange {
  const { path, before, after } = change;
  const percent = percentOf(before, after);
  const base = RISKS.find(([pattern]) => pattern.test(path))?.[1];
  return {
    change,
    ...named(visibleControls(path)),
    before: textOf(before),
    after: textOf(after),
    ...(percent === undefined ? {} : { percent }),
    risk:
      (base ?? RISK_DEFAULT) +
      (percent !== undefined && percent <= GRAVE_PERCENT ? RISK_GRAVE : 0),
  };
}

/** `env[CACHE_TTL].value` is named by what stands in the brackets, any other path by its last part. */
function named(path: string): { parent: string; leaf: string; tail: string } {
  const [, parent, leaf, tail] =
    /^(.*\[)([^\]]+)(\](?:\.value)?)$/.exec(path) ??
    /^(.*\.)?([^.]+)()$/.exec(path) ??
    [];
  return { parent: parent ?? '', leaf: leaf ?? path, tail: tail ?? '' };
}

function textOf(value: FieldChange['before']): string | undefined {
  if (value === undefined) return undefined;
  return visibleControls(
    typeof value === 'string' ? value : JSON.stringify(value, null, 1),
  );
}

function percentOf(
  before: FieldChange['before'],
  after: FieldChange['after'],
): number | undefined {
  if (typeof before !== 'number' || typeof after !== 'number') return undefined;
  if (before <= 0 || before === after) return undefined;
  return Math.round(((after - before) / before) * 100);
}
