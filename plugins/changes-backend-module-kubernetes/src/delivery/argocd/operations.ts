import type { JsonObject } from '@backstage/types';
import type { Actor } from '@ripplehq/backstage-plugin-changes-common';
import { later } from '../../interpret/Sighting';
import type { KnownDelivered } from '../delivered';
import type { Operation, Places } from '../Operation';
import { commitLink, revisionWord } from '../revision';
import { argoThread, argoTrackingThread, type ResourceName } from '../threads';
import { workloadSubjects } from '../workloadKinds';
import type {
  ApplicationStatus,
  HistoryEntry,
  Initiator,
  OperationState,
  Source,
} from './Application';
import { destinationOf } from './destination';

const TEXT_MAX_CHARS = 2_000;
const NAME_MAX_CHARS = 200;
/** What an application is once a sync has had its effect. */
const SETTLED = new Set(['Healthy', 'Degraded', 'Suspended', 'Missing']);

/** What was deployed before an operation. */
type Before = Pick<HistoryEntry, 'revisions' | 'sources'> | undefined;

/**
 * The syncs that an Application's status tells of: those that its history holds, and the one under way or done last.
 * @param known - what was told of them and what is already known to have become of them, by their keys
 */
export function argoOperations(
  name: string,
  app: ApplicationStatus,
  places: Places,
  known?: Pick<KnownDelivered, 'told' | 'outcomes'>,
): Operation[] {
  const { current, history } = app;
  const currentKey = current && syncKey(current.startedAt);
  const past = history
    .map((entry, index) => {
      const isTold = known?.told[historyKey(entry)] !== undefined;
      // What was told is not told again: what it was tied to need not be worked out.
      const resources = isTold ? [] : app.resources;
      return pastSync(
        name,
        { ...app, resources },
        entry,
        history[index - 1],
        places,
      );
    })
    // The operation's own state tells more.
    .filter(({ key }) => key !== currentKey);
  return current && !current.isDryRun
    ? [
        ...past,
        currentSync(name, app, current, places, known?.outcomes[currentKey!]),
      ]
    : past;
}

function pastSync(
  name: string,
  app: ApplicationStatus,
  entry: HistoryEntry,
  previous: Before,
  places: Places,
): Operation {
  const start = entry.startedAt ?? entry.deployedAt;
  return {
    key: historyKey(entry),
    kind: 'deployment',
    title: `Argo CD synced ${name}${toRevisions(entry.revisions)}`,
    severity: 'info',
    start,
    end: { at: later(entry.deployedAt, start), status: 'succeeded' },
    actor: actorOf(entry.initiator),
    ...deployed(entry, previous),
    evidence: evidenceOf(app, entry, [['Outcome', 'Succeeded']]),
    links: linksOf(entry),
    ...ties(app, app.resources, app.resources, places),
    isPast: true,
  };
}

function currentSync(
  name: string,
  app: ApplicationStatus,
  state: OperationState,
  places: Places,
  known: string | undefined,
): Operation {
  const { startedAt, finishedAt, phase } = state;
  const previous = app.history.findLast(
    entry =>
      Date.parse(entry.startedAt ?? entry.deployedAt) < Date.parse(startedAt),
  );
  const isFailed = phase === 'Failed' || phase === 'Error';
  const isOver = isFailed || phase === 'Succeeded';
  const isRollback = isReturn(app, state);
  const outcome = known ?? (isOver ? settled(app, finishedAt) : undefined);
  const changed = state.resources.filter(
    ({ message }) => !/\bunchanged$/.test(message ?? ''),
  );
  return {
    key: syncKey(startedAt),
    kind: isRollback ? 'rollback' : 'deployment',
    title: titleOf(name, state, { isOver, isFailed, isRollback }),
    severity: severityOf(isFailed, outcome),
    start: startedAt,
    ...(isOver
      ? {
          end: {
            at: later(finishedAt ?? startedAt, startedAt),
            status: isFailed ? ('failed' as const) : ('succeeded' as const),
          },
        }
      : {}),
    actor: actorOf(state.initiator),
    ...deployed(state, previous),
    evidence: evidenceOf(app, state, [
      ['Outcome', isOver ? phase : undefined],
      ['Message', state.message],
      ['Not synced', failuresOf(state)],
      ['Retries', state.retries > 0 ? String(state.retries) : undefined],
      ['Health afterwards', outcome],
    ]),
    links: linksOf(state),
    ...ties(app, state.resources, changed, places),
    ...(outcome ? { outcome } : {}),
  };
}

function titleOf(
  name: string,
  state: OperationState,
  is: { isOver: boolean; isFailed: boolean; isRollback: boolean },
): string {
  const to = toRevisions(state.revisions);
  const what =
    state.chosen > 0
      ? `${state.chosen} resource${state.chosen === 1 ? '' : 's'} of ${name}`
      : name;
  if (is.isFailed) {
    return is.isRollback
      ? `Argo CD failed to roll ${what} back${to}`
      : `Argo CD failed to sync ${what}${to}`;
  }
  if (is.isRollback) {
    return `Argo CD ${is.isOver ? 'rolled' : 'rolls'} ${what} back${to}`;
  }
  if (state.isSelfHeal) {
    return `Argo CD ${
      is.isOver ? 'undid' : 'undoes'
    } what was changed of ${what} in the cluster`;
  }
  return `Argo CD ${is.isOver ? 'synced' : 'syncs'} ${what}${to}`;
}

