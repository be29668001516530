import { Refusal } from '../http/Refusal.ts';
import type { Asked, Found, Route } from '../http/Route.ts';
import { commitOr404 } from '../routes/commitOf.ts';
import { endsOf } from '../routes/comparison.ts';
import type { PullRequest } from '../repository/state.ts';
import { commitPage, comparisonPage, pullRequestPage } from './changePages.ts';
import { filePage } from './filePages.ts';
import {
  commitsPage,
  deploymentsPage,
  pullsPage,
  releasesPage,
  repositoryPage,
} from './repositoryPage.ts';

type PageRoute = (
  asked: Asked,
  now: number,
) => string | undefined | Promise<string | undefined>;

/** The pages of a repository. `now` is the world's. */
export function pageRoutes(now: () => number): Route[] {
  const page = (pattern: string, write: PageRoute): Route => ({
    pattern,
    answer: async asked => found(await write(asked, now())),
  });
  return [
    page('', ({ place }, at) => repositoryPage(place, at)),
    page('commits', ({ place }, at) => commitsPage(place, at)),
    page('pulls', ({ place }, at) => pullsPage(place, at)),
    page('deployments', ({ place }, at) => deploymentsPage(place, at)),
    page('releases', ({ place }, at) => releasesPage(place, at, undefined)),
    page('releases/tag/*tag', ({ place, params }, at) =>
      releasesPage(place, at, params.tag),
    ),
    { pattern: 'pull/:number.diff', answer: pullDiff },
    page('pull/:number', (asked, at) =>
      pullRequestPage(asked.place, pullOf(asked), at),
    ),
    // GitHub's tabs: here all is on one page.
    page('pull/:number/:tab', (asked, at) =>
      pullRequestPage(asked.place, pullOf(asked), at),
    ),
    page('commit/:ref', async ({ place, params }, at) =>
      commitPage(place, await commitOr404(place.repository, params.ref), at),
    ),
    { pattern: 'compare/*title.diff', answer: comparisonDiff },
    page('compare/*title', async ({ place, params }, at) => {
      const title = baseHeadOf(params.title);
      const ends = await endsOf(place.repository, title);
      return comparisonPage(place, { ...ends, title }, at);
    }),
    page('blob/:ref/*path', ({ place, params }) =>
      filePage(place, params.ref, params.path),
    ),
    page('tree/:ref', ({ place, params }) => filePage(place, params.ref, '')),
    page('tree/:ref/*path', ({ place, params }) =>
      filePage(place, params.ref, params.path),
    ),
    { pattern: 'raw/:ref/*path', answer: raw },
  ];
}

function found(text: string | undefined): Found {
  if (text === undefined) throw Refusal.notFound();
  return { text, type: 'text/html; charset=utf-8' };
}

/** A branch alone is compared with `main`. */
function baseHeadOf(title: string): string {
  return title.includes('...') ? title : `main...${title}`;
}

function pullOf({ place, params }: Asked): PullRequest {
  const pull = place.repository.pulls.find(Number(params.number));
  if (!pull) throw Refusal.notFound();
  return pull;
}

async function pullDiff(asked: Asked): Promise<Found> {
  const { base, head } = pullOf(asked);
  return plain(
    await asked.place.repository.git.run(['diff', `${base}...${head}`]),
  );
}

async function comparisonDiff({ place, params }: Asked): Promise<Found> {
  const { base, head } = await endsOf(
    place.repository,
    baseHeadOf(params.title),
  );
  return plain(await place.repository.git.run(['diff', `${base}...${head}`]));
}

async function raw({ place, params }: Asked): Promise<Found> {
  const id = await commitOr404(place.repository, params.ref);
  const text = await place.repository.git.read(id, params.path);
  if (text === undefined) throw Refusal.notFound();
  return plain(text);
}

function plain(text: string): Found {
  return { text, type: 'text/plain; charset=utf-8' };
}
