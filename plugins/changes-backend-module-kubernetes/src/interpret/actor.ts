import type { Actor } from '@ripplehq/backstage-plugin-changes-common';
import type { Author } from './author';
import { programOf, wordFor, type Program } from './program';

const KINDS: Record<Program, Actor['kind']> = {
  delivery: 'bot',
  controller: 'controller',
  interactive: 'unknown',
  kubectl: 'unknown',
  unknown: 'unknown',
};

/** Whom to name for a change, by the manager that managedFields tell of. */
export function actorOf({ manager, subresource }: Author): Actor {
  const name = manager.slice(0, 200);
  const program = programOf(manager);
  return {
    name,
    kind: KINDS[program],
    via: viaOf(manager, subresource),
    ...originOf(program, manager),
  };
}

/** How a change was made: the program, and what of the object it wrote to where that is not the object itself. */
export function viaOf(manager: string, subresource?: string): string {
  return `${manager}${subresource ? ` (${subresource})` : ''}`.slice(0, 200);
}

/** Whether a change may have been made with commands that people type, scripts or not. */
export function isTyped({ manager }: Author): boolean {
  return ['interactive', 'kubectl'].includes(programOf(manager));
}

/**
 * By hand is what only a person can have done. What a script may have done as well, and what comes from a program that nobody knows, has
 * an origin that is not known.
 */
function originOf(
  program: Program,
  manager: string,
): Pick<Actor, 'byHand' | 'originUnknown' | 'originReason'> {
  switch (program) {
    case 'interactive':
      return {
        byHand: true,
        originReason: `Only a person works with ${wordFor(manager)}`,
      };
    case 'kubectl':
      return {
        originUnknown: true,
        originReason:
          "kubectl does not say whether a person or a script ran it; the API server's audit log would",
      };
    case 'unknown':
      return {
        originUnknown: true,
        originReason: `Nothing is known of the program ${wordFor(manager)}`,
      };
    default:
      return {};
  }
}
