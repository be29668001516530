import { component } from '../__testUtils__/story';
import { claimsOf } from './claims';
import { type Edge, edgesOf } from './edges';
import { matchesLabels, parseLabelSelector } from './labelSelector';
import { LANES_MAX, walk } from './walk';

describe('label selectors', () => {
  it.each([
    ['app=web', { app: 'web' }, true],
    ['app==web', { app: 'api' }, false],
    ['app!=web', {}, true],
    ['app != web', { app: 'web' }, false],
    ['app in (web, api),tier', { app: 'api', tier: 'x' }, true],
    ['app in (web,api),tier', { app: 'api' }, false],
    ['app notin (web,api)', { app: 'other' }, true],
    ['!canary', {}, true],
    ['!canary', { canary: 'yes' }, false],
    ['app.kubernetes.io/name=web', { 'app.kubernetes.io/name': 'web' }, true],
    ['toString', {}, false],
  ])('%s on %j: %s', (text, labels, expected) => {
    const requirements = parseLabelSelector(text);
    expect(matchesLabels(requirements!, labels)).toBe(expected);
  });

  it.each(['', 'a b', 'a=b c', 'in (a)', 'a in b', '='])('refuses %j', text => {
    expect(parseLabelSelector(text)).toBeUndefined();
  });
});

describe('claims', () => {
  const claims = (
    annotations: Record<string, string>,
    options: Partial<Parameters<typeof claimsOf>[1]> = {},
  ) =>
    claimsOf(component('rest-api', { annotations }), {
      matchLabels: ['app'],
      githubHosts: ['github.com', 'github.acme.com'],
      pagerdutyAccount: 'main',
      ...options,
    }).map(({ rank, source, how, ...rest }) => ({ rank, how, ...rest }));

  it('name a PagerDuty service, of the first account unless another is named; an integration key is a secret and claims nothing', () => {
    const subjects = (annotations: Record<string, string>) =>
      claims(annotations, { pagerdutyAccount: 'emea' }).flatMap(claim =>
        'subject' in claim && claim.subject.startsWith('pagerduty:')
          ? [claim.subject]
          : [],
      );
    expect(subjects({ 'pagerduty.com/service-id': 'PDPROC1' })).toEqual([
      'pagerduty:emea/PDPROC1',
    ]);
    expect(
      subjects({
        'pagerduty.com/service-id': ' PDPROC1 ',
        'pagerduty.com/account': 'us',
      }),
    ).toEqual(['pagerduty:us/PDPROC1']);
    const withKey = claims({ 'pagerduty.com/integration-key': 'hush' });
    expect(JSON.stringify(withKey)).not.toContain('hush');
  });

  it('are by name without any annotation, the rules of the config after the Kubernetes plugin’s label', () => {
    expect(claims({})).toEqual([
      {
        rank: 0,
        how: 'subject',
        subject: 'catalog:component/default/rest-api',
      },
      {
        rank: 0,
        how: 'label',
        key: 'backstage.io/kubernetes-id',
        value: 'rest-api',
      },
      { rank: 1, how: 'label', key: 'app', value: 'rest-api' },
      {
        rank: 0,
        how: 'label',
        key: 'launchdarkly.com/tag.rest-api',
        value: 'true',
      },
    ]);
  });

  it('are by the selector alone where there is one, with a label to look it up by', () => {
    expect(
      claims({
        'backstage.io/kubernetes-label-selector': 'tier in (a,b),app=web',
        'backstage.io/kubernetes-id': 'other',
        'backstage.io/kubernetes-namespace': 'shop',
      }).slice(1, -1),
    ).toEqual([
      {
        rank: 0,
        how: 'selector',
        namespace: 'shop',
        requirements: [
          { operator: 'in', key: 'tier', values: ['a', 'b'] },
          { operator: 'in', key: 'app', values: ['web'] },
        ],
        anchor: { key: 'app', value: 'web' },
      },
    ]);
  });

  it('are narrowed to the clusters that the entity depends on', () => {
    expect(
      claims({}, { clusters: ['c1', 'c2'], matchLabels: [] })
        .slice(1, -1)
        .map(claim => 'cluster' in claim && claim.cluster),
    ).toEqual(['c1', 'c2']);
  });

  it.each([
    [
      { 'github.com/project-slug': 'acme/rest-api' },
      'github.com/acme/rest-api',
    ],
    [
      {
        'github.com/project-slug': 'acme/rest-api',
        'backstage.io/source-location': 'url:https://github.acme.com/x/y/',
      },
      'github.acme.com/acme/rest-api',
    ],
    [
      {
        'backstage.io/source-location':
          'url:https://github.com/acme/mono/tree/main/rest-api/',
      },
      'github.com/acme/mono',
    ],
    [
      {
        'github.com/project-slug': 'Acme/Rest-API',
        'backstage.io/source-location': 'url:https://gitlab.com/x/y/',
      },
      'github.com/acme/rest-api',
    ],
  ])('of %j are of the repository', (annotations, repository) => {
    expect(claims(annotations as Record<string, string>)).toContainEqual({
      rank: 0,
      how: 'subject',
      subject: `github:${repository}`,
    });
  });

  it.each([
    ['["ui", "checkout"]', ['ui', 'checkout']],
    ['ui, checkout', ['ui', 'checkout']],
    ['', []],
  ])('name flags by project and by the tags %j', (tags, expected) => {
    expect(
      claims({
        'launchdarkly.com/project-key': 'default',
        'launchdarkly.com/filter-tags': tags,
      }).at(-1),
    ).toEqual({
      rank: 0,
      how: 'selector',
      requirements: [
        {
          operator: 'in',
          key: 'launchdarkly.com/project',
          values: ['default'],
        },
        ...expected.map(tag => ({
          operator: 'exists',
          key: `launchdarkly.com/tag.${tag}`,
        })),
      ],
      anchor: { key: 'launchdarkly.com/project', value: 'default' },
    });
  });

  it('are what changes/subjects names, but never another entity’s own subject', () => {
    const subjects = claims({
      'changes/subjects': 'pagerduty:main/P1 nonsense catalog:user/default/a',
    }).flatMap(claim => ('subject' in claim ? claim.subject : []));
    expect(subjects).toEqual([
      'catalog:component/default/rest-api',
      'pagerduty:main/P1',
    ]);
  });
});

