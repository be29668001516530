import type { FieldChange } from '@ripplehq/backstage-plugin-changes-common';
import type { Feature } from './Feature';

/** A number that falls below this share of what it was is a cut. */
const CUT_SHARE = 0.5;

/** What a change's fields say for and against it. @internal */
export function diffFeatures(diff: readonly FieldChange[]): Feature[] {
  if (diff.length > 0 && diff.every(({ path }) => isLabel(path))) {
    return [
      {
        code: 'labels-only',
        value: 1,
        text: 'Only labels or annotations changed',
      },
    ];
  }
  // Of several fields that speak alike, the one that moved most tells enough.
  const byCode = new Map<string, Feature>();
  for (const feature of diff.flatMap(change => ofField(change) ?? [])) {
    const known = byCode.get(feature.code);
    if (!known || feature.value > known.value) {
      byCode.set(feature.code, feature);
    }
  }
  return [...byCode.values()];
}

function ofField({ path, before, after }: FieldChange): Feature | undefined {
  if (/(^|\.)replicas$/.test(path)) return ofReplicas(before, after);
  if (/resources\.limits\.(memory|cpu)$/.test(path)) {
    return isLess(after, before)
      ? {
          code: 'limit-lowered',
          value: 1,
          text: `Lowered ${shortPath(path)} from ${before} to ${after}`,
        }
      : undefined;
  }
  if (
    /(\.env\[|^(data|binaryData)[.[])/.test(path) &&
    after === undefined &&
    before !== undefined
  ) {
    return { code: 'removed', value: 1, text: `Removed ${shortPath(path)}` };
  }
  if (/(Probe|\.selector|\.ports\b|containerPort|targetPort)/.test(path)) {
    return { code: 'wiring', value: 1, text: `Changed ${shortPath(path)}` };
  }
  return ofNumber(path, before, after);
}

function ofReplicas(
  before: FieldChange['before'],
  after: FieldChange['after'],
): Feature | undefined {
  if (typeof before !== 'number' || typeof after !== 'number') return undefined;
  if (after >= before) return undefined;
  return {
    code: 'replicas-cut',
    value: (before - after) / before,
    text: `Removed ${before - after} of ${before} replicas`,
  };
}

function ofNumber(
  path: string,
  before: FieldChange['before'],
  after: FieldChange['after'],
): Feature | undefined {
  const [from, to] = [quantity(before), quantity(after)];
  if (from === undefined || to === undefined || from <= 0) return undefined;
  if (/requests\./.test(path) || to > from * CUT_SHARE) return undefined;
  return {
    code: 'value-cut',
    value: (from - to) / from,
    text: `Cut ${shortPath(path)} from ${before} to ${after}`,
  };
}

function isLabel(path: string): boolean {
  return /(^|\.)(labels|annotations)\b/.test(path);
}

function shortPath(path: string): string {
  return path.replace(/^spec\.(template\.spec\.)?/, '');
}

const QUANTITY_UNITS: Record<string, number> = {
  m: 1e-3,
  '': 1,
  k: 1e3,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

function isLess(a: FieldChange['after'], b: FieldChange['before']): boolean {
  const [left, right] = [quantity(a), quantity(b)];
  return left !== undefined && right !== undefined && left < right;
}

function quantity(value: FieldChange['after']): number | undefined {
  const match = /^([\d.]+)([a-zA-Z]*)$/.exec(String(value ?? ''));
  const unit = match && QUANTITY_UNITS[match[2]];
  return match && unit ? Number(match[1]) * unit : undefined;
}
