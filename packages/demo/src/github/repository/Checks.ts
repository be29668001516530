import { ACTIONS } from './accounts.ts';
import { keepNewest, type Ledger } from './Ledger.ts';
import type { Account, CheckRun, CommitStatus } from './state.ts';

const CHECKS_MAX = 500;
const STATUSES_MAX = 500;

export interface NewCheck {
  /** The newest commit of `main` without it. */
  sha?: string;
  name: string;
  /** Absent: it is running. */
  conclusion?: CheckRun['conclusion'];
  title?: string;
  summary?: string;
  /** Epoch milliseconds: when it began. */
  startedAt?: number;
  /** When it ended; now without it. */
  at?: number;
}

export interface NewCommitStatus {
  sha?: string;
  /** Who says so, e.g. `ci/jenkins`. */
  context: string;
  state: CommitStatus['state'];
  description?: string;
  url?: string;
  creator: Account;
  at?: number;
}

/** What programs found out about commits: check runs of a workflow, and the older commit statuses. */
export class Checks {
  readonly #ledger: Ledger;

  static create(ledger: Ledger): Checks {
    return new Checks(ledger);
  }

  private constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  find(id: number): CheckRun | undefined {
    return this.#ledger.state.checks.find(one => one.id === id);
  }

  /** Newest first. */
  of(sha: string): CheckRun[] {
    return this.#ledger.state.checks.filter(one => one.sha === sha).reverse();
  }

  /** Newest first. */
  statusesOf(sha: string): CommitStatus[] {
    return this.#ledger.state.statuses.filter(one => one.sha === sha).reverse();
  }

  /** Starts a check, or notes one that has ended. */
  add(asked: NewCheck): Promise<CheckRun> {
    const { state } = this.#ledger;
    return this.#ledger.write(async () => {
      const at = asked.at ?? this.#ledger.now();
      const sha = asked.sha ?? (await this.#ledger.main());
      const { conclusion, title, summary } = asked;
      const check: CheckRun = {
        id: this.#ledger.newId(),
        suite: this.of(sha)[0]?.suite ?? this.#ledger.newId(),
        sha,
        name: asked.name,
        status: conclusion ? 'completed' : 'in_progress',
        startedAt: asked.startedAt ?? at,
        ...(conclusion && { conclusion, completedAt: at }),
        ...(title && { title }),
        ...(summary && { summary }),
      };
      state.checks.push(check);
      keepNewest(state.checks, CHECKS_MAX);
      return {
        result: check,
        events: [
          {
            type: 'check_run',
            action: conclusion ? 'completed' : 'created',
            check,
            sender: ACTIONS,
          },
        ],
      };
    });
  }

  /** Ends a check. One that has been forgotten is passed over. */
  complete(
    id: number,
    end: Pick<NewCheck, 'title' | 'summary' | 'at'> & {
      conclusion: NonNullable<CheckRun['conclusion']>;
    },
  ): Promise<CheckRun | undefined> {
    return this.#ledger.write(async () => {
      const check = this.find(id);
      if (!check) return { result: undefined, events: [] };
      const { at = this.#ledger.now(), ...found } = end;
      Object.assign(check, found, { status: 'completed', completedAt: at });
      return {
        result: check,
        events: [
          { type: 'check_run', action: 'completed', check, sender: ACTIONS },
        ],
      };
    });
  }

  /** What a program that is no GitHub app says of a commit. */
  setStatus(asked: NewCommitStatus): Promise<CommitStatus> {
    const { state } = this.#ledger;
    return this.#ledger.write(async () => {
      const status: CommitStatus = {
        id: this.#ledger.newId(),
        sha: asked.sha ?? (await this.#ledger.main()),
        context: asked.context,
        state: asked.state,
        description: asked.description ?? '',
        ...(asked.url && { url: asked.url }),
        creator: asked.creator,
        at: asked.at ?? this.#ledger.now(),
      };
      state.statuses.push(status);
      keepNewest(state.statuses, STATUSES_MAX);
      return {
        result: status,
        events: [{ type: 'status', status, sender: asked.creator }],
      };
    });
  }
}
