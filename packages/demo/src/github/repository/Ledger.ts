import type { Git } from '../git/Git.ts';
import type { RepositoryEvent } from './events.ts';
import type { Account, RepositoryState } from './state.ts';

/** Single writes leave a file for each object; after this many they are packed. */
const WRITES_UNTIL_TIDY = 200;
const MAIN = 'refs/heads/main';

/** What all that a repository knows is written by: its state, the order of writes, and word of what happened. */
export class Ledger {
  readonly state: RepositoryState;
  readonly git: Git;
  readonly now: () => number;
  readonly #tell: (event: RepositoryEvent) => Promise<void>;
  #last: Promise<unknown> = Promise.resolve();
  #writes = 0;
  /** Known since the last write, so that Git need not be asked before each. */
  #main: string | undefined;

  /**
   * @param options - `tell`: is called in the order of what happened, and waited for
   */
  static create(options: {
    state: RepositoryState;
    git: Git;
    now: () => number;
    tell: (event: RepositoryEvent) => Promise<void>;
  }): Ledger {
    return new Ledger(options);
  }

  private constructor(options: Parameters<typeof Ledger.create>[0]) {
    this.state = options.state;
    this.git = options.git;
    this.now = options.now;
    this.#tell = options.tell;
  }

  /** Runs when all writes before it have ended; what it answers is told to the webhooks. */
  write<T>(
    task: () => Promise<{ result: T; events: RepositoryEvent[] }>,
  ): Promise<T> {
    const turn = this.#last.then(async () => {
      const { result, events } = await task();
      for (const event of events) {
        this.know(event.sender);
        if (event.type === 'push') {
          if (event.ref === MAIN) this.#main = event.after;
          this.state.pushedAt = Math.max(this.state.pushedAt, event.at);
        }
        await this.#tell(event);
      }
      this.#writes += 1;
      if (this.#writes % WRITES_UNTIL_TIDY === 0) await this.git.tidy();
      return result;
    });
    this.#last = turn.catch(() => {});
    return turn;
  }

  /** Resolves when nothing is being written. */
  async idle(): Promise<void> {
    await this.#last;
  }

  newId(): number {
    this.state.nextId += 1;
    return this.state.nextId - 1;
  }

  /** Remembers an account, so that its commits bear its name. */
  know(...accounts: Account[]): void {
    for (const account of accounts) {
      if (!this.account(account.login)) this.state.accounts.push(account);
    }
  }

  account(login: string): Account | undefined {
    return this.state.accounts.find(
      one => one.login.toLowerCase() === login.toLowerCase(),
    );
  }

  /** Whose commits bear this address. */
  accountOf(email: string): Account | undefined {
    return this.state.accounts.find(one => one.email === email);
  }

  /** The newest commit of the branch that all work goes into. */
  async main(): Promise<string> {
    this.#main ??= await this.git.resolve(MAIN);
    if (!this.#main) throw new Error(`${this.state.name} has no commit yet`);
    return this.#main;
  }
}

/** Keeps a list short by dropping its oldest. */
export function keepNewest<T>(list: T[], max: number): void {
  if (list.length > max) list.splice(0, list.length - max);
}
