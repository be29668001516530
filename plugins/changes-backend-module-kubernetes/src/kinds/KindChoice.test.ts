import { ConfigReader } from '@backstage/config';
import { KindChoice } from './KindChoice';
import { SECRET } from './secret';

const choice = (kubernetes: object) =>
  KindChoice.fromConfig(
    new ConfigReader({ changes: { kubernetes: kubernetes as any } }),
  );
const ids = (kubernetes: object, cluster = 'prod-eu') =>
  choice(kubernetes)
    .in(cluster)
    .all.map(({ id }) => id);

describe('KindChoice', () => {
  it('watches workloads and what breaks them, and no Secrets, unless asked for more', () => {
    const core = ids({});
    expect(core).toEqual(
      expect.arrayContaining(['statefulsets.apps', 'nodes', 'configmaps']),
    );
    expect(core).not.toContain('secrets');
    expect(core).not.toContain('clusterroles.rbac.authorization.k8s.io');
    expect(ids({ profile: 'wide' })).toContain(
      'clusterroles.rbac.authorization.k8s.io',
    );
  });

  it('watches any further kind, of which it knows nothing', () => {
    const kinds = [
      {
        resource: 'certificates',
        group: 'cert-manager.io',
        version: 'v1',
        kind: 'Certificate',
      },
    ];
    const row = choice({ kinds })
      .in('prod-eu')
      .get('certificates.cert-manager.io');
    expect(row).toMatchObject({ scope: 'namespaced', isOptional: true });
  });

  it('takes a single kind of the wide profile by its name alone', () => {
    expect(ids({ kinds: [{ resource: 'serviceaccounts' }] })).toContain(
      'serviceaccounts',
    );
  });

  it('watches Secrets in the clusters and namespaces that are named', () => {
    const secrets = [
      { cluster: 'prod-eu', namespaces: ['shop'] },
      { cluster: 'dev' },
    ];
    const places = (cluster: string) => {
      const table = choice({ secrets }).in(cluster);
      return table.get('secrets') && (table.namespacesOf(SECRET) ?? 'all');
    };
    expect(places('prod-eu')).toEqual(['shop']);
    expect(places('dev')).toBe('all');
    expect(places('prod-us')).toBeUndefined();
  });

  it.each([
    [{ profile: 'all' }, /changes\.kubernetes\.profile/],
    [
      { kinds: [{ resource: 'issuers', group: 'cert-manager.io' }] },
      /kinds\[0\].*needs version and kind/,
    ],
    [{ kinds: [{ resource: 'secrets' }] }, /changes\.kubernetes\.secrets/],
    [
      { secrets: [{ cluster: 'prod-eu', namespaces: [] }] },
      /changes\.kubernetes\.secrets\.0\.namespaces/,
    ],
  ])('refuses %j, naming the field', (kubernetes, message) => {
    expect(() => choice(kubernetes)).toThrow(message);
  });
});
