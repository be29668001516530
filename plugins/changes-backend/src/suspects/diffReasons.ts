import type {
  FieldChange,
  Reason,
} from '@ripplehq/backstage-plugin-changes-common';

const REPLICAS_CUT = 1.6;
const LIMIT_LOWERED = 0.9;
const REMOVED = 0.4;
const WIRING = 0.6;
const LABELS_ONLY = -1.5;

/**
 * What a change's fields say for and against it.
 * @internal
 */
export function diffReasons(diff: FieldChange[]): Reason[] {
  const reasons = diff.flatMap(change => fieldReason(change) ?? []);
  if (diff.length > 0 && diff.every(({ path }) => isLabel(path))) {
    return [
      {
        code: 'labels-only',
        text: 'Only labels or annotations changed',
        weight: LABELS_ONLY,
      },
    ];
  }
  // Of several fields that speak alike, the heaviest tells enough.
  const byCode = new Map<string, Reason>();
  for (const reason of reasons) {
    const known = byCode.get(reason.code);
    if (!known || Math.abs(reason.weight) > Math.abs(known.weight)) {
      byCode.set(reason.code, reason);
    }
  }
  return [...byCode.values()];
}

function fieldReason({ path, before, after }: FieldChange): Reason | undefined {
  if (/(^|\.)replicas$/.test(path)) return replicasReason(before, after);
  if (/resources\.limits\.(memory|cpu)$/.test(path)) {
    return isLess(after, before)
      ? {
          code: 'limit-lowered',
          text: `Lowered ${shortPath(path)} from ${before} to ${after}`,
          weight: LIMIT_LOWERED,
        }
      : undefined;
  }
  if (
    /(\.env\[|^(data|binaryData)[.[])/.test(path) &&
    after === undefined &&
    before !== undefined
  ) {
    return {
      code: 'removed',
      text: `Removed ${shortPath(path)}`,
      weight: REMOVED,
    };
  }
  if (/(Probe|\.selector|\.ports\b|containerPort|targetPort)/.test(path)) {
    return {
      code: 'wiring',
      text: `Changed ${shortPath(path)}`,
      weight: WIRING,
    };
  }
  return undefined;
}

function replicasReason(
  before: FieldChange['before'],
  after: FieldChange['after'],
): Reason | undefined {
  if (typeof before !== 'number' || typeof after !== 'number') return undefined;
  if (after >= before) return undefined;
  return {
    code: 'replicas-cut',
    text: `Removed ${before - after} of ${before} replicas`,
    weight: (REPLICAS_CUT * (before - after)) / before,
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
