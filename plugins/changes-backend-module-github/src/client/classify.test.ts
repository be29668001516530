import { classify } from './classify';
import { GithubFailure, isLasting } from './GithubFailure';
import { RateGate } from './RateGate';

const NOW = Date.parse('2026-11-19T02:12:00Z');

function failure(
  status: number,
  message = 'No',
  headers: Record<string, string> = {},
) {
  return classify(
    Object.assign(new Error(message), { status, response: { headers } }),
    { host: 'github.com', repository: 'acme/rest-api', now: NOW },
  );
}

describe('classify', () => {
  it.each([
    [401, 'No', {}, 'unauthorised', undefined],
    [403, 'Forbidden', {}, 'forbidden', undefined],
    [404, 'Not Found', {}, 'not-found', undefined],
    [409, 'Git Repository is empty.', {}, 'not-found', undefined],
    [422, 'No commit found', {}, 'not-found', undefined],
    [451, 'Unavailable', {}, 'forbidden', undefined],
    [500, 'Oops', {}, 'unavailable', undefined],
    [403, 'x', { 'retry-after': '30' }, 'rate-limited', NOW + 30_000],
    [429, 'x', {}, 'rate-limited', NOW + 60_000],
    [
      403,
      'You have exceeded a secondary rate limit',
      {},
      'rate-limited',
      NOW + 60_000,
    ],
    [
      403,
      'x',
      {
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(NOW / 1000 + 600),
      },
      'rate-limited',
      NOW + 600_000,
    ],
    [
      403,
      'a wrong clock',
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '9999999999999' },
      'rate-limited',
      NOW + 3_600_000,
    ],
  ])('takes %i %s %j for %s', (status, message, headers, reason, retryAt) => {
    expect(
      failure(status, message, headers as Record<string, string>),
    ).toMatchObject({ reason, retryAt });
  });

  it('names what lies behind a lost connection', () => {
    const lost = new TypeError('fetch failed', {
      cause: new Error('connect ECONNREFUSED 10.0.0.1:443'),
    });
    expect(
      classify(lost, { host: 'git.acme.example', repository: 'a/b', now: NOW })
        .message,
    ).toBe(
      'git.acme.example cannot be reached: connect ECONNREFUSED 10.0.0.1:443',
    );
  });

  it('names single sign-on where that is in the way', () => {
    expect(
      failure(403, 'x', { 'x-github-sso': 'required; url=https://x' }).message,
    ).toContain('single sign-on');
  });

  it('tells what stays from what passes', () => {
    expect([401, 403, 404, 500, 429].map(s => isLasting(failure(s)))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('RateGate', () => {
  it('keeps one account back until its time has come', () => {
    let now = NOW;
    const gate = RateGate.create({ now: () => now });
    gate.note('github.com/acme', failure(403, 'x', { 'retry-after': '30' }));
    gate.note('github.com/other', failure(404));
    expect(() => gate.check('github.com/acme')).toThrow(GithubFailure);
    expect(() => gate.check('github.com/other')).not.toThrow();
    now += 30_000;
    expect(() => gate.check('github.com/acme')).not.toThrow();
  });
});
