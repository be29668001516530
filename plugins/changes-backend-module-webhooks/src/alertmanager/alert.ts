import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import { TITLE_MAX_CHARS } from '@ripplehq/backstage-plugin-changes-common/schema';
import { oneLine } from '../text/oneLine';
import type { Mark } from './Mark';
import { severityOf } from './severity';
import { subjectOf } from './subjectOf';

/** Annotations that say in a sentence what is wrong, the first that is there. */
const SENTENCES = ['summary', 'title', 'message', 'description'];
/** Annotations that hold a page, and what it is. */
const PAGES = [
  { annotation: 'runbook_url', title: 'Runbook' },
  { annotation: 'dashboard_url', title: 'Dashboard' },
];
const LABELS_TOLD_MAX = 30;
/** Seconds since 1970 have ten digits for another 260 years. */
const COUNT_STEP = 1e10;

/** Systems that send this form of body, and what a link to them is called. */
export const SENDERS = {
  alertmanager: { name: 'Alertmanager', page: 'Prometheus' },
  grafana: { name: 'Grafana', page: 'Grafana' },
} as const;

/** Whose alert it is, and when it was heard of last. */
export interface AlertContext {
  system: keyof typeof SENDERS;
  instance: string;
  cluster?: string;
  environment?: string;
  fingerprint: string;
  receivedAt: string;
}

/**
 * What all that is known of an alert says: an event for each time that it fired. One ends when it is told to have ended, or when it fires
 * anew, since it must have ended before: a notification of the end may have been lost.
 */
export function alertObservations(
  marks: readonly Mark[],
  context: AlertContext,
): Observation[] {
  const starts = [...new Set(marks.map(({ startsAt }) => startsAt))].sort();
  const ends = marks.flatMap(({ endsAt }) => endsAt ?? []).sort();
  const observedAt = [...starts, ...ends].sort().at(-1);
  if (!observedAt) return [];
  // Of two deliveries about the same marks the later one has the newer words.
  const sequence =
    marks.length * COUNT_STEP +
    Math.floor(Date.parse(context.receivedAt) / 1000);
  return starts.map((start, index): Observation => {
    const own = marks.filter(({ startsAt }) => startsAt === start);
    // The end has the last word.
    const shown = own.find(({ endsAt }) => endsAt !== undefined) ?? own[0];
    const end = [
      ...ends.filter(at => at >= start),
      ...starts.slice(index + 1),
    ].sort()[0];
    return {
      type: 'alert',
      kind: 'alert',
      instance: context.instance,
      key: `${context.fingerprint}/${start}`,
      observedAt,
      sequence,
      start,
      ...(end ? { end: { at: end, status: 'resolved' } } : { status: 'open' }),
      ...appearanceOf(shown, context),
    };
  });
}

function appearanceOf(
  { labels, annotations, url, pages = [], values = {} }: Mark,
  context: AlertContext,
): Pick<
  Observation,
  | 'title'
  | 'severity'
  | 'subjects'
  | 'cluster'
  | 'namespace'
  | 'environment'
  | 'links'
  | 'evidence'
  | 'raw'
> {
  const { subject, cluster, namespace } = subjectOf(labels, context);
  const sentence = SENTENCES.find(name => annotations[name]);
  const name = labels.alertname ?? 'Alert';
  return {
    title: oneLine(sentence ? annotations[sentence] : name, TITLE_MAX_CHARS),
    severity: severityOf(labels),
    subjects: [subject],
    cluster: cluster?.slice(0, 200),
    namespace: namespace?.slice(0, 253),
    environment: (labels.environment ?? context.environment)?.slice(0, 100),
    links: [
      ...(url ? [{ title: SENDERS[context.system].page, url }] : []),
      ...pages,
      ...PAGES.flatMap(({ annotation, title }) =>
        isPage(annotations[annotation])
          ? [{ title, url: annotations[annotation] }]
          : [],
      ),
    ],
    evidence: [
      { label: 'Alert', text: name },
      ...Object.entries(values).map(([label, value]) => ({
        label: `Value ${label}`,
        text: String(value),
      })),
      ...Object.entries(annotations)
        .filter(
          ([key]) =>
            key !== sentence &&
            !PAGES.some(({ annotation }) => annotation === key),
        )
        .map(([label, text]) => ({ label, text })),
      ...Object.entries(labels)
        .filter(([key]) => key !== 'alertname')
        .map(([label, text]) => ({ label, text })),
    ].slice(0, LABELS_TOLD_MAX),
    raw: { labels, annotations },
  };
}

function isPage(text: string | undefined): boolean {
  return text !== undefined && /^https?:\/\//.test(text) && URL.canParse(text);
}
