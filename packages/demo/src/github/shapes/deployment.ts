import type { Deployment, DeploymentStatus } from '../repository/state.ts';
import { accountShape } from './account.ts';
import { date, nodeId, type Place } from './Place.ts';
import type { Schema } from './schema.ts';

export function deploymentShape(
  { api, site }: Place,
  deployment: Deployment,
): Schema<'deployment'> {
  const { id, environment } = deployment;
  const url = `${api}/deployments/${id}`;
  return {
    url,
    id,
    node_id: nodeId('Deployment', id),
    task: 'deploy',
    original_environment: environment,
    environment,
    description: deployment.description || null,
    created_at: date(deployment.at),
    updated_at: date(deployment.updatedAt),
    statuses_url: `${url}/statuses`,
    repository_url: api,
    creator: accountShape(site, deployment.creator),
    sha: deployment.sha,
    ref: deployment.ref,
    payload: {},
    transient_environment: false,
    production_environment: deployment.isProduction,
    performed_via_github_app: null,
  };
}

export function deploymentStatusShape(
  { api, web, site }: Place,
  deployment: Deployment,
  status: DeploymentStatus,
): Schema<'deployment-status'> {
  const { id, logUrl = `${web}/deployments` } = status;
  const url = `${api}/deployments/${deployment.id}`;
  return {
    url: `${url}/statuses/${id}`,
    id,
    node_id: nodeId('DeploymentStatus', id),
    state: status.state,
    creator: accountShape(site, status.creator),
    description: status.description,
    environment: deployment.environment,
    target_url: logUrl,
    created_at: date(status.at),
    updated_at: date(status.at),
    deployment_url: url,
    repository_url: api,
    environment_url: '',
    log_url: logUrl,
    performed_via_github_app: null,
  };
}
