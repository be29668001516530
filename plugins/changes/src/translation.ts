import { createTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesMessages } from './messages/changes';
import { healthMessages } from './messages/health';
import { kitMessages } from './messages/kit';

/**
 * All text of the screens, for translating and rewording.
 * @alpha
 */
export const changesTranslationRef = createTranslationRef({
  id: 'changes',
  messages: { ...kitMessages, ...changesMessages, health: healthMessages },
});
