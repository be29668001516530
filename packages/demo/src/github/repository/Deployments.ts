import type { RepositoryEvent } from './events.ts';
import { keepNewest, type Ledger } from './Ledger.ts';
import type {
  Account,
  Deployment,
  DeploymentState,
  DeploymentStatus,
} from './state.ts';

const DEPLOYMENTS_MAX = 200;

export interface NewDeployment {
  /** The newest commit of `main` without it. */
  sha?: string;
  /** What was asked for: a tag or branch; the commit without it. */
  ref?: string;
  environment: string;
  /** By the environment's name without it. */
  isProduction?: boolean;
  description?: string;
  creator: Account;
  /** Its first status, if it has one at once. */
  state?: DeploymentState;
  /** Epoch milliseconds; now without it. */
  at?: number;
}

export interface NewStatus {
  state: DeploymentState;
  description?: string;
  /** Whoever created the deployment without it. */
  creator?: Account;
  logUrl?: string;
  at?: number;
}

/** What was deployed where, as the pipeline reported it. */
export class Deployments {
  readonly #ledger: Ledger;

  static create(ledger: Ledger): Deployments {
    return new Deployments(ledger);
  }

  private constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** Oldest first. */
  get all(): readonly Deployment[] {
    return this.#ledger.state.deployments;
  }

  find(id: number): Deployment | undefined {
    return this.all.find(one => one.id === id);
  }

  create(asked: NewDeployment): Promise<Deployment> {
    const { state: all } = this.#ledger;
    return this.#ledger.write(async () => {
      const at = asked.at ?? this.#ledger.now();
      const sha = asked.sha ?? (await this.#ledger.main());
      const { creator, environment, state } = asked;
      const deployment: Deployment = {
        id: this.#ledger.newId(),
        sha,
        ref: asked.ref ?? sha,
        environment,
        isProduction: asked.isProduction ?? /\bprod/.test(environment),
        description: asked.description ?? '',
        creator,
        at,
        updatedAt: at,
        statuses: [],
      };
      all.deployments.push(deployment);
      keepNewest(all.deployments, DEPLOYMENTS_MAX);
      return {
        result: deployment,
        events: [
          {
            type: 'deployment',
            action: 'created',
            deployment,
            sender: creator,
          },
          ...(state ? this.#note(deployment, { state, at }) : []),
        ],
      };
    });
  }

  /** Says how a deployment goes. One that has been forgotten is passed over. */
  setStatus(id: number, given: NewStatus): Promise<Deployment | undefined> {
    return this.#ledger.write(async () => {
      const deployment = this.find(id);
      const at = given.at ?? this.#ledger.now();
      return {
        result: deployment,
        events: deployment ? this.#note(deployment, { ...given, at }) : [],
      };
    });
  }

  #note(
    deployment: Deployment,
    given: NewStatus & { at: number },
  ): RepositoryEvent[] {
    const creator = given.creator ?? deployment.creator;
    const status = this.#status({ ...given, creator });
    deployment.statuses.push(status);
    deployment.updatedAt = given.at;
    if (given.state === 'success') this.#retire(deployment, status);
    return [
      {
        type: 'deployment_status',
        action: 'created',
        deployment,
        status,
        sender: creator,
      },
    ];
  }

  /** The earlier ones of an environment become inactive, of which GitHub tells no webhook. */
  #retire(successor: Deployment, { creator, at }: DeploymentStatus): void {
    for (const deployment of this.all) {
      if (
        deployment !== successor &&
        deployment.environment === successor.environment &&
        deployment.statuses.at(-1)?.state === 'success'
      ) {
        const state = 'inactive';
        deployment.statuses.push(this.#status({ state, creator, at }));
        deployment.updatedAt = at;
      }
    }
  }

  #status(
    given: NewStatus & { creator: Account; at: number },
  ): DeploymentStatus {
    const { state, description = '', creator, at, logUrl } = given;
    return {
      id: this.#ledger.newId(),
      state,
      description,
      creator,
      at,
      ...(logUrl && { logUrl }),
    };
  }
}
