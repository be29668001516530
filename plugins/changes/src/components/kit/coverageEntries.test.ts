import type { CoverageInterval } from '@ripplehq/backstage-plugin-changes-common';
import { coverageEntries } from './coverageEntries';
import { coverageName } from './sourceName';

const at = (minute: number) => new Date(minute * 60_000).toISOString();

function interval(
  more: Partial<CoverageInterval> & Pick<CoverageInterval, 'scope'>,
): CoverageInterval {
  return {
    source: 'kubernetes',
    instance: 'prod-eu',
    state: 'live',
    from: at(0),
    at: at(59),
    ...more,
  };
}

const NOW = 60 * 60_000;

describe('coverageEntries', () => {
  it('tells an instance by the worst of its scopes', () => {
    expect(
      coverageEntries(
        [
          interval({ scope: 'pods' }),
          interval({ scope: 'jobs', state: 'stale', from: at(13) }),
        ],
        NOW,
      ),
    ).toEqual([expect.objectContaining({ state: 'stale', at: 13 * 60_000 })]);
  });

  it('lets a kind that may not be read say nothing of the others', () => {
    const forbidden = interval({ scope: 'nodes', state: 'forbidden' });
    const states = (...scopes: CoverageInterval[]) =>
      coverageEntries(scopes, NOW).map(({ state }) => state);
    expect(states(interval({ scope: 'pods' }), forbidden)).toEqual(['live']);
    expect(states(forbidden)).toEqual(['forbidden']);
  });

  it('leaves out what held only before, and what holds only later', () => {
    expect(
      coverageEntries(
        [
          interval({ scope: 'pods', state: 'stale', to: at(20) }),
          interval({ scope: 'pods', from: at(20) }),
          interval({ scope: 'pods', state: 'stale', from: at(70) }),
        ],
        NOW,
      ).map(entry => entry.state),
    ).toEqual(['live']);
  });

  it('says how long ago the least fresh live scope was heard of', () => {
    expect(
      coverageEntries(
        [
          interval({ scope: 'pods', at: at(59) }),
          interval({ scope: 'jobs', at: at(58) }),
        ],
        NOW,
      )[0].at,
    ).toBe(58 * 60_000);
  });

  it('puts silent sources first and names instances where the source alone would not tell', () => {
    const entries = coverageEntries(
      [
        interval({ scope: 'a' }),
        interval({ scope: 'b', source: 'github', instance: 'github.com' }),
        interval({ scope: 'c', instance: 'dr-eu', state: 'stale' }),
        interval({ scope: 'd', source: 'datadog', instance: 'eu' }),
        interval({ scope: 'e', source: 'datadog', instance: 'us' }),
      ],
      NOW,
    );
    expect(entries.map(entry => coverageName(entry, entries))).toEqual([
      'Kubernetes dr-eu',
      'Datadog eu',
      'Datadog us',
      'GitHub',
      'Kubernetes prod-eu',
    ]);
  });
});
