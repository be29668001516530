import { kindOf, type Kind } from '../../kinds/Kind';
import type { KubernetesObject } from '../../kinds/KubernetesObject';
import { namedOf, type Named } from '../../kinds/Named';
import { WORKLOAD_IDS } from '../../kinds/plain';

/** The type of the Secrets in which Helm keeps its releases. */
export const HELM_RECORD_TYPE = 'helm.sh/release.v1';

const RECORD_NAME = /^sh\.helm\.release\.v1\.(.+)\.v(\d+)$/;

/**
 * A revision of a release in Helm's own books, by the labels of its Secret (`pkg/storage/driver/secrets.go` of Helm). What it holds is
 * never asked for.
 */
export interface HelmRecord extends Named {
  release: string;
  revision: number;
  /** `deployed`, `superseded`, `failed`, `uninstalled`, `pending-install`, `pending-upgrade`, `pending-rollback`, `uninstalling`. */
  status: string;
  /** When its status last changed, RFC 3339. */
  modifiedAt?: string;
}

/** Helm's records, where Secrets may be read. */
export const HELM_RECORD: Kind = kindOf({
  id: 'secrets:helm',
  resource: 'secrets',
  group: '',
  version: 'v1',
  kind: 'Secret',
  profile: 'config',
  after: WORKLOAD_IDS,
  select: { fieldSelector: `type=${HELM_RECORD_TYPE}` },
  isMetadataOnly: true,
  book: 'releases',
  read: readHelmRecord,
});

export function readHelmRecord(
  object: KubernetesObject,
): HelmRecord | undefined {
  const { name } = object.metadata;
  const labels = object.metadata.labels ?? {};
  const [, release, revision] = RECORD_NAME.exec(name) ?? [];
  if (release === undefined || !labels.status) return undefined;
  const modifiedAt = Number(labels.modifiedAt);
  return {
    ...namedOf(object),
    release,
    revision: Number(revision),
    status: labels.status,
    // Helm counts seconds; a label may hold anything.
    ...(modifiedAt > 0 && modifiedAt < 1e11
      ? { modifiedAt: new Date(modifiedAt * 1_000).toISOString() }
      : {}),
  };
}
