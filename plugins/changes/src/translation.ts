import { createTranslationRef } from '@backstage/core-plugin-api/alpha';
import { kitMessages } from './messages/kit';

/**
 * All text of the screens, for translating and rewording.
 * @alpha
 */
export const changesTranslationRef = createTranslationRef({
  id: 'changes',
  messages: { ...kitMessages },
});
