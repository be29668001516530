import type { Account, RepositoryStory } from '../Story.ts';

export const NOW = Date.parse('2026-11-19T02:12:00Z');

export const ADA: Account = {
  login: 'ada',
  id: 1,
  type: 'User',
  name: 'Ada',
  email: 'ada@acme.example',
};
export const BEN: Account = {
  login: 'ben',
  id: 2,
  type: 'User',
  name: 'Ben',
  email: 'ben@acme.example',
};

/** A repository with one pull request, `v1.0.0` before and `v1.1.0` after it. */
export const SHOP: RepositoryStory = {
  owner: 'acme',
  name: 'shop',
  description: 'Sells things',
  language: 'TypeScript',
  commits: [
    {
      message: 'Sell things',
      author: ADA,
      minutesBeforeNow: 3000,
      files: {
        'README.md': () => '# shop\n',
        'src/shop.ts': () => 'export const PRICE = 50;\n',
      },
      tag: 'v1.0.0',
    },
    {
      message: 'Sell more (#7)',
      author: BEN,
      minutesBeforeNow: 60,
      files: { 'src/shop.ts': old => old.replace('50', '5') },
      pullRequest: {
        number: 7,
        title: 'Sell more',
        body: 'Cheaper is better.',
        author: BEN,
        labels: ['pricing'],
        reviews: [
          { by: ADA, state: 'APPROVED', body: 'Fine.', minutesBeforeNow: 70 },
        ],
      },
      tag: 'v1.1.0',
    },
  ],
};

/** A second one, of which nothing is told but its beginning. */
export const DEPOT: RepositoryStory = {
  ...SHOP,
  name: 'depot',
  description: 'Keeps things',
  commits: SHOP.commits.slice(0, 1),
};
