import { createHash } from 'node:crypto';
import type { SourceState } from '@ripplehq/backstage-plugin-changes-common';
import { z } from 'zod';
import { parseTime } from '../time/parseTime';
import type { Alert } from './payload';

const mark = z.object({
  /** RFC 3339, UTC, by the sender's clock. */
  startsAt: z.string(),
  /** Of one that is resolved. */
  endsAt: z.string().optional(),
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()),
  url: z.string().optional(),
  /** What Grafana adds. */
  pages: z.array(z.object({ title: z.string(), url: z.string() })).optional(),
  values: z.record(z.string(), z.number()).optional(),
});

/** What is remembered of an alert in a notification. A repetition of it, as every few hours while it fires, is the same one. */
export type Mark = z.infer<typeof mark>;

const PAGES = [
  { field: 'dashboardURL', title: 'Dashboard' },
  { field: 'panelURL', title: 'Panel' },
  { field: 'silenceURL', title: 'Silence' },
] as const;

export function markOf(alert: Alert, receivedAt: string): Mark {
  const { status, labels, annotations, generatorURL, values } = alert;
  const pages = PAGES.flatMap(({ field, title }) => {
    const url = alert[field];
    return url ? [{ title, url }] : [];
  });
  const startsAt = parseTime(alert.startsAt, receivedAt) ?? receivedAt;
  return {
    startsAt,
    // Year 1 while it fires.
    ...(status === 'resolved'
      ? { endsAt: parseTime(alert.endsAt, receivedAt) ?? receivedAt }
      : {}),
    labels,
    annotations,
    ...(generatorURL ? { url: generatorURL } : {}),
    ...(pages.length > 0 ? { pages } : {}),
    ...(values ? { values } : {}),
  };
}

export function stateOf(body: Mark): SourceState {
  const { startsAt, endsAt } = body;
  return { id: endsAt ? `${startsAt}/${endsAt}` : startsAt, body };
}

/** How often an alert may have fired before the oldest times are forgotten; what they were stays on the timeline. */
const STARTS_KEPT = 100;

/** Ids of the entries of all but the newest times that an alert fired. */
export function outdated(entries: readonly SourceState[]): string[] {
  const starts = [
    ...new Set(entries.flatMap(entry => markFromState(entry)?.startsAt ?? [])),
  ]
    .sort()
    .slice(-STARTS_KEPT);
  return entries
    .filter(entry => {
      const startsAt = markFromState(entry)?.startsAt;
      return startsAt === undefined || startsAt < starts[0];
    })
    .map(({ id }) => id);
}

/** Undefined for a body of an earlier version that no longer fits. */
export function markFromState({ body }: SourceState): Mark | undefined {
  return mark.safeParse(body).data;
}

/** What tells alerts apart: their labels. */
export function fingerprintOf({ fingerprint, labels }: Alert): string {
  if (fingerprint) return fingerprint;
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify(sorted))
    .digest('hex')
    .slice(0, 16);
}
