import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { AuditReceiver } from './audit';
import type { ChangeSource, CodeProvider } from './source';
import type { WebhookReceiver } from './webhook';

/**
 * Where modules bring their inputs.
 * @public
 */
export interface ChangesSourcesExtensionPoint {
  addSource(source: ChangeSource): void;
  addWebhook(receiver: WebhookReceiver): void;
  addAudit(receiver: AuditReceiver): void;
  addCodeProvider(provider: CodeProvider): void;
}

/**
 * Where modules bring their inputs.
 * @public
 */
export const changesSourcesExtensionPoint =
  createExtensionPoint<ChangesSourcesExtensionPoint>({ id: 'changes.sources' });
