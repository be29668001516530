import {
  type FieldChange,
  diffManifests,
} from '@ripplehq/backstage-plugin-changes-common';
import type { StoredDetail } from '../store/questions/details';

/** The fields that a change altered: as its source said, else as the manifests differ. @internal */
export function diffOf(detail: StoredDetail | undefined): FieldChange[] {
  if (!detail) return [];
  if (detail.diff) return detail.diff;
  if (detail.before === undefined && detail.after === undefined) return [];
  return diffManifests(detail.before, detail.after);
}
