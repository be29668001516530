import {
  type SubjectRow,
  parseKubernetesSubject,
  parseSubject,
} from '@ripplehq/backstage-plugin-changes-common';
import type { SubjectRecord } from '../store/rows';
import type { Environments } from './environments';

/** What a subject's row holds beside its id. */
export type SubjectFacts = Omit<SubjectRecord, 'id'>;

/**
 * The facts of a subject after its source said `row`. The newer observation wins whole; but a deletion that tells nothing more keeps what
 * was known, so that what is gone is still found by its labels.
 */
export function mergeSubject(
  known: SubjectFacts | undefined,
  row: SubjectRow,
  environments: Environments,
): SubjectFacts {
  const observedAt = Date.parse(row.observedAt);
  if (known && known.observed_at > observedAt) {
    return { ...known, first_seen: Math.min(known.first_seen, observedAt) };
  }
  const kept = row.goneAt === undefined ? undefined : known;
  const labels = json(row.labels) ?? kept?.labels ?? null;
  return {
    subject: row.subject,
    source: parseSubject(row.subject).source,
    kind: row.kind,
    cluster: row.cluster ?? null,
    namespace: row.namespace ?? null,
    name: row.name,
    environment:
      environments.of({
        cluster: row.cluster,
        namespace: row.namespace,
        labels: labels === null ? undefined : JSON.parse(labels),
      }) ?? null,
    labels,
    annotations: json(row.annotations) ?? kept?.annotations ?? null,
    parent: row.parent ?? kept?.parent ?? null,
    summary: json(row.summary) ?? kept?.summary ?? null,
    observed_at: observedAt,
    first_seen: Math.min(known?.first_seen ?? observedAt, observedAt),
    gone_at: row.goneAt === undefined ? null : Date.parse(row.goneAt),
  };
}

/** The facts of a subject that an event names before its source has described it. */
export function namedSubject(
  subject: string,
  at: number,
  environments: Environments,
): SubjectFacts {
  const { source, parts } = parseSubject(subject);
  const object = parseKubernetesSubject(subject);
  return {
    subject,
    source,
    kind: object?.kind ?? 'unknown',
    cluster: object?.cluster ?? null,
    namespace: object?.namespace ?? null,
    name: object?.name ?? parts[parts.length - 1],
    environment:
      environments.of({
        cluster: object?.cluster,
        namespace: object?.namespace,
      }) ?? null,
    labels: null,
    annotations: null,
    parent: null,
    summary: null,
    observed_at: 0,
    first_seen: at,
    gone_at: null,
  };
}

// Keys in one order, so that a map that says the same is the same text.
function json(value: object | undefined): string | undefined {
  if (value === undefined) return undefined;
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  );
}
