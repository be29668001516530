import type { Actor } from '@ripplehq/backstage-plugin-changes-common';
import { actorOf } from '../interpret/actor';
import type { AuditEvent } from './auditEvent';

const NAME_MAX_CHARS = 200;
const CLIENT_MAX_CHARS = 300;
const GROUPS_MAX = 20;
/** What everybody is in says nothing. */
const EVERYBODYS_GROUPS = /^system:(un)?authenticated$/;

/**
 * Whom to name for a write, by the user that the API server let in. Whoever was impersonated is the one that the write was allowed to,
 * and behind a proxy the only person there is; the impersonator stands beside. A controller is named by its program, where it shares a
 * person's credentials.
 */
export function actorOfWrite(event: AuditEvent, manager: string): Actor {
  const real = event.user?.username ?? '';
  const isImpersonated = Boolean(event.impersonatedUser?.username);
  const user = isImpersonated ? event.impersonatedUser : event.user;
  const username = user?.username || 'unknown';
  const program = actorOf({
    manager: manager || 'unknown',
    operation: event.verb === 'patch' ? undefined : 'Update',
    subresource: event.objectRef?.subresource,
  });
  const kind = kindOfUser(username, program.kind);
  const isProgram = kind === 'controller' && !username.startsWith('system:');
  const via = [
    program.via,
    ...(isProgram ? [`as ${username}`] : []),
    ...(isImpersonated && real ? [`impersonated by ${real}`] : []),
  ].join(', ');
  const groups = (user?.groups ?? [])
    .filter(group => !EVERYBODYS_GROUPS.test(group))
    .slice(0, GROUPS_MAX)
    .map(group => group.slice(0, NAME_MAX_CHARS));
  return {
    name: (isProgram ? program.name : username).slice(0, NAME_MAX_CHARS),
    kind,
    via: via.slice(0, NAME_MAX_CHARS),
    ...(groups.length > 0 ? { groups } : {}),
    ...(event.userAgent
      ? { client: event.userAgent.slice(0, CLIENT_MAX_CHARS) }
      : {}),
    ...(kind === 'user' && program.kind === 'unknown'
      ? { byHand: true as const }
      : {}),
  };
}

function kindOfUser(username: string, program: Actor['kind']): Actor['kind'] {
  if (username === 'unknown' || username === 'system:anonymous') {
    return 'unknown';
  }
  if (username.startsWith('system:serviceaccount:')) {
    // A service account is a program's; which sort of program, its manager says.
    return program === 'unknown' ? 'bot' : program;
  }
  if (/^system:(node:|kube-|apiserver|cloud-)/.test(username)) {
    return 'controller';
  }
  return program === 'controller' ? 'controller' : 'user';
}
