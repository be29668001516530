import type { JsonObject } from '@backstage/types';
import {
  parseKubernetesSubject,
  type Observation,
} from '@ripplehq/backstage-plugin-changes-common';
import { later } from '../../interpret/Sighting';
import { objectAt, textOf } from '../../kinds/KubernetesObject';
import { helmThread } from '../threads';
import type { HelmRecord } from './helmRecordKind';
import { managerOf, releaseOf } from '../tied';

/** Helm itself, and those that have it built in. Flux's controller tells of its releases by itself. */
const HELM = /^(helm|terraform-provider-helm)(?!-controller)/;
/** A release writes all its objects within this time of each other; hooks between them may take a while. */
const QUIET_MS = 60_000;
/** Kubernetes' times are whole seconds, and a rollout follows its object. */
const BEFORE_MS = 2_000;
const AFTER_MS = 30_000;
const SUBJECTS_MAX = 200;

/** What Helm does. */
export type HelmAction = 'install' | 'upgrade' | 'rollback' | 'uninstall';

/** A release of Helm as far as its objects, or Helm's record of it, have told of it. */
export interface HelmRun {
  key: string;
  namespace: string;
  name: string;
  /** RFC 3339. */
  start: string;
  lastAt: string;
  /** By the label `helm.sh/chart`. */
  chart?: string;
  chartBefore?: string;
  /** Nothing of it was there before. */
  isNew: boolean;
  subjects: string[];
  /** What its record tells. */
  revision?: number;
  action?: HelmAction;
  outcome?: 'pending' | 'succeeded' | 'failed';
}

/** What made one look at a run. */
export type HelmCause = Pick<Observation, 'instance' | 'observedAt'> &
  Partial<
    Pick<
      Observation,
      'sequence' | 'cluster' | 'environment' | 'actor' | 'write' | 'subjects'
    >
  >;

/** Of which release an observation is a part, where Helm wrote the object; undefined where it did not. */
export function helmReleaseOf(
  observation: Observation,
): { namespace: string; name: string } | undefined {
  const { type, start, after } = observation;
  const manager = managerOf(observation);
  return type === 'change' &&
    start !== undefined &&
    manager !== undefined &&
    HELM.test(manager) &&
    isObject(after)
    ? releaseOf(after)
    : undefined;
}

/** The run that an observation goes on with, or begins. */
export function helmRun(
  open: HelmRun | undefined,
  release: { namespace: string; name: string },
  observation: Observation,
): HelmRun {
  const { start, before, after, subjects } = observation;
  const chart = chartOf(after);
  const chartBefore = chartOf(before);
  const at = Date.parse(start!);
  const isSame =
    open !== undefined &&
    // Another version of the chart is another release, however soon.
    (chart ?? open.chart) === (open.chart ?? chart) &&
    (open.outcome === 'pending' || isNear(open, at));
  if (!isSame) {
    return {
      ...release,
      key: `helm/${release.namespace}/${release.name}/${start}`,
      start: start!,
      lastAt: start!,
      isNew: before === undefined,
      subjects: subjects.slice(0, SUBJECTS_MAX),
      ...(chart ? { chart } : {}),
      ...(chartBefore ? { chartBefore } : {}),
    };
  }
  return {
    ...open,
    start: earlier(open.start, start!),
    lastAt: later(open.lastAt, start!),
    isNew: open.isNew && before === undefined,
    subjects: [...new Set([...open.subjects, ...subjects])].slice(
      0,
      SUBJECTS_MAX,
    ),
    ...(chart ?? open.chart ? { chart: chart ?? open.chart } : {}),
    ...(open.chartBefore ?? chartBefore
      ? { chartBefore: open.chartBefore ?? chartBefore }
      : {}),
  };
}

/**
 * The run that a record begins or goes on with; undefined where it says nothing new: what has become of an older revision since.
 * @param previous - the record as it was before
 */
export function helmRunOf(
  open: HelmRun | undefined,
  record: HelmRecord,
  previous: HelmRecord | undefined,
  subjects: string[],
): HelmRun | undefined {
  const { namespace = '', release: name, revision, status } = record;
  const action = actionOf(record);
  const outcome = outcomeOf(status);
  const modifiedAt = record.modifiedAt ?? record.writtenAt;
  const isUninstalled =
    action === 'uninstall' && (!previous || actionOf(previous) !== action);
  if (!isUninstalled && previous) {
    if (open?.revision !== revision || status === 'superseded') {
      return undefined;
    }
    return {
      ...open,
      outcome,
      lastAt: later(open.lastAt, modifiedAt ?? open.lastAt),
    };
  }
  const start = (isUninstalled ? modifiedAt : record.createdAt) ?? modifiedAt;
  if (start === undefined) return undefined;
  const own = { revision, outcome, ...(action ? { action } : {}) };
  const lastAt =
    outcome === 'pending' ? start : later(start, modifiedAt ?? start);
  return open &&
    open.revision === undefined &&
    !isUninstalled &&
    isNear(open, Date.parse(start))
    ? {
        ...open,
        ...own,
        start: earlier(open.start, start),
        lastAt: later(open.lastAt, lastAt),
      }
    : {
        namespace,
        name,
        key: `helm/${namespace}/${name}/${start}`,
        start,
        lastAt,
        isNew: revision === 1,
        subjects: subjects.slice(0, SUBJECTS_MAX),
        ...own,
      };
}

