import {
  type Actor,
  type Observation,
  type SubjectRow,
  formatSubject,
} from '@ripplehq/backstage-plugin-changes-common';
import { TITLE_MAX_CHARS } from '@ripplehq/backstage-plugin-changes-common/schema';
import type { WebhookReading } from '@ripplehq/backstage-plugin-changes-node';
import { understand } from '../payload/understand';
import { oneLine } from '../text/oneLine';
import { parseTime } from '../time/parseTime';
import { type Entry, entry as entrySchema } from './payload';
import { type Resource, resourceOf } from './resource';
import { flagChangeOf, wordsOf } from './words';

const PART_MAX_CHARS = 100;
const NAME_MAX_CHARS = 200;
const LABEL_MAX_CHARS = 63;
const TAGS_MAX = 30;
const PROJECT_LABEL = 'launchdarkly.com/project';
const TAG_LABEL = 'launchdarkly.com/tag.';

/** By the kind of what was changed; all else is configuration. */
const EVENT_KINDS: ReadonlyMap<string, string> = new Map([
  ['flag', 'flag'],
  ['segment', 'flag'],
  ['member', 'access'],
  ['team', 'access'],
  ['role', 'access'],
  ['token', 'access'],
  ['service-token', 'access'],
]);

/** Which account, and how its changes are to be told. */
export interface Account {
  instance: string;
  environment?: string;
  /** Ripple's names of environments by LaunchDarkly's keys. */
  environments: ReadonlyMap<string, string>;
  /** Where people open LaunchDarkly. */
  baseUrl: string;
}

/**
 * What an entry of the audit log says: one change, over as it happens. Entries come in any order, and more than once.
 *
 * @throws InputError that names the field which cannot be understood
 */
export function toObservations(
  body: unknown,
  receivedAt: string,
  account: Account,
): WebhookReading {
  const entry = understand(entrySchema, body);
  const resource = resourceOf(entry);
  const at =
    parseTime(entry.date, receivedAt) ??
    parseTime(entry.timestamp?.milliseconds, receivedAt) ??
    receivedAt;
  const row = rowOf(entry, resource, account, at);
  return {
    observations: [changeOf(entry, resource, account, row.subject, at)],
    subjects: [row],
  };
}

function changeOf(
  entry: Entry,
  resource: Resource,
  account: Account,
  subject: string,
  at: string,
): Observation {
  const change =
    resource.kind === 'flag' ? flagChangeOf(entry, resource) : undefined;
  return {
    type: 'change',
    kind: EVENT_KINDS.get(resource.kind) ?? 'config',
    instance: account.instance,
    key: entry._id,
    title: oneLine(
      titleOf(entry, resource, change && wordsOf(change)),
      TITLE_MAX_CHARS,
    ),
    severity: 'info',
    observedAt: at,
    start: at,
    end: { at, status: 'succeeded' },
    environment: environmentOf(resource, account),
    actor: actorOf(entry),
    subjects: [subject],
    links: linksOf(entry, account),
    ...(change ? { before: change.before, after: change.after } : {}),
    evidence: [
      { label: 'Comment', text: entry.comment },
      {
        label: 'What was done',
        text: entry.shortDescription ?? entry.details ?? entry.description,
      },
      { label: 'Environment', text: resource.environment },
      {
        label: 'Actions',
        text: actionsOf(entry),
      },
    ].flatMap(({ label, text }) => (text ? [{ label, text }] : [])),
  };
}

/** `checkout-v2 turned on in production` */
function titleOf(
  entry: Entry,
  { kind, key, environment }: Resource,
  words: string | undefined,
): string {
  const name = key ?? entry.target?.name ?? entry.name ?? 'LaunchDarkly';
  const where = environment ? ` in ${environment}` : '';
  if (words) return `${name}: ${words}${where}`;
  const what = kind === 'flag' ? name : `${kind} ${name}`;
  return `${what}: ${verbOf(entry, kind)}${where}`;
}

/** LaunchDarkly's verb names the kind: `turned on the flag`, `updated rules of the flag`. */
function verbOf({ titleVerb, accesses }: Entry, kind: string): string {
  const verb = titleVerb?.replace(
    new RegExp(`( (of|for|from|to|in))? (the|a|an) ${escaped(kind)}$`, 'i'),
    '',
  );
  return verb ?? accesses?.[0]?.action ?? 'changed';
}

function actionsOf({ accesses }: Entry): string | undefined {
  const actions = new Set(accesses?.flatMap(({ action }) => action ?? []));
  return actions.size > 0 ? [...actions].join(', ') : undefined;
}

function environmentOf(
  { environment }: Resource,
  account: Account,
): string | undefined {
  const own =
    environment && (account.environments.get(environment) ?? environment);
  return (own ?? account.environment)?.slice(0, PART_MAX_CHARS);
}

/** Changes by a token, an app or the directory have no member. */
function actorOf({ member, token, app, subject }: Entry): Actor | undefined {
  const fullName = [member?.firstName, member?.lastName]
    .filter(Boolean)
    .join(' ')
    .slice(0, NAME_MAX_CHARS);
  const person = fullName || member?.email;
  const program = token?.name ?? app?.name;
  if (person) {
    return {
      name: person,
      kind: 'user',
      ...(program ? { via: program } : {}),
    };
  }
  const name = program ?? subject?.name;
  return name ? { name, kind: 'bot' } : undefined;
}

function linksOf(
  { _links }: Entry,
  { baseUrl }: Account,
): Observation['links'] {
  const href = _links?.site?.href;
  if (!href || !URL.canParse(href, baseUrl)) return [];
  const url = new URL(href, baseUrl);
  return url.origin === new URL(baseUrl).origin
    ? [{ title: 'LaunchDarkly', url: url.href }]
    : [];
}

function rowOf(
  entry: Entry,
  { project, kind, key, tags }: Resource,
  { instance }: Account,
  at: string,
): SubjectRow {
  const part = (text: string) => oneLine(text, PART_MAX_CHARS);
  const isFlag = kind === 'flag';
  const subject = formatSubject({
    source: 'launchdarkly',
    parts: [
      instance,
      ...(project ? [part(project)] : []),
      ...(isFlag ? [] : [part(kind)]),
      part(key ?? entry._id),
    ],
  });
  return {
    subject,
    kind: part(kind) || 'flag',
    name: key ?? entry.name ?? entry._id,
    labels: {
      ...(project ? { [PROJECT_LABEL]: part(project) } : {}),
      ...Object.fromEntries(
        tags
          .slice(0, TAGS_MAX)
          .map(tag => [`${TAG_LABEL}${oneLine(tag, LABEL_MAX_CHARS)}`, 'true']),
      ),
    },
    observedAt: at,
    ...(/^(deleted|removed)\b/i.test(entry.titleVerb ?? '')
      ? { goneAt: at }
      : {}),
  };
}

function escaped(text: string): string {
  return text.replace(/[^\w-]/g, '\\$&');
}
