import { selects } from './selector';

const labels = { app: 'rest-api', tier: 'backend' };

describe('selects', () => {
  it.each([
    [{}, true],
    [{ matchLabels: { app: 'rest-api' } }, true],
    [{ matchLabels: { app: 'orders' } }, false],
    [
      {
        matchExpressions: [
          { key: 'tier', operator: 'In', values: ['backend'] },
          { key: 'app', operator: 'NotIn', values: ['orders'] },
          { key: 'canary', operator: 'DoesNotExist' },
          { key: 'app', operator: 'Exists' },
        ],
      },
      true,
    ],
    [{ matchExpressions: [{ key: 'canary', operator: 'Exists' }] }, false],
    [{ matchExpressions: [{ key: 'x', operator: 'Unheard' }] }, false],
  ])('knows whether %j selects', (selector, expected) => {
    expect(selects(selector, labels)).toBe(expected);
  });
});