/** A run, told: one event, however many objects it wrote. */
export function tellHelmRun(run: HelmRun, cause: HelmCause): Observation {
  const { key, chart, chartBefore, start, lastAt, subjects, outcome } = run;
  const { cluster = cause.instance, write } = cause;
  return {
    type: 'change',
    kind: run.action === 'rollback' ? 'rollback' : 'deployment',
    instance: cause.instance,
    key,
    title: titleOf(run),
    severity: outcome === 'failed' ? 'error' : 'info',
    observedAt: cause.observedAt,
    ...(cause.sequence === undefined ? {} : { sequence: cause.sequence }),
    cluster,
    namespace: run.namespace,
    ...(cause.environment ? { environment: cause.environment } : {}),
    start,
    ...(outcome === 'pending'
      ? {}
      : { end: { at: lastAt, status: outcome ?? 'succeeded' } }),
    subjects: workloadsFirst(subjects),
    ...(cause.actor ? { actor: cause.actor } : {}),
    // By the write of the first object an audit log names who it was.
    ...(write && cause.subjects?.[0] === workloadsFirst(subjects)[0]
      ? { write }
      : {}),
    ...(chart ? { after: { chart } } : {}),
    ...(chart && chartBefore ? { before: { chart: chartBefore } } : {}),
    evidence: [
      {
        label: 'Release',
        text: [
          `${run.namespace}/${run.name}`,
          ...(run.revision === undefined ? [] : [`revision ${run.revision}`]),
        ].join(', '),
      },
      ...(chart ? [{ label: 'Chart', text: chart }] : []),
    ],
    gathers: [
      {
        thread: helmThread(cluster, run),
        from: shifted(start, -BEFORE_MS),
        to: shifted(lastAt, AFTER_MS),
      },
    ],
  };
}

const VERBS: Record<
  HelmAction,
  Record<NonNullable<HelmRun['outcome']>, string>
> = {
  install: {
    pending: 'installs',
    succeeded: 'installed',
    failed: 'failed to install',
  },
  upgrade: {
    pending: 'upgrades',
    succeeded: 'upgraded',
    failed: 'failed to upgrade',
  },
  rollback: {
    pending: 'rolls back',
    succeeded: 'rolled back',
    failed: 'failed to roll back',
  },
  uninstall: {
    pending: 'uninstalls',
    succeeded: 'uninstalled',
    failed: 'failed to uninstall',
  },
};

function titleOf(run: HelmRun): string {
  const { name, chart, chartBefore, isNew, outcome } = run;
  const action = run.action ?? (isNew ? 'install' : 'upgrade');
  const sentence = `Helm ${VERBS[action][outcome ?? 'succeeded']} ${name}`;
  if (action !== 'install' && chart && chartBefore && chart !== chartBefore) {
    return `${sentence}: ${chartBefore} → ${chart}`;
  }
  return chart ? `${sentence} (${chart})` : sentence;
}

function actionOf({ status, revision }: HelmRecord): HelmAction | undefined {
  if (status.startsWith('uninstall')) return 'uninstall';
  if (status === 'pending-rollback') return 'rollback';
  return revision === 1 ? 'install' : undefined;
}

function outcomeOf(status: string): NonNullable<HelmRun['outcome']> {
  if (status === 'failed') return 'failed';
  return status.startsWith('pending-') || status === 'uninstalling'
    ? 'pending'
    : 'succeeded';
}

function isNear({ start, lastAt }: HelmRun, at: number): boolean {
  return (
    at >= Date.parse(start) - QUIET_MS && at <= Date.parse(lastAt) + QUIET_MS
  );
}

// What a person would look for comes first: an event belongs to its first subject before others.
function workloadsFirst(subjects: readonly string[]): string[] {
  const rank = (subject: string) =>
    parseKubernetesSubject(subject)?.group === 'apps' ? 0 : 1;
  return [...subjects].sort((a, b) => rank(a) - rank(b));
}

function chartOf(manifest: unknown): string | undefined {
  return textOf(objectAt(manifest, 'metadata', 'labels')['helm.sh/chart']);
}

function shifted(at: string, byMs: number): string {
  return new Date(Date.parse(at) + byMs).toISOString();
}

function earlier(a: string, b: string): string {
  return Date.parse(a) <= Date.parse(b) ? a : b;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
