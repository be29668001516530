import type {
  Account,
  CheckRun,
  CommitStatus,
  Deployment,
  DeploymentStatus,
  PullRequest,
  Release,
  Review,
} from './state.ts';

/** What happened in a repository, as its webhooks tell it. */
export type RepositoryEvent =
  | {
      type: 'push';
      /** `refs/heads/main` */
      ref: string;
      /** Absent: the branch or tag is new. */
      before?: string;
      /** Absent: it is gone. */
      after?: string;
      /** Epoch milliseconds. */
      at: number;
      sender: Account;
    }
  | {
      type: 'pull_request';
      action: 'opened' | 'closed' | 'synchronize';
      pull: PullRequest;
      sender: Account;
    }
  | {
      type: 'pull_request_review';
      action: 'submitted';
      pull: PullRequest;
      review: Review;
      sender: Account;
    }
  | {
      type: 'deployment';
      action: 'created';
      deployment: Deployment;
      sender: Account;
    }
  | {
      type: 'deployment_status';
      action: 'created';
      deployment: Deployment;
      status: DeploymentStatus;
      sender: Account;
    }
  | {
      type: 'check_run';
      action: 'created' | 'completed';
      check: CheckRun;
      sender: Account;
    }
  | { type: 'status'; status: CommitStatus; sender: Account }
  | {
      type: 'release';
      action: 'published';
      release: Release;
      sender: Account;
    };
