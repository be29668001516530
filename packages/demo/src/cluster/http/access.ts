import type { ResourceKind } from '../kinds.ts';
import type { Address } from './address.ts';
import type { Refusal } from './answer.ts';

/** Who may use an API server. */
export interface ApiUser {
  name: string;
  /** The bearer token that is asked for; without one, everybody is this user. */
  token?: string;
  mayWrite: boolean;
  /** Resources, e.g. `configmaps`, that the user may not read. */
  forbidden: ReadonlySet<string>;
}

const UNAUTHORIZED: Refusal = [401, 'Unauthorized', 'Unauthorized'];

/** Who asks, by the header `Authorization`. */
export function userOf(
  users: readonly ApiUser[],
  authorization: string | undefined,
): ApiUser | Refusal {
  return (
    users.find(
      ({ token }) => token === undefined || authorization === `Bearer ${token}`,
    ) ?? UNAUTHORIZED
  );
}

/** Why a user may not do something; undefined where that is allowed. */
export function refusalFor(
  user: ApiUser,
  verb: string,
  { kind, namespace, subresource }: Address,
): Refusal | undefined {
  const isRead = /^(get|list|watch)$/.test(verb);
  const isAllowed = isRead ? !user.forbidden.has(kind.resource) : user.mayWrite;
  if (isAllowed) return undefined;
  const scope = namespace
    ? `in the namespace "${namespace}"`
    : 'at the cluster scope';
  const part = subresource ? `/${subresource}` : '';
  return [
    403,
    'Forbidden',
    `${qualified(kind)} is forbidden: User "${
      user.name
    }" cannot ${verb} resource "${kind.resource}${part}" in API group "${
      kind.group
    }" ${scope}`,
  ];
}

function qualified({ group, resource }: ResourceKind): string {
  return group === '' ? resource : `${resource}.${group}`;
}
