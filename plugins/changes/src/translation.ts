import { createTranslationRef } from '@backstage/core-plugin-api/alpha';
import { cardMessages } from './messages/card';
import { changesMessages } from './messages/changes';
import { explorerMessages } from './messages/explorer';
import { healthMessages } from './messages/health';
import { kitMessages } from './messages/kit';
import { sourcesMessages } from './messages/sources';

/**
 * All text of the screens, for translating and rewording.
 * @alpha
 */
export const changesTranslationRef = createTranslationRef({
  id: 'changes',
  messages: {
    ...kitMessages,
    ...changesMessages,
    health: healthMessages,
    card: cardMessages,
    explorer: explorerMessages,
    sources: sourcesMessages,
  },
});
