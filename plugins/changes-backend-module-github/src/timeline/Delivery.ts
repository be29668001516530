import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import { formatSubject } from '@ripplehq/backstage-plugin-changes-common';
import { maskText } from '../comparison/mask';
import type { Account, Repository } from './payload';

const TITLE_MAX_CHARS = 300;

/** What all of a repository's observations need to know. */
export interface DeliveryContext {
  /** The integration's host, which is the instance. */
  host: string;
  repository: Repository;
}

type Fields = Pick<Observation, 'kind' | 'title' | 'observedAt'> &
  Partial<Observation>;

/** A change of a repository; `key` is made its own among those of all repositories of the host. */
export function repositoryChange(
  { host, repository }: DeliveryContext,
  key: string,
  fields: Fields,
): Observation {
  return {
    type: 'change',
    severity: 'info',
    ...fields,
    instance: host,
    // A renamed or transferred repository keeps its id.
    key: `${repository.id}/${key}`,
    title: maskText(fields.title, TITLE_MAX_CHARS),
    subjects: [repositorySubject(host, repository.full_name)],
  };
}

/** `github:github.com/acme/rest-api`; in lower case, since GitHub takes no note of case. */
export function repositorySubject(host: string, fullName: string): string {
  return formatSubject({
    source: 'github',
    parts: [host, ...fullName.split('/')].map(part => part.toLowerCase()),
  });
}

/** The name without its owner, as people say it. */
export function shortName({ full_name: fullName }: Repository): string {
  return fullName.slice(fullName.indexOf('/') + 1);
}

/** Undefined where GitHub names nobody. */
export function actorOf(account: Account): Observation['actor'] {
  if (!account) return undefined;
  const isBot = account.type === 'Bot' || account.login.endsWith('[bot]');
  return { name: account.login, kind: isBot ? 'bot' : 'user' };
}

/** In UTC, from text or epoch milliseconds; GitHub writes some times with the offset of whoever made the commit. */
export function utc(time: string | number): string {
  return new Date(time).toISOString();
}
