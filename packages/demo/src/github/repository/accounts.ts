import type { Account } from './state.ts';

/** The account under which GitHub's own pages commit what is merged on them. */
export const GITHUB = { name: 'GitHub', email: 'noreply@github.com' };

/** Who reports what a workflow did. */
export const ACTIONS: Account = {
  login: 'github-actions[bot]',
  id: 41_898_282,
  type: 'Bot',
  name: 'github-actions[bot]',
  email: '41898282+github-actions[bot]@users.noreply.github.com',
};
