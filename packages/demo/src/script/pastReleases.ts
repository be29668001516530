import type { ServiceRow } from '../world/index.ts';
import { type Random, between } from './random.ts';
import { HISTORY_MS, HOUR_MS, LAST_DAY_MS } from './time.ts';
import { previousVersion } from './versions.ts';

const RELEASES_MAX = 2;
/** The world begins so long before the last day. */
const SPAN_MS = HISTORY_MS - LAST_DAY_MS;
const MARGIN_MS = 2 * HOUR_MS;

/** A version that was deployed in the week before the last day. */
export interface PastRelease {
  version: string;
  /** Milliseconds from its deployment to the begin of the last day. */
  beforeLastDayMs: number;
}

/**
 * What ran when the world began, and what was released since, oldest first; the last is the version of the description. What has no
 * repository has had none but that.
 */
export function pastReleases(
  service: ServiceRow,
  random: Random,
): PastRelease[] {
  const { language, version } = service;
  if (!version) return [];
  const count = language ? 1 + Math.floor(random() * RELEASES_MAX) : 0;
  const versions = [version];
  while (versions.length <= count) {
    versions.unshift(previousVersion(versions[0]));
  }
  const times = versions
    .slice(1)
    .map(() => between(random, MARGIN_MS, SPAN_MS - MARGIN_MS))
    .sort((a, b) => b - a);
  return versions.map((name, index) => ({
    version: name,
    beforeLastDayMs: index === 0 ? SPAN_MS : Math.round(times[index - 1]),
  }));
}
