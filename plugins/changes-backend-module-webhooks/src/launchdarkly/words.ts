import type { JsonObject } from '@backstage/types';
import { z } from 'zod';
import type { Entry, Variation, Version } from './payload';
import type { Resource } from './resource';

type State = Record<string, unknown>;

const json = z.json();
/** Weights are in thousandths of a percent. */
const WEIGHT_OF_PERCENT = 1000;
const VALUE_MAX_CHARS = 40;
/** What LaunchDarkly keeps for itself in a flag's environment. */
const KEPT_FOR_ITSELF = new Set([
  'salt',
  'sel',
  'lastModified',
  'version',
  'archived',
  'maintainerId',
]);

/** What was changed of a flag in an environment, or of the whole flag. */
export interface FlagChange {
  before: JsonObject;
  after: JsonObject;
  variations: Variation[];
}

/** Undefined where the entry does not bring both versions, as webhooks often do not. */
export function flagChangeOf(
  { previousVersion, currentVersion }: Entry,
  { environment }: Resource,
): FlagChange | undefined {
  if (!previousVersion || !currentVersion) return undefined;
  return {
    before: stateIn(previousVersion, environment),
    after: stateIn(currentVersion, environment),
    variations: currentVersion.variations ?? [],
  };
}

/**
 * A change of a flag in a few words, the riskiest first: `turned on`, `50 % → 100 % true`, `serves blue in place of red`. Undefined where
 * only LaunchDarkly's own words tell.
 */
export function wordsOf({
  before,
  after,
  variations,
}: FlagChange): string | undefined {
  if (before.on !== after.on && typeof after.on === 'boolean') {
    return after.on ? 'turned on' : 'turned off';
  }
  const shares = shareWords(before.fallthrough, after.fallthrough, variations);
  if (shares) return shares;
  const rules = [countOf(before.rules), countOf(after.rules)];
  if (rules[0] !== rules[1]) return `targeting rules ${rules.join(' → ')}`;
  return JSON.stringify(before.rules) === JSON.stringify(after.rules)
    ? undefined
    : 'targeting rules changed';
}

function shareWords(
  before: unknown,
  after: unknown,
  variations: Variation[],
): string | undefined {
  const was = sharesOf(before);
  const is = sharesOf(after);
  if (was.size === 0 || is.size === 0) return undefined;
  if (was.size === 1 && is.size === 1) {
    const [[from], [to]] = [[...was.keys()], [...is.keys()]];
    return from === to
      ? undefined
      : `serves ${nameOf(to, variations)} in place of ${nameOf(
          from,
          variations,
        )}`;
  }
  const [index, change] =
    [...new Set([...was.keys(), ...is.keys()])]
      .map(one => [one, (is.get(one) ?? 0) - (was.get(one) ?? 0)] as const)
      .sort((a, b) => b[1] - a[1])[0] ?? [];
  if (index === undefined || !change) return undefined;
  const percent = (shares: Map<number, number>) =>
    `${Number((shares.get(index) ?? 0).toFixed(2))} %`;
  return `${percent(was)} → ${percent(is)} ${nameOf(index, variations)}`;
}

/** Percent by variation: of a rollout, or all of one variation. */
function sharesOf(fallthrough: unknown): Map<number, number> {
  const { variation, rollout } = objectOf(fallthrough);
  if (typeof variation === 'number') return new Map([[variation, 100]]);
  const { variations } = objectOf(rollout);
  const shares = new Map<number, number>();
  for (const item of Array.isArray(variations) ? variations : []) {
    const { variation: index, weight } = objectOf(item);
    if (typeof index === 'number' && typeof weight === 'number') {
      shares.set(index, (shares.get(index) ?? 0) + weight / WEIGHT_OF_PERCENT);
    }
  }
  return shares;
}

function nameOf(index: number, variations: Variation[]): string {
  const { name, value } = variations[index] ?? {};
  const text =
    name ?? (value === undefined ? `#${index}` : JSON.stringify(value));
  return text.length > VALUE_MAX_CHARS
    ? `${text.slice(0, VALUE_MAX_CHARS - 1)}…`
    : text;
}

function stateIn(
  version: Version,
  environment: string | undefined,
): JsonObject {
  const { environments, ...whole } = version;
  const own = environment === undefined ? whole : environments?.[environment];
  return Object.fromEntries(
    Object.entries(own ?? {}).flatMap(([key, value]) => {
      if (key.startsWith('_') || KEPT_FOR_ITSELF.has(key)) return [];
      const { data } = json.safeParse(value);
      return data === undefined ? [] : [[key, data]];
    }),
  );
}

function countOf(rules: unknown): number {
  return Array.isArray(rules) ? rules.length : 0;
}

function objectOf(value: unknown): State {
  return typeof value === 'object' && value !== null ? (value as State) : {};
}
