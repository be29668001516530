import { createPermission } from '@backstage/plugin-permission-common';

// The catalog's resource type, so that a policy's catalog conditions (isEntityOwner, …) apply to ours.
const RESOURCE_TYPE_CATALOG_ENTITY = 'catalog-entity';

/**
 * See that something changed: timeline, lists, health, suspects of an entity.
 * @public
 */
export const changesReadPermission = createPermission({
  name: 'changes.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
});

/**
 * See what exactly changed: diffs, manifests, evidence.
 * @public
 */
export const changesDetailReadPermission = createPermission({
  name: 'changes.detail.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
});

/**
 * See the code behind a change: commits and patches.
 * @public
 */
export const changesCodeReadPermission = createPermission({
  name: 'changes.code.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
});

/**
 * Say that a change was, or was not, the cause.
 * @public
 */
export const changesVerdictCreatePermission = createPermission({
  name: 'changes.verdict.create',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
});

/**
 * Hand in changes and alerts by `POST /events`.
 * @public
 */
export const changesEventCreatePermission = createPermission({
  name: 'changes.event.create',
  attributes: { action: 'create' },
});

/**
 * Export lists.
 * @public
 */
export const changesExportPermission = createPermission({
  name: 'changes.export',
  attributes: { action: 'read' },
});

/**
 * Operate Ripple: sources, subject rows, events that no entity claims.
 * @public
 */
export const changesOperatePermission = createPermission({
  name: 'changes.operate',
  attributes: { action: 'read' },
});

/**
 * All permissions of the plugin.
 * @public
 */
export const changesPermissions = [
  changesReadPermission,
  changesDetailReadPermission,
  changesCodeReadPermission,
  changesVerdictCreatePermission,
  changesEventCreatePermission,
  changesExportPermission,
  changesOperatePermission,
];
