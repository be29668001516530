export { GithubWorld } from './GithubWorld.ts';
export type { GithubWorldOptions } from './GithubWorld.ts';
export type { DeliveryRecord, WebhookTarget } from './webhooks/Hook.ts';
export type {
  Account,
  CommitStory,
  FileChanges,
  PullRequestStory,
  RepositoryStory,
} from './Story.ts';
export type { NewCheck, NewCommitStatus } from './repository/Checks.ts';
export type { NewDeployment, NewStatus } from './repository/Deployments.ts';
export type { Landing } from './repository/land.ts';
export type { NewPullRequest, NewReview } from './repository/pull.ts';
export type { NewRelease } from './repository/Releases.ts';
export type { Repository } from './repository/Repository.ts';
export type {
  CheckRun,
  Deployment,
  DeploymentState,
  PullRequest,
  Release,
} from './repository/state.ts';