describe('edges', () => {
  it('step over APIs, follow parts, leave clusters out', () => {
    const entity = (ref: string, ...relations: [string, string][]) => ({
      ref,
      relations: relations.map(([type, target]) => ({ type, target })),
    });
    const edges = edgesOf(
      [
        entity(
          'component:default/a',
          ['dependsOn', 'resource:default/db'],
          ['dependsOn', 'resource:default/cluster'],
          ['consumesApi', 'api:default/x'],
          ['partOf', 'component:default/whole'],
          ['partOf', 'system:default/s'],
        ),
        entity('component:default/b', ['providesApi', 'api:default/x']),
        entity('api:default/x', ['apiProvidedBy', 'component:default/b']),
        entity(
          'system:default/s',
          ['hasPart', 'component:default/a'],
          ['hasPart', 'api:default/x'],
        ),
      ],
      ref => ref.endsWith('/cluster'),
    );
    const short = (ref: string) => ref.replace(/.*\//, '');
    expect(
      edges
        .map(
          ({ src, dst, relation }) => `${short(src)} ${relation} ${short(dst)}`,
        )
        .sort(),
    ).toEqual([
      'a consumesApi b',
      'a dependsOn db',
      'a subcomponentOf whole',
      's hasPart a',
      'whole hasSubcomponent a',
      'x apiProvidedBy b',
    ]);
  });
});

describe('walk', () => {
  const edges = ['ab', 'ac', 'bd', 'cd', 'de', 'ea', 'ef'].map(
    ([src, dst]): Edge => ({ src, dst, relation: 'dependsOn' }),
  );
  const paths = (over: Partial<Parameters<typeof walk>[0]> = {}) => {
    const { places, withheld } = walk({
      root: 'a',
      edges,
      direction: 'upstream',
      degree: 4,
      isVisible: () => true,
      ...over,
    });
    return [places.map(({ path }) => path.join('')), withheld];
  };

  it('keeps the shortest path, and ends in a cycle', () => {
    expect(paths()).toEqual([['a', 'ab', 'ac', 'abd', 'abde', 'abdef'], 0]);
    expect(paths({ degree: 1 })).toEqual([['a', 'ab', 'ac'], 0]);
    expect(paths({ direction: 'downstream', degree: 2 })).toEqual([
      ['a', 'ae', 'aed'],
      0,
    ]);
  });

  it('leaves out the farthest of too many, and says how many', () => {
    const { places, leftOut, withheld } = walk({
      root: 'a',
      edges: Array.from({ length: LANES_MAX + 9 }, (_, i) => ({
        src: 'a',
        dst: `b${i}`,
        relation: 'dependsOn',
      })),
      direction: 'upstream',
      degree: 1,
      isVisible: ref => ref !== 'b3',
    });
    expect([places.length, leftOut, withheld]).toEqual([LANES_MAX, 9, 1]);
  });

  it('goes round what is hidden where there is a way, and counts what is lost', () => {
    expect(paths({ isVisible: ref => ref !== 'b' })).toEqual([
      ['a', 'ac', 'acd', 'acde', 'acdef'],
      1,
    ]);
    expect(paths({ isVisible: ref => ref !== 'd' })).toEqual([
      ['a', 'ab', 'ac'],
      3,
    ]);
  });
});
