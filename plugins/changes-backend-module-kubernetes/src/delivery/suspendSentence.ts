import type { FieldChange } from '@ripplehq/backstage-plugin-changes-common';

/** That a tool was told to leave alone what it looks after, or to look after it again. */
export function suspendSentence(changes: FieldChange[]): string | undefined {
  const change = changes.find(({ path }) => path === 'spec.suspend');
  if (!change) return undefined;
  return change.after === true ? 'suspended' : 'resumed';
}
