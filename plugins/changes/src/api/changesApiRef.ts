import { createApiRef } from '@backstage/core-plugin-api';
import type { ChangesApi } from '@ripplehq/backstage-plugin-changes-common';

/**
 * Ripple's HTTP API for components.
 * @public
 */
export const changesApiRef = createApiRef<ChangesApi>({ id: 'plugin.changes' });
