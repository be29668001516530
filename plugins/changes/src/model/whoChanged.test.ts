import type { CodeComparison } from '@ripplehq/backstage-plugin-changes-common';
import { whoChanged } from './whoChanged';

const comparison = {
  authors: [
    { login: 'dwhitfield', name: 'Dana Whitfield' },
    { login: 'tlis', name: 'Tomasz Lis' },
  ],
  pullRequests: [
    {
      number: 1832,
      author: { login: 'dwhitfield', name: 'dwhitfield' },
      approvedBy: [{ login: 'tlis', name: 'tlis' }],
    },
    {
      number: 1830,
      author: { login: 'tlis', name: 'tlis' },
      approvedBy: [{ login: 'dwhitfield', name: 'dwhitfield' }],
    },
  ],
} as unknown as CodeComparison;

describe('whoChanged', () => {
  it('names the author of what a tool applied, by their full name', () => {
    expect(
      whoChanged({ name: 'argocd-controller', kind: 'bot' }, comparison),
    ).toEqual({
      name: 'Dana Whitfield',
      appliedBy: 'argocd-controller',
      approvedBy: ['Tomasz Lis'],
    });
  });

  it('lets a person stand for what they did themselves', () => {
    expect(
      whoChanged({ name: 'Ines Okafor', kind: 'user' }, comparison),
    ).toEqual({ name: 'Ines Okafor', approvedBy: ['Tomasz Lis'] });
  });

  it('names the tool where no pull request is known', () => {
    expect(whoChanged({ name: 'helm', kind: 'bot' }, undefined)).toEqual({
      name: 'helm',
      approvedBy: [],
    });
  });
});
