import { InputError } from '@backstage/errors';
import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import { fuzz } from '../__testUtils__/fuzz';
import { toObservations } from './toObservations';

/*
 * Entries in the shape of https://launchdarkly.com/docs/api/audit-log, written for this project.
 */

const RECEIVED_AT = '2026-11-19T04:00:00.000Z';
const MAIN = {
  instance: 'main',
  environments: new Map([['production', 'prod']]),
  baseUrl: 'https://app.launchdarkly.com',
};

const RULE = { clauses: [{ attribute: 'email', op: 'endsWith' }] };

function entry(overrides: object = {}) {
  return {
    _id: '655a0e2f1b5f8d12d5a7c001',
    date: Date.parse('2026-11-19T02:40:48.120Z'),
    kind: 'flag',
    name: 'Checkout, second version',
    titleVerb: 'turned on the flag',
    title:
      '[Ines Okafor](mailto:ines@acme.example) turned on the flag [Checkout](https://x)',
    comment: 'Half of the shop',
    accesses: [
      {
        action: 'updateOn',
        resource: 'proj/default:env/production:flag/checkout-v2;team-shop,ui',
      },
    ],
    target: {
      name: 'Checkout, second version',
      resources: ['proj/default:env/production:flag/checkout-v2;team-shop,ui'],
    },
    member: {
      email: 'ines@acme.example',
      firstName: 'Ines',
      lastName: 'Okafor',
    },
    _links: { site: { href: '/default/production/features/checkout-v2' } },
    ...overrides,
  };
}

/** A flag in production, as versions hold it. */
function version(environment: object) {
  return {
    key: 'checkout-v2',
    variations: [{ value: true, name: 'new' }, { value: false }],
    environments: {
      production: {
        on: true,
        salt: 'c713989066a446febf07a42d488221e8',
        lastModified: 1718299647527,
        rules: [],
        fallthrough: { variation: 1 },
        ...environment,
      },
    },
  };
}

const versions = (before: object, after: object) => ({
  previousVersion: version(before),
  currentVersion: version(after),
});

function told(overrides: object = {}): Observation {
  return toObservations(entry(overrides), RECEIVED_AT, MAIN).observations![0];
}

