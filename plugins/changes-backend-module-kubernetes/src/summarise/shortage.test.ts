import { deployment } from '../__testUtils__/objects';
import { shortSinceOf } from './shortage';

const NOW = '2026-11-19T02:10:00Z';
const EARLIER = '2026-11-19T02:00:00Z';

describe('shortSinceOf', () => {
  it('begins when pods go missing after a rollout, and lasts', () => {
    const short = deployment({
      status: { readyReplicas: 1, availableReplicas: 1 },
    });
    expect(shortSinceOf(short, undefined, NOW)).toBe(NOW);
    expect(shortSinceOf(short, EARLIER, NOW)).toBe(EARLIER);
  });

  it('is over when all are ready', () => {
    expect(shortSinceOf(deployment({}), EARLIER, NOW)).toBeUndefined();
  });

  it('is explained by a rollout that makes progress, not by one that failed', () => {
    const rolling = (reason: string, status: string) =>
      deployment({
        status: { readyReplicas: 1, updatedReplicas: 1, availableReplicas: 1 },
        conditions: [{ type: 'Progressing', status, reason }],
      });
    expect(
      shortSinceOf(rolling('ReplicaSetUpdated', 'True'), undefined, NOW),
    ).toBeUndefined();
    expect(
      shortSinceOf(
        rolling('ProgressDeadlineExceeded', 'False'),
        undefined,
        NOW,
      ),
    ).toBe(NOW);
  });
});