function toRevisions(revisions: readonly string[]): string {
  const [first, ...others] = revisions.map(revisionWord);
  if (first === undefined) return '';
  if (others.length === 0) return ` to ${first}`;
  return others.length === 1
    ? ` to ${first} and ${others[0]}`
    : ` to ${first} and ${others.length} more`;
}

// A rollback brings the source that was deployed then along; a sync takes that of the application.
function isReturn(app: ApplicationStatus, state: OperationState): boolean {
  const wanted = state.revisions.join();
  return (
    state.hasOwnSource &&
    app.history
      .filter(({ startedAt }) => startedAt !== state.startedAt)
      .slice(0, -1)
      .some(({ revisions }) => revisions.join() === wanted)
  );
}

// Health that was looked at before the end is that of what was there before.
function settled(
  { health, reconciledAt }: ApplicationStatus,
  finishedAt: string | undefined,
): string | undefined {
  return health !== undefined &&
    SETTLED.has(health) &&
    Date.parse(reconciledAt ?? '') >= Date.parse(finishedAt ?? '')
    ? health
    : undefined;
}

function severityOf(
  isFailed: boolean,
  outcome: string | undefined,
): Operation['severity'] {
  if (isFailed) return 'error';
  return outcome === 'Degraded' || outcome === 'Missing' ? 'warning' : 'info';
}

function actorOf({ username, isAutomated }: Initiator): Actor {
  return username
    ? {
        name: username.slice(0, NAME_MAX_CHARS),
        kind: 'user',
        via: 'Argo CD',
      }
    : {
        name: isAutomated ? 'Argo CD auto-sync' : 'Argo CD',
        kind: 'bot',
        via: 'Argo CD',
      };
}

function failuresOf({ resources }: OperationState): string | undefined {
  const failed = resources.filter(({ status }) => status === 'SyncFailed');
  return failed.length === 0
    ? undefined
    : failed
        .map(({ kind, name, message }) => `${kind} ${name}: ${message ?? ''}`)
        .join('\n');
}

function evidenceOf(
  { destination, applicationSet }: ApplicationStatus,
  { revisions, sources }: Pick<HistoryEntry, 'revisions' | 'sources'>,
  facts: [label: string, text: string | undefined][],
): Operation['evidence'] {
  const place = destination.name ?? destination.server;
  const all: [string, string | undefined][] = [
    [
      'Revision',
      revisions.map((it, at) => sourceWord(it, sources[at])).join('\n'),
    ],
    ['Destination', place && `${place}/${destination.namespace ?? ''}`],
    ['ApplicationSet', applicationSet],
    ...facts,
  ];
  return all.flatMap(([label, text]) =>
    text ? [{ label, text: text.slice(0, TEXT_MAX_CHARS) }] : [],
  );
}

function sourceWord(revision: string, source: Source | undefined): string {
  const from = source?.chart ?? source?.path;
  return from ? `${revision} (${from})` : revision;
}

function deployed(
  after: Pick<HistoryEntry, 'revisions' | 'sources'>,
  before: Before,
): Pick<Operation, 'before' | 'after'> {
  return {
    ...(before ? { before: contentOf(before) } : {}),
    after: contentOf(after),
  };
}

// By name, so that sources that are added do not seem to change those that follow.
function contentOf({
  revisions,
  sources,
}: Pick<HistoryEntry, 'revisions' | 'sources'>): JsonObject {
  const all = revisions.map((revision, index) => {
    const { repoUrl, name: _, ...source } = sources[index] ?? {};
    return {
      key: keyOfSource(sources[index], index),
      content: defined({
        repository: repoUrl && withoutUser(repoUrl),
        ...source,
        revision,
      }),
    };
  });
  return all.length === 1
    ? all[0].content
    : { sources: Object.fromEntries(all.map(it => [it.key, it.content])) };
}

function keyOfSource(source: Source | undefined, index: number): string {
  return source?.name ?? source?.chart ?? source?.path ?? `source ${index + 1}`;
}

function linksOf({
  revisions,
  sources,
}: Pick<HistoryEntry, 'revisions' | 'sources'>): Operation['links'] {
  const links = revisions.flatMap(
    (revision, index) => commitLink(sources[index]?.repoUrl, revision) ?? [],
  );
  return links.slice(0, 20);
}

function ties(
  app: ApplicationStatus,
  resources: readonly ResourceName[],
  changed: readonly ResourceName[],
  places: Places,
): Pick<Operation, 'subjects' | 'threads'> {
  const cluster = destinationOf(app.destination, places);
  return {
    subjects: cluster === undefined ? [] : workloadSubjects(cluster, changed),
    threads: [
      ...new Set(
        resources.map(resource =>
          cluster === undefined
            ? argoTrackingThread(app.instance, resource)
            : argoThread(cluster, resource),
        ),
      ),
    ],
  };
}

// Argo CD has kept the start only since version 1.8.
function historyKey({ startedAt, id }: HistoryEntry): string {
  return startedAt ? syncKey(startedAt) : `history/${id}`;
}

function syncKey(startedAt: string): string {
  return `sync/${startedAt}`;
}

function withoutUser(repoUrl: string): string {
  return repoUrl.replace(/^([a-z+]+:\/\/)[^@/]*@/, '$1');
}

function defined(object: Record<string, string | undefined>): JsonObject {
  return Object.fromEntries(
    Object.entries(object).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
}
