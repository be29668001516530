import type { Route } from '../http/Route.ts';
import { fullRepositoryShape } from '../shapes/repository.ts';
import { checkRoutes } from './checks.ts';
import { commitRoutes } from './commits.ts';
import { comparisonRoutes } from './comparison.ts';
import { contentRoutes } from './contents.ts';
import { deploymentRoutes } from './deployments.ts';
import { pullRequestRoutes } from './pullRequests.ts';
import { referenceRoutes } from './references.ts';
import { releaseRoutes } from './releases.ts';

/** All that is answered below `/repos/{owner}/{name}`; of two that fit, the first. */
export const repositoryRoutes: readonly Route[] = [
  {
    pattern: '',
    answer: ({ place }) => ({ body: fullRepositoryShape(place) }),
  },
  // `commits/{ref}` would swallow what follows a ref.
  ...checkRoutes,
  ...commitRoutes,
  ...comparisonRoutes,
  ...pullRequestRoutes,
  ...deploymentRoutes,
  ...releaseRoutes,
  ...referenceRoutes,
  ...contentRoutes,
];
