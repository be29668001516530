import type { CodeComparison } from '@ripplehq/backstage-plugin-changes-common';
import type { GithubCommit } from '../client/schema';

export type Person = CodeComparison['authors'][number];

const NAME_MAX_CHARS = 200;
/** As `git interpret-trailers` reads them; GitHub writes them for squashed pull requests. */
const CO_AUTHOR =
  /^co-authored-by:[ \t]*([^<>\n]{1,200}?)[ \t]*<([^<>\s]{1,320})>[ \t]*$/gim;
/** The address that GitHub gives those who hide theirs holds the login. */
const NOREPLY = /^(?:\d+\+)?([a-z\d][a-z\d-]*(?:\[bot\])?)@users\.noreply\./i;

/** Who wrote a commit, by name where Git knows one, with the GitHub login. */
export function authorOf(commit: GithubCommit): Person {
  const login = commit.author?.login;
  return person(commit.commit.author?.name || login || 'unknown', login);
}

/** Whom a commit's message names as co-authors. Their addresses are not kept. */
export function coAuthorsOf(commit: GithubCommit): Person[] {
  return [...commit.commit.message.matchAll(CO_AUTHOR)].map(
    ([, name, address]) => person(name, NOREPLY.exec(address)?.[1]),
  );
}

/** A GitHub account, of which the login is all that is known. */
export function accountPerson(
  account: { login: string } | null | undefined,
): Person {
  return person(account?.login ?? 'ghost', account?.login);
}

/** Authors and co-authors, each once, those of the newest commits first. */
export function authorsOf(commits: readonly GithubCommit[]): Person[] {
  const authors = new Map<string, Person>();
  for (const commit of commits) {
    for (const one of [authorOf(commit), ...coAuthorsOf(commit)]) {
      const known = [...authors.values()].find(
        other =>
          (one.login && one.login === other.login) || one.name === other.name,
      );
      if (!known) authors.set(one.login ?? one.name, one);
    }
  }
  return [...authors.values()];
}

function person(name: string, login: string | undefined): Person {
  return { name: name.slice(0, NAME_MAX_CHARS), ...(login && { login }) };
}
