import { z } from 'zod';
import {
  parseKubernetesSubject,
  type Observation,
} from '@ripplehq/backstage-plugin-changes-common';

/** A run that nothing was added to for so long is over. */
export const RUN_QUIET_MS = 10 * 60_000;
/** A run that goes on for longer ends, and the next one begins: a day must not hide in the day before. */
export const RUN_MAX_MS = 24 * 3_600_000;
/** Of so many objects it is remembered to which version they were counted. */
const COUNTED_MAX = 500;
const MEMBERS_MAX = 100;
const SUBJECTS_MAX = 100;
const NAMES_TOLD = 5;

export const noisyRun = z.object({
  key: z.string(),
  /** Whose changes it counts: kind, namespace and manager. */
  group: z.string(),
  kind: z.string(),
  namespace: z.string().optional(),
  manager: z.string().optional(),
  /** Kind of the event. */
  event: z.string(),
  firstAt: z.string(),
  lastAt: z.string(),
  count: z.number(),
  /** How many of them were objects that came or went. */
  created: z.number().optional(),
  deleted: z.number().optional(),
  /** What it counts: names, in which `*` stands for what a program numbers. */
  members: z.array(z.string()),
  /** Subjects that the changes were told to. */
  subjects: z.array(z.string()),
  /** By subject, the key of the change that was counted last. */
  counted: z.record(z.string(), z.string()),
});

/** Changes of something that never stops, counted instead of told one by one. All of it is stored. */
export type NoisyRun = z.infer<typeof noisyRun>;

/** Adds a change; the very run where it was counted before. */
export function countIn(
  run: NoisyRun,
  member: string,
  observation: Observation,
): NoisyRun {
  const { key, subjects } = observation;
  const [subject] = subjects;
  if (run.counted[subject] === key) return run;
  const at = startOf(observation);
  const { [subject]: _, ...others } = run.counted;
  return {
    ...run,
    count: run.count + 1,
    created: (run.created ?? 0) + Number(key.endsWith('/created')),
    deleted: (run.deleted ?? 0) + Number(key.endsWith('/deleted')),
    firstAt: earlier(run.firstAt, at),
    lastAt: later(run.lastAt, at),
    members: limited(run.members, [member], MEMBERS_MAX),
    subjects: limited(run.subjects, observation.subjects, SUBJECTS_MAX),
    counted: Object.fromEntries(
      [...Object.entries(others), [subject, key]].slice(-COUNTED_MAX),
    ),
  };
}

/** What is told of a run. `sample` is one of its changes, whose difference stands for all. */
export function tellRun(
  run: NoisyRun,
  state: 'goes-on' | 'over',
  sample: Observation | undefined,
  sighting: { cluster: string; environment?: string; observedAt: string },
): Observation {
  const { cluster, environment, observedAt } = sighting;
  return {
    type: 'change',
    kind: run.event,
    instance: cluster,
    key: run.key,
    title: titleOf(run),
    // As of each of them alone; what comes and goes all the time is no reason to look.
    severity: run.deleted === run.count ? 'warning' : 'info',
    observedAt,
    sequence: run.count,
    cluster,
    subjects: run.subjects,
    start: run.firstAt,
    evidence: [
      { label: 'Changes', text: `${run.count}, ${paceOf(run)}` },
      { label: 'First', text: run.firstAt },
      { label: 'Last', text: run.lastAt },
      { label: 'Ignore it with', text: ignoreRuleOf(run) },
    ],
    ...(state === 'over'
      ? { end: { at: run.lastAt, status: 'succeeded' as const } }
      : {}),
    ...(run.namespace ? { namespace: run.namespace } : {}),
    ...(environment ? { environment } : {}),
    ...(sample?.actor ? { actor: sample.actor } : {}),
    ...(sample?.before === undefined ? {} : { before: sample.before }),
    ...(sample?.after === undefined ? {} : { after: sample.after }),
  };
}

export function perMinute({ count, firstAt, lastAt }: NoisyRun): number {
  const minutes = (Date.parse(lastAt) - Date.parse(firstAt)) / 60_000;
  return Math.round((count / Math.max(minutes, 1 / 60)) * 10) / 10;
}

/** A rule for the configuration that would ignore a run's changes. JSON's texts are YAML's too. */
export function ignoreRuleOf(run: NoisyRun): string {
  const text = (value: string) => JSON.stringify(value);
  const names = run.members.length === 1 ? run.members : [commonName(run)];
  return [
    'changes:',
    '  kubernetes:',
    '    ignore:',
    `      - reason: ${text(
      `rewritten ${paceOf(run)}${run.manager ? ` by ${run.manager}` : ''}`,
    )}`,
    `        kind: ${run.kind}`,
    ...(run.namespace ? [`        namespace: ${text(run.namespace)}`] : []),
    ...names.map(name => `        name: ${text(name)}`),
  ].join('\n');
}

/** The name with what programs number or generate left open: `state-3` and `state-4` are `state-*`. */
export function memberOf(name: string): string {
  return name
    .replace(/\d+/g, '*')
    .replace(/-(?=[a-z*]*\*)[a-z*]{5,}$/, '-*')
    .replace(/\*+/g, '*');
}

export function startOf(observation: Observation): string {
  return observation.start ?? observation.observedAt;
}

/** What a change happened to; undefined where it is no object of a cluster. */
export function kindAndName({
  subjects,
}: Observation): { kind: string; name: string } | undefined {
  const [subject] = subjects;
  return subject?.startsWith('kubernetes:')
    ? parseKubernetesSubject(subject)
    : undefined;
}

function titleOf(run: NoisyRun): string {
  const { kind, members } = run;
  const done = doneOf(run);
  const [name] = members;
  if (members.length === 1) {
    return `${kind}${name.includes('*') ? 's' : ''} ${name} ${done}`;
  }
  const names = members.slice(0, NAMES_TOLD).join(', ');
  const more = members.length > NAMES_TOLD ? ', …' : '';
  return `${members.length} ${kind}s (${names}${more}) ${done}`.slice(0, 300);
}

/** Who deletes, the object does not say. */
function doneOf(run: NoisyRun): string {
  const { count, created = 0, deleted = 0, manager } = run;
  const written = [
    timesOf('created', created),
    timesOf('changed', count - created - deleted),
  ].filter(Boolean);
  const by = manager && written.length > 0 ? ` by ${manager}` : '';
  const gone = timesOf('deleted', deleted);
  return [`${written.join(' and ')}${by}`, gone].filter(Boolean).join(', ');
}

function timesOf(done: string, count: number): string {
  if (count === 0) return '';
  return count === 1
    ? `${done} once`
    : `${done} ${count.toLocaleString('en-US')} times`;
}

function paceOf(run: NoisyRun): string {
  const pace = perMinute(run);
  return pace >= 90
    ? `${Math.round(pace / 60)} times a second`
    : `${pace} times a minute`;
}

/** What the names of several have in common; all of them, where nothing is. */
function commonName({ members }: NoisyRun): string {
  let common = members[0];
  for (const member of members) {
    while (!member.startsWith(common)) common = common.slice(0, -1);
  }
  return `${common.replace(/\*.*$/, '')}*`;
}

function limited(
  known: string[],
  added: readonly string[],
  limit: number,
): string[] {
  const fresh = added.filter(item => !known.includes(item));
  return fresh.length === 0 || known.length >= limit
    ? known
    : [...known, ...fresh].slice(0, limit);
}

function earlier(a: string, b: string): string {
  return Date.parse(a) <= Date.parse(b) ? a : b;
}

function later(a: string, b: string): string {
  return Date.parse(a) >= Date.parse(b) ? a : b;
}
