import { FastImport } from '../git/FastImport.ts';
import type { CommitStory, PullRequestStory } from '../Story.ts';
import { applyChanges } from './applyChanges.ts';
import { land, type Landing } from './land.ts';
import type { Ledger } from './Ledger.ts';
import { addRelease } from './Releases.ts';

const MINUTE_MS = 60_000;

/** Commits a story, for real and without a word to anybody: the same moment gives the same commit ids. */
export async function tellStory(
  ledger: Ledger,
  steps: readonly CommitStory[],
  now: number,
): Promise<void> {
  await FastImport.run(ledger.git, async importing => {
    const texts = new Map<string, string>();
    let main: string | undefined;
    for (const step of steps) {
      const files = await applyChanges(step.files, async file =>
        texts.get(file),
      );
      for (const [file, text] of files) {
        if (text === undefined) texts.delete(file);
        else texts.set(file, text);
      }
      main = await commit(ledger, importing, { step, files, main, now });
    }
  });
}

async function commit(
  ledger: Ledger,
  importing: FastImport,
  told: {
    step: CommitStory;
    files: ReadonlyMap<string, string | undefined>;
    main: string | undefined;
    now: number;
  },
): Promise<string> {
  const { step, files, main, now } = told;
  const { author, message, pullRequest, tag } = step;
  const at = now - step.minutesBeforeNow * MINUTE_MS;
  ledger.know(author);
  let id: string;
  if (pullRequest && main) {
    const landing = { ...landingOf(pullRequest, now), message };
    const landed = await land(ledger, importing, {
      ...landing,
      main,
      files,
      at,
    });
    ledger.state.pulls.push(landed.pull);
    id = landed.commit;
  } else {
    id = await importing.commit({
      ref: 'refs/heads/main',
      parent: main,
      files,
      message,
      author: { ...author, at },
      committer: { ...author, at },
    });
  }
  if (tag) {
    await importing.tag(tag, id, { ...author, at });
    addRelease(ledger, { tag, sha: id, author, at });
  }
  ledger.state.pushedAt = at;
  return id;
}

function landingOf(pull: PullRequestStory, now: number): Landing {
  const at = (minutesBeforeNow: number) => now - minutesBeforeNow * MINUTE_MS;
  const { reviews, mergedBy, openedMinutesBeforeNow: opened, ...asked } = pull;
  return {
    pullRequest: {
      ...asked,
      ...(opened !== undefined && { openedAt: at(opened) }),
    },
    reviews: reviews.map(({ minutesBeforeNow, ...review }) => ({
      ...review,
      at: at(minutesBeforeNow),
    })),
    by: mergedBy,
  };
}