describe("LaunchDarkly's changes", () => {
  it('are told with who, when, where and why', () => {
    expect(told()).toEqual(
      expect.objectContaining({
        type: 'change',
        kind: 'flag',
        key: '655a0e2f1b5f8d12d5a7c001',
        title: 'checkout-v2: turned on in production',
        start: '2026-11-19T02:40:48.120Z',
        end: { at: '2026-11-19T02:40:48.120Z', status: 'succeeded' },
        environment: 'prod',
        actor: { name: 'Ines Okafor', kind: 'user' },
        subjects: ['launchdarkly:main/default/checkout-v2'],
        links: [
          {
            title: 'LaunchDarkly',
            url: 'https://app.launchdarkly.com/default/production/features/checkout-v2',
          },
        ],
        evidence: [
          { label: 'Comment', text: 'Half of the shop' },
          { label: 'Environment', text: 'production' },
          { label: 'Actions', text: 'updateOn' },
        ],
      }),
    );
  });

  it('give the flag its project and its tags', () => {
    const { subjects } = toObservations(entry(), RECEIVED_AT, MAIN);
    expect(subjects).toEqual([
      expect.objectContaining({
        subject: 'launchdarkly:main/default/checkout-v2',
        kind: 'flag',
        labels: {
          'launchdarkly.com/project': 'default',
          'launchdarkly.com/tag.team-shop': 'true',
          'launchdarkly.com/tag.ui': 'true',
        },
      }),
    ]);
  });

  it.each([
    [{ on: false }, { on: true }, 'turned on'],
    [{ on: true }, { on: false }, 'turned off'],
    [
      { fallthrough: { variation: 1 } },
      { fallthrough: { variation: 0 } },
      'serves new in place of false',
    ],
    [
      { fallthrough: { rollout: { variations: shares(50) } } },
      { fallthrough: { rollout: { variations: shares(75) } } },
      '50 % → 75 % new',
    ],
    [
      { fallthrough: { variation: 1 } },
      { fallthrough: { rollout: { variations: shares(0.5) } } },
      '0 % → 0.5 % new',
    ],
    [{ rules: [] }, { rules: [RULE] }, 'targeting rules 0 → 1'],
    [
      { rules: [RULE] },
      { rules: [{ ...RULE, variation: 1 }] },
      'targeting rules changed',
    ],
  ])('from %j to %j say: %s', (before, after, words) => {
    const change = told(versions(before, after));
    expect(change.title).toBe(`checkout-v2: ${words} in production`);
    expect(change.before).toEqual(
      expect.objectContaining({ ...before, on: expect.any(Boolean) }),
    );
    expect(JSON.stringify(change.after)).not.toMatch(/salt|lastModified/);
  });

  it('say what LaunchDarkly says where it sends no versions', () => {
    expect(
      told({ titleVerb: 'updated rules of the flag', kind: 'flag' }).title,
    ).toBe('checkout-v2: updated rules in production');
    expect(told({ titleVerb: undefined }).title).toBe(
      'checkout-v2: updateOn in production',
    );
  });

  it('of several environments belong to none', () => {
    const change = told({
      target: {
        resources: [
          'proj/default:env/production:flag/checkout-v2',
          'proj/default:env/staging:flag/checkout-v2',
        ],
      },
    });
    expect(change.environment).toBeUndefined();
    expect(change.title).toBe('checkout-v2: turned on');
  });

  it('of people and roles are changes of access', () => {
    const change = told({
      kind: 'member',
      titleVerb: 'changed the role of the member',
      accesses: [{ action: 'updateRole', resource: 'member/6241dc47' }],
      target: { resources: ['member/6241dc47'] },
    });
    expect(change).toEqual(
      expect.objectContaining({
        kind: 'access',
        subjects: ['launchdarkly:main/member/6241dc47'],
      }),
    );
  });

  it('by a token or an app name it, and by nobody name nobody', () => {
    expect(told({ member: null, token: { name: 'terraform' } }).actor).toEqual({
      name: 'terraform',
      kind: 'bot',
    });
    expect(told({ app: { name: 'Slack' } }).actor).toEqual({
      name: 'Ines Okafor',
      kind: 'user',
      via: 'Slack',
    });
    expect(told({ member: undefined }).actor).toBeUndefined();
  });

  it('never lead to another site', () => {
    expect(
      told({ _links: { site: { href: 'https://evil.example/x' } } }).links,
    ).toEqual([]);
    expect(
      told({ _links: { site: { href: '//evil.example/x' } } }).links,
    ).toEqual([]);
  });

  it('as integrations render them are understood as well', () => {
    const change = toObservations(
      {
        _id: '5e38bf6706121d8aaf15392a',
        timestamp: { milliseconds: Date.parse('2026-11-19T02:00:00Z') },
        kind: 'flag',
        key: 'demo-flag',
        titleVerb: 'turned off the flag',
        title: { plainText: 'Ines Okafor turned off the flag Demo flag' },
        details: { plainText: 'Off\nfor all' },
        project: { key: 'shop', environment: { key: 'production' } },
        tags: ['ops'],
      },
      RECEIVED_AT,
      MAIN,
    ).observations![0];
    expect(change).toEqual(
      expect.objectContaining({
        title: 'demo-flag: turned off in production',
        start: '2026-11-19T02:00:00.000Z',
        subjects: ['launchdarkly:main/shop/demo-flag'],
      }),
    );
  });

  it('without an id are refused by name', () => {
    expect(() =>
      toObservations(entry({ _id: undefined }), RECEIVED_AT, MAIN),
    ).toThrow(InputError);
    expect(() =>
      toObservations(entry({ _id: undefined }), RECEIVED_AT, MAIN),
    ).toThrow(/^_id: /);
    expect(() => toObservations('<html>', RECEIVED_AT, MAIN)).toThrow(
      'The body is no JSON',
    );
  });

  it('of any form are refused or fit the schemas', () => {
    const understood = fuzz(
      [entry(), entry(versions({ on: false }, { rules: [RULE] }))],
      body => toObservations(body, RECEIVED_AT, MAIN),
    );
    expect(understood).toBeGreaterThan(0);
  });
});

function shares(percent: number) {
  return [
    { variation: 0, weight: percent * 1000 },
    { variation: 1, weight: 100_000 - percent * 1000 },
  ];
}
