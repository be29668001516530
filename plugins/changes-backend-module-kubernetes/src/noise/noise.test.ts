import { ConfigReader } from '@backstage/config';
import { CONFIG_MAP, DEPLOYMENT, kubernetesObject } from '../kinds';
import { ignoreRulesFrom } from './IgnoreRule';
import { NoiseFilter } from './NoiseFilter';

const filterOf = (ignore: unknown) =>
  NoiseFilter.create({
    cluster: 'prod-eu',
    ignore: ignoreRulesFrom(
      new ConfigReader({ changes: { kubernetes: { ignore } } } as never),
    ),
  });
const object = (metadata: object, rest: object = {}) =>
  kubernetesObject.parse({
    metadata: {
      name: 'app-config',
      namespace: 'shop',
      uid: 'u1',
      resourceVersion: '1',
      ...metadata,
    },
    ...rest,
  });
const reason = 'its operator rewrites it';

describe('NoiseFilter', () => {
  it('keeps back what its own rules name, and counts it', () => {
    const filter = filterOf([]);
    const noisy = object({ name: 'kube-root-ca.crt' });
    expect(filter.admit(CONFIG_MAP, noisy)).toBeUndefined();
    expect(filter.admit(CONFIG_MAP, noisy)).toBeUndefined();
    const quiet = object({});
    expect(filter.admit(CONFIG_MAP, quiet)).toBe(quiet);
    expect(filter.counts()).toEqual([
      {
        id: 'root-ca',
        reason: 'the cluster copies its root certificate into every namespace',
        count: 2,
      },
    ]);
  });

  it('counts an annotation that is left out each time it changes', () => {
    const filter = filterOf([]);
    for (const revision of ['1', '1', '2', '3']) {
      const annotations = { 'deployment.kubernetes.io/revision': revision };
      const deployment = object({ annotations });
      // Its reader needs it.
      expect(filter.admit(DEPLOYMENT, deployment)).toBe(deployment);
    }
    expect(filter.counts()).toMatchObject([{ id: 'revision', count: 2 }]);
  });

  it.each([
    [{ kind: 'ConfigMap', name: 'app-*' }, true],
    [{ kind: 'configmaps', namespace: 'shop' }, true],
    [{ kind: 'Deployment', name: 'app-config' }, false],
    [{ name: 'app' }, false],
    [{ namespace: 'sho*', cluster: 'prod-*' }, true],
    [{ namespace: 'shop', cluster: 'staging' }, false],
  ])('takes %j of the configuration at its word: %s', (rule, isIgnored) => {
    const filter = filterOf([{ reason, ...rule }]);
    expect(filter.admit(CONFIG_MAP, object({})) === undefined).toBe(isIgnored);
    expect(filter.ignores(CONFIG_MAP, object({}).metadata)).toBe(isIgnored);
    expect(filter.counts()).toEqual(
      isIgnored ? [{ id: 'ignore[0]', reason, count: 1 }] : [],
    );
  });

  it('takes the fields away that the configuration names', () => {
    const fields = [
      "metadata.annotations['example.com/synced-at']",
      'data.heartbeat',
      'spec.template.spec.containers[*].env[BUILD_ID]',
    ];
    const filter = filterOf([{ reason, fields }]);
    const env = [
      { name: 'BUILD_ID', value: '7' },
      { name: 'TTL', value: '5' },
    ];
    const read = filter.admit(
      DEPLOYMENT,
      object(
        { annotations: { 'example.com/synced-at': 'now', owner: 'me' } },
        {
          data: { heartbeat: '1', level: 'info' },
          spec: { template: { spec: { containers: [{ name: 'app', env }] } } },
        },
      ),
    );
    expect(read).toMatchObject({
      metadata: { annotations: { owner: 'me' } },
      data: { level: 'info' },
      spec: { template: { spec: { containers: [{ env: [env[1]] }] } } },
    });
    expect(JSON.stringify(read)).not.toMatch(/heartbeat|BUILD_ID|synced/);
    const other = object({}, { data: { level: 'info' } });
    expect(filter.admit(CONFIG_MAP, other)).toBe(other);
    expect(filter.counts()).toEqual([{ id: 'ignore[0]', reason, count: 1 }]);
  });

  it('tells no change of a field that is ignored from now on', () => {
    const filter = filterOf([{ reason, fields: ['data.heartbeat'] }]);
    filter.admit(CONFIG_MAP, object({}));
    const subjects = ['kubernetes:prod-eu/shop/ConfigMap/app-config'];
    const told = (before: object, after: object) =>
      filter.isChange({ before, after, subjects } as never);
    const level = (value: string) => ({ data: { level: value } });
    const stored = { data: { level: 'info', heartbeat: '1' } };
    expect(told(stored, level('info'))).toBe(false);
    expect(told(stored, level('debug'))).toBe(true);
    expect(told(level('info'), level('info'))).toBe(true);
  });
});

describe('ignoreRulesFrom', () => {
  it.each([
    [[{ kind: 'ConfigMap' }], 'changes.kubernetes.ignore[0].reason: must say'],
    [[{ reason }], 'changes.kubernetes.ignore[0]: needs kind, namespace'],
    [
      [
        { reason, name: 'a' },
        { reason, names: 'a' },
      ],
      "changes.kubernetes.ignore[1]: 'names' is no part of a rule",
    ],
    [
      [{ reason, fields: ['[0]'] }],
      "changes.kubernetes.ignore[0].fields[0]: '[0]' is no path",
    ],
    [[{ reason, fields: 'a' }], 'changes.kubernetes.ignore[0].fields: '],
    [{ reason, kind: 'a' }, 'changes.kubernetes.ignore: '],
  ])('refuses %j in a sentence that names the field', (ignore, message) => {
    expect(() => filterOf(ignore)).toThrow(message);
  });
});
