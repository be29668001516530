import type { JsonValue } from '@backstage/types';
import type { FieldChange } from '@ripplehq/backstage-plugin-changes-common';
import { imageName, imageVersion } from './image';
import { parsePath, type PathStep } from './FieldPath';
import { parseQuantity } from './quantity';

/** A change of a field in a person's words, and how likely it is that it breaks something. */
export interface Phrase {
  /** What was done, as in "rest-api …": `cut replicas 50 → 5`. */
  text: string;
  /** Higher is riskier. */
  risk: number;
  path: string;
  isImage?: true;
}

const VALUE_MAX_CHARS = 40;
/** Names of fields that say nothing without the field they are in. */
const VAGUE_NAMES = new Set(['type', 'name', 'value', 'key', 'path', 'mode']);
const PROBES: Record<string, string> = {
  readinessProbe: 'readiness probe',
  livenessProbe: 'liveness probe',
  startupProbe: 'startup probe',
};

/** How likely a change is to break something, by where it is. */
const RANKS: [RegExp, number][] = [
  [/^spec\.selector/, 72],
  [/\.(command|args)\b/, 58],
  [/\.ports?\b/, 62],
  [/\.envFrom\b/, 57],
  [/\.volumes?(Mounts)?\b/, 56],
  [/securityContext|serviceAccountName/, 54],
  [/nodeSelector|affinity|tolerations/, 50],
  [/^spec\.(minReplicas|maxReplicas)/, 52],
  [/^spec\.strategy|minReadySeconds|progressDeadlineSeconds/, 40],
  [/restartedAt'?\]?$/, 5],
  [/^(spec\.template\.)?metadata\.(labels|annotations)/, 10],
];

/** The changes in words, riskiest first; several changes of one thing are told once. */
export function phrasesOf(changes: FieldChange[]): Phrase[] {
  const byText = new Map<string, Phrase>();
  for (const change of changes) {
    const phrase = phraseOf(change);
    const known = byText.get(phrase.text);
    if (!known || known.risk < phrase.risk) byText.set(phrase.text, phrase);
  }
  return [...byText.values()].sort((a, b) => b.risk - a.risk);
}

function phraseOf(change: FieldChange): Phrase {
  const steps = parsePath(change.path);
  const fields = steps.map(name);
  const last = fields[fields.length - 1];
  const phrase = (text: string, risk: number): Phrase => ({
    text,
    risk,
    path: change.path,
  });

  if (change.path === 'spec.replicas') return replicas(change);
  if (change.path === 'spec.paused') {
    return phrase(`${change.after ? 'paused' : 'resumed'} its rollouts`, 45);
  }
  if (last === 'image' && fields.includes('containers')) return image(change);
  const probe = fields.find(field => Object.hasOwn(PROBES, field));
  if (probe) {
    return fields[fields.length - 1] === probe
      ? phrase(`${verb(change)} ${PROBES[probe]}`, change.after ? 60 : 75)
      : phrase(`changed ${PROBES[probe]} ${last}${arrow(change)}`, 60);
  }
  const resources = fields.indexOf('resources');
  if (resources >= 0 && fields.length === resources + 3) {
    return resource(change, fields[resources + 1], last);
  }
  if (resources >= 0) {
    return onlyResource(change, last) ?? phrase('changed resources', 65);
  }
  const env = fields.indexOf('env');
  if (env >= 0 && fields.length > env + 1) {
    const what = fields.length > env + 2 ? 'changed' : verb(change);
    const value = last === 'value' ? arrow(change) : '';
    return phrase(
      `${what} ${fields[env + 1]}${value}`,
      what === 'removed' ? 70 : 55,
    );
  }
  const rank = RANKS.find(([pattern]) => pattern.test(change.path));
  return phrase(
    `${verb(change)} ${wholeMap(change, last) ?? label(steps)}${arrow(change)}`,
    rank ? rank[1] : 20,
  );
}

function replicas(change: FieldChange): Phrase {
  const [before, after] = [
    Number(change.before ?? 1),
    Number(change.after ?? 1),
  ];
  const cut = after < before;
  return {
    text: `${cut ? 'cut' : 'raised'} replicas ${before} → ${after}`,
    risk: cut ? 70 + 20 * (1 - after / Math.max(before, 1)) : 35,
    path: change.path,
  };
}

function image(change: FieldChange): Phrase {
  const [before, after] = [
    String(change.before ?? ''),
    String(change.after ?? ''),
  ];
  const version = imageVersion(after);
  const sameName = before === '' || imageName(before) === imageName(after);
  return {
    text: `deployed ${sameName && version ? version : short(after)}`,
    risk: 64,
    path: change.path,
    isImage: true,
  };
}

function resource(
  change: FieldChange,
  group: string,
  resourceName: string,
): Phrase {
  const what = `${resourceName} ${group === 'limits' ? 'limit' : 'request'}`;
  const [before, after] = [change.before, change.after].map(parseQuantity);
  const isLowered =
    before !== undefined && after !== undefined && after < before;
  let done = isLowered ? 'lowered' : 'raised';
  if (before === undefined || after === undefined) done = verb(change);
  return {
    text: `${done} ${what}${arrow(change)}`,
    risk: isLowered ? 78 : 45,
    path: change.path,
  };
}

/** The first limit or request brings the whole map with it, and the last takes it along. */
function onlyResource(change: FieldChange, group: string): Phrase | undefined {
  const map = change.after ?? change.before;
  if (group !== 'limits' && group !== 'requests') return undefined;
  if (typeof map !== 'object' || map === null) return undefined;
  const names = Object.keys(map);
  return names.length === 1 ? resource(change, group, names[0]) : undefined;
}

function verb(change: FieldChange): string {
  if (change.redacted) return 'changed';
  if (change.before === undefined) return 'added';
  return change.after === undefined ? 'removed' : 'changed';
}

/** ` info → debug` for two short values, else nothing. */
export function arrow(change: FieldChange): string {
  if (change.redacted) return '';
  if (!isShort(change.before) || !isShort(change.after)) return '';
  return ` ${short(String(change.before))} → ${short(String(change.after))}`;
}

function isShort(value: JsonValue | undefined): boolean {
  return (
    value !== undefined &&
    (typeof value !== 'object' || value === null) &&
    String(value).length <= VALUE_MAX_CHARS &&
    !String(value).includes('\n')
  );
}

/** The first label or annotation brings the whole map with it, and the last takes it along. */
export function wholeMap(
  change: FieldChange,
  field: string,
): string | undefined {
  const map = change.after ?? change.before;
  if (field !== 'labels' && field !== 'annotations') return undefined;
  if (typeof map !== 'object' || map === null) return undefined;
  const keys = Object.keys(map);
  return keys.length === 1
    ? `${field.slice(0, -1)} ${keys[0]}`
    : `${keys.length} ${field}`;
}

function label(steps: PathStep[]): string {
  const fields = steps.map(name);
  const metadata = fields.findIndex(
    field => field === 'labels' || field === 'annotations',
  );
  if (metadata >= 0 && fields.length > metadata + 1) {
    return `${fields[metadata].slice(0, -1)} ${fields[fields.length - 1]}`;
  }
  const last = steps[steps.length - 1];
  if ('field' in last) {
    const parent = fields[fields.length - 2];
    return VAGUE_NAMES.has(last.field) && parent
      ? `${parent} ${last.field}`
      : last.field;
  }
  const list = fields[fields.length - 2] ?? '';
  return `${list} ${last.item}`.trim();
}

function name(step: PathStep): string {
  return 'field' in step ? step.field : step.item;
}

function short(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
