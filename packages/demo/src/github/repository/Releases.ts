import { FastImport } from '../git/FastImport.ts';
import type { RepositoryEvent } from './events.ts';
import { keepNewest, type Ledger } from './Ledger.ts';
import type { Account, Release } from './state.ts';

const RELEASES_MAX = 200;

export interface NewRelease {
  /** Made if there is none of that name. */
  tag: string;
  /** The newest commit of `main` without it. */
  sha?: string;
  /** The tag without it. */
  name?: string;
  body?: string;
  author: Account;
  isPrerelease?: boolean;
  /** Epoch milliseconds; now without it. */
  at?: number;
}

/** The releases of a repository, each of a tag. */
export class Releases {
  readonly #ledger: Ledger;

  static create(ledger: Ledger): Releases {
    return new Releases(ledger);
  }

  private constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** Oldest first. */
  get all(): readonly Release[] {
    return this.#ledger.state.releases;
  }

  find(by: { id: number } | { tag: string }): Release | undefined {
    return this.all.find(one =>
      'id' in by ? one.id === by.id : one.tag === by.tag,
    );
  }

  /** The newest one that is meant for everybody. */
  latest(): Release | undefined {
    return this.all.findLast(one => !one.isPrerelease);
  }

  publish(asked: NewRelease): Promise<Release> {
    const { git } = this.#ledger;
    return this.#ledger.write(async () => {
      const at = asked.at ?? this.#ledger.now();
      const sha = asked.sha ?? (await this.#ledger.main());
      const events: RepositoryEvent[] = [];
      const sender = asked.author;
      if (!(await git.resolve(`refs/tags/${asked.tag}`))) {
        await FastImport.run(git, importing =>
          importing.tag(asked.tag, sha, { ...sender, at }),
        );
        events.push({
          type: 'push',
          ref: `refs/tags/${asked.tag}`,
          after: sha,
          at,
          sender,
        });
      }
      const release = addRelease(this.#ledger, { ...asked, sha, at });
      events.push({ type: 'release', action: 'published', release, sender });
      return { result: release, events };
    });
  }
}

/** Notes a release of a tag that is there. */
export function addRelease(
  ledger: Ledger,
  asked: NewRelease & { sha: string; at: number },
): Release {
  const { tag, sha, author, at, isPrerelease = false } = asked;
  const { releases } = ledger.state;
  if (releases.some(one => one.tag === tag)) {
    throw new Error(`${ledger.state.name} has a release ${tag} already`);
  }
  const release: Release = {
    id: ledger.newId(),
    tag,
    name: asked.name ?? tag,
    body: asked.body ?? '',
    author,
    at,
    sha,
    isPrerelease,
  };
  releases.push(release);
  keepNewest(releases, RELEASES_MAX);
  return release;
}
