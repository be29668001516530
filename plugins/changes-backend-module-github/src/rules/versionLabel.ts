import type { Workload } from '../workload/Workload';
import { isCommitId, type Clue } from './Clue';
import { isVersion } from './version';

/** Labels that name the running version, as Kubernetes and Datadog recommend them. */
const VERSION_LABELS = [
  'app.kubernetes.io/version',
  'tags.datadoghq.com/version',
];

/** A label that names the running version: a commit id or a release. */
export function versionLabel(workload: Workload): Clue[] {
  return VERSION_LABELS.flatMap((label): Clue[] => {
    const value = workload.labels[label];
    if (!value) return [];
    const place = {
      where: `label ${label} ${value}`,
      origin: `label ${label}`,
    };
    if (isCommitId(value)) {
      return [{ kind: 'commit', value: value.toLowerCase(), ...place }];
    }
    return isVersion(value)
      ? [{ kind: 'version', value, needsKinship: true, ...place }]
      : [];
  });
}
