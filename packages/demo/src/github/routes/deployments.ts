import { slice } from '../http/Page.ts';
import { Refusal } from '../http/Refusal.ts';
import type { Asked, Found, Route } from '../http/Route.ts';
import type { Deployment } from '../repository/state.ts';
import {
  deploymentShape,
  deploymentStatusShape,
} from '../shapes/deployment.ts';

export const deploymentRoutes: readonly Route[] = [
  { pattern: 'deployments', answer: list },
  { pattern: 'deployments/:id', answer: one },
  { pattern: 'deployments/:id/statuses', answer: statuses },
  { pattern: 'deployments/:id/statuses/:status', answer: status },
  { pattern: 'environments', answer: environments },
];

function list({ place, query, page }: Asked): Found {
  const wanted = (name: string, value: string) =>
    [null, value, 'none'].includes(query.get(name));
  const found = place.repository.deployments.all
    .filter(
      ({ sha, ref, environment }) =>
        wanted('sha', sha) &&
        wanted('ref', ref) &&
        wanted('environment', environment) &&
        wanted('task', 'deploy'),
    )
    .reverse();
  return {
    items: slice(found, page).map(each => deploymentShape(place, each)),
    total: found.length,
  };
}

function one(asked: Asked): Found {
  return { body: deploymentShape(asked.place, deploymentOf(asked)) };
}

function statuses(asked: Asked): Found {
  const { place, page } = asked;
  const deployment = deploymentOf(asked);
  const newestFirst = deployment.statuses.toReversed();
  return {
    items: slice(newestFirst, page).map(each =>
      deploymentStatusShape(place, deployment, each),
    ),
    total: newestFirst.length,
  };
}

function status(asked: Asked): Found {
  const deployment = deploymentOf(asked);
  const id = Number(asked.params.status);
  const found = deployment.statuses.find(each => each.id === id);
  if (!found) throw Refusal.notFound();
  return { body: deploymentStatusShape(asked.place, deployment, found) };
}

function environments({ place, page }: Asked): Found {
  const { api, repository } = place;
  const names = [
    ...new Set(repository.deployments.all.map(each => each.environment)),
  ].sort();
  return {
    items: slice(names, page).map(name => ({
      name,
      url: `${api}/environments/${encodeURIComponent(name)}`,
      html_url: `${place.web}/deployments/${encodeURIComponent(name)}`,
      protection_rules: [],
      deployment_branch_policy: null,
    })),
    total: names.length,
    wrap: 'environments',
  };
}

function deploymentOf({ place, params }: Asked): Deployment {
  const found = place.repository.deployments.find(Number(params.id));
  if (!found) throw Refusal.notFound();
  return found;
}
