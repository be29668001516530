import type { Actor } from '@ripplehq/backstage-plugin-changes-common';
import { viaOf } from '../interpret/actor';
import { programOf, wordFor, type Program } from '../interpret/program';
import type { AuditEvent } from './auditEvent';
import { shortNameOf, userOf, type User } from './user';

const NAME_MAX_CHARS = 200;
const CLIENT_MAX_CHARS = 300;
const REASON_MAX_CHARS = 300;
const GROUPS_MAX = 20;
/** What everybody is in says nothing. */
const EVERYBODYS_GROUPS = /^system:(un)?authenticated$/;

/** Why nobody knows whether it was a person who ran kubectl. */
const UNCLEAR = {
  nobody: () => 'The audit log names nobody',
  shared: (username: string) =>
    `${username} is not one person's: people and pipelines may have its credentials`,
  'service-account': () =>
    "A service account's token may be a pipeline's or in a person's hand",
};

/**
 * Whom to name for a write, by the user that the API server let in. Whoever was impersonated is the one that the write was allowed to,
 * and behind a proxy the only person there is; the impersonator stands beside. A controller is named by its program, where it shares a
 * person's credentials.
 * @param pipelines - patterns of users that are pipelines
 */
export function actorOfWrite(
  event: AuditEvent,
  manager: string,
  pipelines: readonly RegExp[],
): Actor {
  const real = event.user?.username ?? '';
  const isImpersonated = Boolean(event.impersonatedUser?.username);
  const said = isImpersonated ? event.impersonatedUser : event.user;
  const username = said?.username ?? '';
  const user = userOf(username, pipelines);
  const program = programOf(manager);
  const kind = kindOf(user, program);
  const isProgram =
    kind === 'controller' && user !== 'cluster' && user !== 'service-account';
  const via = [
    viaOf(manager || 'unknown', event.objectRef?.subresource),
    ...(isProgram ? [`as ${username}`] : []),
    ...(isImpersonated && real ? [`impersonated by ${real}`] : []),
  ].join(', ');
  const groups = (said?.groups ?? [])
    .filter(group => !EVERYBODYS_GROUPS.test(group))
    .slice(0, GROUPS_MAX)
    .map(group => group.slice(0, NAME_MAX_CHARS));
  const name = isProgram ? manager : shortNameOf(username) || 'unknown';
  return {
    name: name.slice(0, NAME_MAX_CHARS),
    kind,
    ...(name === username || isProgram || username === ''
      ? {}
      : { user: username.slice(0, NAME_MAX_CHARS) }),
    via: via.slice(0, NAME_MAX_CHARS),
    ...(groups.length > 0 ? { groups } : {}),
    ...(event.userAgent
      ? { client: event.userAgent.slice(0, CLIENT_MAX_CHARS) }
      : {}),
    ...originOf(user, program, username, manager),
  };
}

function kindOf(user: User, program: Program): Actor['kind'] {
  if (user === 'nobody') return 'unknown';
  if (user === 'cluster' || program === 'controller') return 'controller';
  if (user === 'automation') return 'bot';
  if (user !== 'service-account') return 'user';
  // A program of the cluster's own, unless it delivers or runs commands.
  return program === 'unknown' ? 'controller' : 'bot';
}

/** By hand is what a person did with kubectl or with what only people work with. */
function originOf(
  user: User,
  program: Program,
  username: string,
  manager: string,
): Pick<Actor, 'byHand' | 'originUnknown' | 'originReason'> {
  const isUnclear = (originReason: string) => ({
    originUnknown: true as const,
    originReason: originReason.slice(0, REASON_MAX_CHARS),
  });
  if (program === 'delivery' || program === 'controller') return {};
  switch (user) {
    case 'person':
      return program === 'unknown'
        ? isUnclear(
            `The audit log names ${username}; nothing is known of the program ${wordFor(
              manager,
            )}`,
          )
        : byHand(`The API server let ${username} in, with ${wordFor(manager)}`);
    case 'shared':
    case 'nobody':
    case 'service-account':
      if (program === 'interactive') {
        return byHand(`Only a person works with ${wordFor(manager)}`);
      }
      // An operator's, which nobody types.
      if (user === 'service-account' && program === 'unknown') return {};
      return isUnclear(UNCLEAR[user](username));
    default:
      return {};
  }
}

function byHand(reason: string): Pick<Actor, 'byHand' | 'originReason'> {
  return { byHand: true, originReason: reason.slice(0, REASON_MAX_CHARS) };
}
