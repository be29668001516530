import type { GithubFailure } from '../client/GithubFailure';
import { slug, type Repository } from '../repository/Repository';
import type { Clue } from '../rules/Clue';
import type { Container } from '../workload/Workload';

/** A clue that the repository confirmed. */
export interface Confirmed {
  clue: Clue;
  /** A tag's name or a full commit id. */
  ref: string;
  id: string;
}

/** Why one repository did not give the commits. */
export type Attempt =
  | { state: 'no-clue'; repository: Repository; container?: Container }
  | { state: 'unmoved'; clue: Clue }
  | { state: 'stranger'; repository: Repository; clue: Clue }
  | { state: 'unconfirmed'; repository: Repository; clues: readonly Clue[] }
  | { state: 'same'; repository: Repository; head: Confirmed }
  | { state: 'failed'; failure: GithubFailure };

const REMEDY =
  'write the commit on the workload as annotation org.opencontainers.image.revision';

/** How the commits were found: "image tag v2.14.1 is a tag of acme/rest-api". */
export function howFound(
  repository: Repository,
  head: Confirmed,
  options: { isBaseMissing: boolean },
): string {
  const { clue } = head;
  const end = options.isBaseMissing
    ? '; the version before is not known there'
    : '';
  return `${clue.where} is ${what(head)} of ${slug(repository)}${end}`;
}

function what({ clue, ref }: Confirmed): string {
  if (clue.kind === 'commit') return 'a commit';
  return clue.value === ref ? 'a tag' : `tag ${ref}`;
}

/** The most telling of the reasons, with what would help. */
export function whyUnknown(attempts: readonly Attempt[]): string {
  const [most] = [...attempts].sort((a, b) => order(a) - order(b));
  switch (most?.state) {
    case 'same':
      return `The code is the same before and after: ${
        most.head.clue.where
      } is still commit ${most.head.id.slice(0, 7)} of ${slug(
        most.repository,
      )}.`;
    case 'unconfirmed':
      return `${slug(most.repository)} has ${most.clues
        .map(missing)
        .join(' and ')}. Push the tag, or ${REMEDY}.`;
    case 'failed':
      return `${most.failure.message}.`;
    case 'unmoved':
      return `The version did not change: ${most.clue.where} stayed.`;
    case 'stranger':
      return `Nothing ties ${most.clue.where} to ${slug(
        most.repository,
      )}: the image is not called like it. If it is built from there, ${REMEDY}.`;
    case 'no-clue':
      return most.container
        ? `Image ${most.container.image} names no version or commit; ${REMEDY}.`
        : `None of the containers is called like ${slug(
            most.repository,
          )}, so it is not clear which one runs its code; ${REMEDY}.`;
    default:
      return 'No repository is known for this workload.';
  }
}

function order(attempt: Attempt): number {
  return [
    'same',
    'unconfirmed',
    'failed',
    'unmoved',
    'stranger',
    'no-clue',
  ].indexOf(attempt.state);
}

function missing(clue: Clue): string {
  return clue.kind === 'commit'
    ? `no commit ${clue.value.slice(0, 12)}`
    : `no tag for ${clue.value}`;
}
