import type { ScmIntegrations } from '@backstage/integration';
import { ANNOTATIONS } from '@ripplehq/backstage-plugin-changes-common';
import type { Workload } from '../workload/Workload';
import {
  isName,
  isOwner,
  isSameRepository,
  type Repository,
} from './Repository';
import { repositoryOfUrl } from './repositoryOfUrl';

/** No more repositories than this are asked about one change. */
const REPOSITORIES_MAX = 3;

/**
 * The repositories that the code of a workload may lie in, the likeliest first: the slug that an entity names (on the host of its
 * source location, else of the first GitHub integration), its source location, the image's source that the workload names.
 */
export function repositories(
  entityAnnotations: readonly Record<string, string>[],
  workload: Workload,
  integrations: ScmIntegrations,
): Repository[] {
  const said = [
    ...entityAnnotations.flatMap(annotations => [
      bySlug(annotations, integrations),
      bySourceLocation(annotations, integrations),
    ]),
    ...sources(workload).map(url => byWorkload(url, integrations)),
  ].filter((found): found is Repository => found !== undefined);
  return said
    .filter(
      (one, index) =>
        said.findIndex(other => isSameRepository(one, other)) === index,
    )
    .slice(0, REPOSITORIES_MAX);
}

function bySlug(
  annotations: Record<string, string>,
  integrations: ScmIntegrations,
): Repository | undefined {
  const [owner, name, ...rest] = (
    annotations[ANNOTATIONS.githubProjectSlug] ?? ''
  )
    .trim()
    .split('/');
  if (!isOwner(owner) || !isName(name) || rest.length > 0) return undefined;
  const location = bySourceLocation(annotations, integrations);
  const host = location?.host ?? integrations.github.list()[0]?.config.host;
  if (!host) return undefined;
  const repository: Repository = { host, owner, name, saidBy: 'project-slug' };
  return location?.path && isSameRepository(location, repository)
    ? { ...repository, path: location.path }
    : repository;
}

function bySourceLocation(
  annotations: Record<string, string>,
  integrations: ScmIntegrations,
): Repository | undefined {
  const location = annotations[ANNOTATIONS.sourceLocation];
  const found = location && repositoryOfUrl(location, integrations);
  return found ? { ...found, saidBy: 'source-location' } : undefined;
}

function byWorkload(
  url: string,
  integrations: ScmIntegrations,
): Repository | undefined {
  const found = repositoryOfUrl(url, integrations);
  return found && { ...found, saidBy: 'workload' };
}

/** What a workload names as its image's source, by the Open Container Initiative's key and by Komodor's pairs. */
function sources(workload: Workload): string[] {
  const { annotations, labels } = workload;
  return [
    annotations['org.opencontainers.image.source'],
    labels['org.opencontainers.image.source'],
    ...Object.keys(annotations)
      .filter(key => /^app\.komodor\.com\/.+\.ref$/.test(key))
      .map(key => annotations[key.slice(0, -'.ref'.length)]),
  ].filter((url): url is string => !!url);
}
