import type { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { canonicalDigestOf } from './canonical';
import { kindOf } from './Kind';
import {
  controllerOf,
  numberOf,
  objectAt,
  type KubernetesObject,
} from './KubernetesObject';
import { namedOf } from './Named';
import type { RevisionObject } from './revision';
import { templateOf } from './workload';

/** Of a StatefulSet's pods and of a DaemonSet's alike: the revision that they are of. */
export const POD_REVISION_LABEL = 'controller-revision-hash';

export const CONTROLLER_REVISION = kindOf({
  resource: 'controllerrevisions',
  group: 'apps',
  version: 'v1',
  kind: 'ControllerRevision',
  isRemembered: false,
  book: 'workloads',
  read: readControllerRevision,
});

/** Undefined for those that neither a StatefulSet nor a DaemonSet controls. */
export function readControllerRevision(
  object: KubernetesObject,
  redactor: Redactor,
): RevisionObject | undefined {
  const owner = controllerOf(object);
  const revision = numberOf(object.revision);
  if (owner?.kind !== 'StatefulSet' && owner?.kind !== 'DaemonSet') {
    return undefined;
  }
  if (revision === undefined || revision < 1) return undefined;
  // Kept as a patch that replaces the template.
  const { $patch: _, ...template } = templateOf(objectAt(object, 'data'));
  return {
    ...namedOf(object),
    owner: owner.uid,
    revision,
    formerRevisions: [],
    template: redactor.redact(template),
    templateDigest: canonicalDigestOf(template),
    // A StatefulSet's pods carry the revision's name, a DaemonSet's its hash.
    podHash:
      owner.kind === 'StatefulSet'
        ? object.metadata.name
        : object.metadata.labels?.[POD_REVISION_LABEL],
  };
}
