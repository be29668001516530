import type { CommitStory, RepositoryStory } from '../github/index.ts';
import type { ServiceRow, WorldDescription } from '../world/index.ts';
import { developersOf, reviewerOf } from './accounts.ts';
import {
  DEFAULTS_FILE,
  firstChangelog,
  firstDefaults,
  firstPullRequest,
  smallChange,
} from './codeChanges.ts';
import type { PastRelease } from './pastReleases.ts';
import { HISTORY_MS, MINUTE_MS } from './time.ts';
import { restApiFiles } from './restApiFiles.ts';

const MERGED_BEFORE_RELEASE_MS = 40 * MINUTE_MS;
const REVIEWED_BEFORE_MERGE_MINUTES = 25;

/** The repositories of the shop's programs and how they came to be, up to when the last day begins. */
export function repositoryStories(
  world: WorldDescription,
  releasesOf: (service: ServiceRow) => readonly PastRelease[],
): RepositoryStory[] {
  return world.services.flatMap(service =>
    service.language
      ? [story(world, service, service.language, releasesOf(service))]
      : [],
  );
}

function story(
  world: WorldDescription,
  service: ServiceRow,
  language: string,
  releases: readonly PastRelease[],
): RepositoryStory {
  const { description, name, owner } = service;
  const [author] = developersOf(world, owner);
  const [first, ...later] = releases;
  return {
    owner: world.organization,
    name,
    description,
    language,
    topics: [service.system],
    commits: [
      {
        message: `Begin ${name}`,
        author,
        minutesBeforeNow: HISTORY_MS / MINUTE_MS,
        tag: first.version,
        files: Object.fromEntries(
          Object.entries({
            'README.md': `# ${name}\n\n${description}.\n`,
            'CHANGELOG.md': firstChangelog(first.version),
            [DEFAULTS_FILE]: firstDefaults(),
            ...valuesFiles(service),
            ...(name === 'rest-api' ? restApiFiles() : {}),
          }).map(([file, text]) => [file, () => text]),
        ),
      },
      ...later.map((release, index) =>
        laterCommit(world, service, release, index, later),
      ),
    ],
  };
}

function laterCommit(
  world: WorldDescription,
  { name, owner }: ServiceRow,
  release: PastRelease,
  index: number,
  all: readonly PastRelease[],
): CommitStory {
  const developers = developersOf(world, owner);
  const author = developers[index % developers.length];
  const minutesBeforeNow =
    (release.beforeLastDayMs + MERGED_BEFORE_RELEASE_MS) / MINUTE_MS;
  const defaults = all
    .slice(0, index)
    .reduce(
      (text, { version }, n) =>
        smallChange(name, n, { defaults: text, version }).files[DEFAULTS_FILE](
          text,
        ) ?? text,
      firstDefaults(),
    );
  const change = smallChange(name, index, {
    defaults,
    version: release.version,
  });
  return {
    message: change.title,
    author,
    minutesBeforeNow,
    files: change.files,
    tag: release.version,
    pullRequest: {
      number: name === 'rest-api' ? undefined : firstPullRequest(name) + index,
      title: change.title,
      body: change.body,
      author,
      labels: [],
      reviews: [
        {
          by: reviewerOf(world, owner, author),
          state: 'APPROVED',
          body: '',
          minutesBeforeNow: minutesBeforeNow + REVIEWED_BEFORE_MERGE_MINUTES,
        },
      ],
    },
  };
}

/** What the delivery tool reads: a file for each cluster. */
function valuesFiles({
  autoscaler,
  env = {},
  name,
  runs = {},
}: ServiceRow): Record<string, string> {
  return Object.fromEntries(
    Object.entries(runs).map(([cluster, replicas]) => [
      valuesFile(cluster),
      `image:
  repository: ghcr.io/acme/${name}
${
  autoscaler?.cluster === cluster
    ? `autoscaling:
  enabled: true
  minReplicas: ${autoscaler.min}
  maxReplicas: ${autoscaler.max}
`
    : `replicaCount: ${replicas}
autoscaling:
  enabled: false
`
}${Object.entries(env)
        .map(([key, value]) => `env:\n  ${key}: "${value}"\n`)
        .join('')}`,
    ]),
  );
}

/** Where the delivery tool reads what a cluster is to run. */
export function valuesFile(cluster: string): string {
  return `deploy/${cluster}/values.yaml`;
}
