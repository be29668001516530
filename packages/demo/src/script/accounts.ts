import type { Account } from '../github/index.ts';
import {
  type PersonRow,
  type WorldDescription,
  emailOf,
} from '../world/index.ts';

/** Keeps dependencies fresh. */
export const RENOVATE: Account = {
  login: 'renovate[bot]',
  id: 29_139_614,
  type: 'Bot',
  name: 'renovate[bot]',
  email: '29139614+renovate[bot]@users.noreply.github.com',
};

/** A person's account at GitHub. Throws where the person has none. */
export function accountOf(world: WorldDescription, name: string): Account {
  const person = world.people.find(
    candidate => candidate.name === name || candidate.title === name,
  );
  if (!person?.github) throw new Error(`${name} has no account at GitHub`);
  return accountFrom(person, person.github);
}

/** Who may write code for a team: its own people, else somebody. */
export function developersOf(world: WorldDescription, team: string): Account[] {
  const all = world.people.flatMap(person =>
    person.github ? [{ person, github: person.github }] : [],
  );
  const own = all.filter(({ person }) => person.team === team);
  return (own.length > 0 ? own : all).map(({ person, github }) =>
    accountFrom(person, github),
  );
}

/** Who reads what somebody of a team wrote: a colleague, else somebody of another team. */
export function reviewerOf(
  world: WorldDescription,
  team: string,
  author: Account,
): Account {
  const everybody = world.people.flatMap(person =>
    person.github
      ? [{ team: person.team, account: accountFrom(person, person.github) }]
      : [],
  );
  const others = everybody.filter(
    ({ account }) => account.login !== author.login,
  );
  const found = others.find(other => other.team === team) ?? others[0];
  return found.account;
}

function accountFrom(
  person: PersonRow,
  github: NonNullable<PersonRow['github']>,
): Account {
  return {
    ...github,
    type: 'User',
    name: person.title,
    email: emailOf(person),
  };
}
