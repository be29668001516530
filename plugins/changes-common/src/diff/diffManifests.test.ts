import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import type { JsonObject, JsonValue } from '@backstage/types';
import { applyFieldChanges } from '../__testUtils__/applyFieldChanges';
import { diffManifests } from './diffManifests';
import { hiddenValue } from './marks';

const deployment = (containers: JsonObject[], replicas = 50) => ({
  metadata: { labels: { 'app.kubernetes.io/name': 'rest-api' } },
  spec: { replicas, template: { spec: { containers } } },
});

describe('diffManifests', () => {
  it('names fields as Kubernetes does', () => {
    expect(
      diffManifests(
        deployment([
          {
            name: 'app',
            image: 'rest-api:2.14.0',
            env: [{ name: 'CACHE_TTL', value: '300' }],
          },
        ]),
        deployment(
          [
            { name: 'proxy', image: 'envoy:1' },
            {
              name: 'app',
              image: 'rest-api:2.14.1',
              env: [{ name: 'CACHE_TTL', value: '120' }],
            },
          ],
          5,
        ),
      ),
    ).toEqual([
      { path: 'spec.replicas', before: 50, after: 5 },
      {
        path: 'spec.template.spec.containers[app].image',
        before: 'rest-api:2.14.0',
        after: 'rest-api:2.14.1',
      },
      {
        path: 'spec.template.spec.containers[app].env[CACHE_TTL].value',
        before: '300',
        after: '120',
      },
      {
        path: 'spec.template.spec.containers[proxy]',
        after: { name: 'proxy', image: 'envoy:1' },
      },
    ]);
  });

  it('quotes keys with other characters', () => {
    expect(diffManifests({ data: { 'a.json': '1' } }, { data: {} })).toEqual([
      { path: "data['a.json']", before: '1' },
    ]);
  });

  it('takes fields of any name', () => {
    expect(
      diffManifests({ constructor: ['a'] }, { constructor: ['b'] }),
    ).toEqual([{ path: 'constructor[0]', before: 'a', after: 'b' }]);
  });

  it('says that hidden values differ, but not what they are', () => {
    expect(
      diffManifests(
        { data: { a: hiddenValue('1a'), b: hiddenValue('2b') } },
        { data: { a: hiddenValue('3c'), b: hiddenValue('2b') } },
      ),
    ).toEqual([{ path: 'data.a', redacted: true }]);
  });

  it('falls back to positions where names repeat', () => {
    expect(
      diffManifests(
        {
          env: [
            { name: 'A', value: '1' },
            { name: 'A', value: '2' },
          ],
        },
        {
          env: [
            { name: 'A', value: '1' },
            { name: 'A', value: '3' },
          ],
        },
      ),
    ).toEqual([{ path: 'env[1].value', before: '2', after: '3' }]);
  });

  it('is empty exactly when nothing differs, and swaps with its arguments', () => {
    const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<JsonValue>;
    fc.assert(
      fc.property(json, json, (a, b) => {
        expect(diffManifests(a, a)).toEqual([]);
        const clone = JSON.parse(JSON.stringify(a));
        expect(diffManifests(a, clone)).toEqual([]);
        const forth = diffManifests(a, b);
        const back = diffManifests(b, a);
        expect(new Set(forth.map(c => c.path))).toEqual(
          new Set(back.map(c => c.path)),
        );
        const plain = (value: JsonValue) => JSON.parse(JSON.stringify(value));
        expect(forth.length === 0).toBe(isDeepStrictEqual(plain(a), plain(b)));
      }),
    );
  });
});

describe('diffManifests of Kubernetes objects', () => {
  const object = (spec: JsonObject, kind = 'Deployment') => ({
    apiVersion: kind === 'Rollout' ? 'argoproj.io/v1alpha1' : 'apps/v1',
    kind,
    spec,
  });
  const pod = (container: JsonObject, rest: JsonObject = {}) =>
    object({
      template: { spec: { containers: [{ name: 'app', ...container }] } },
      ...rest,
    });
  const diff = (before: JsonObject, after: JsonObject) =>
    diffManifests(pod(before), pod(after));

  it('takes one amount for the same, however it is written', () => {
    const limits = (cpu: JsonValue, memory: JsonValue) => ({
      resources: { limits: { cpu, memory } },
    });
    expect(diff(limits('1000m', '1Gi'), limits(1, '1024Mi'))).toEqual([]);
    expect(diff(limits('0.07', '1e3'), limits('70m', '1k'))).toEqual([]);
    expect(
      diff(limits('1', '9007199254740993'), limits('1', '9007199254740992')),
    ).toHaveLength(1);
    expect(
      diffManifests(
        object({ interval: '60s', path: '1m' }, 'Rollout'),
        object({ interval: '1m0s', path: '60s' }, 'Rollout'),
      ),
    ).toEqual([{ path: 'spec.path', before: '1m', after: '60s' }]);
    expect(
      diffManifests(
        { apiVersion: 'v1', kind: 'ConfigMap', data: { timeout: '60s' } },
        { apiVersion: 'v1', kind: 'ConfigMap', data: { timeout: '1m' } },
      ),
    ).toHaveLength(1);
  });

  it('leaves out what the API server filled in', () => {
    expect(
      diffManifests(
        pod({ image: 'a:1' }),
        pod(
          {
            image: 'a:1',
            imagePullPolicy: 'IfNotPresent',
            resources: {},
            terminationMessagePath: '/dev/termination-log',
          },
          {
            progressDeadlineSeconds: 600,
            strategy: {
              type: 'RollingUpdate',
              rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' },
            },
          },
        ),
      ),
    ).toEqual([]);
    expect(
      diff(
        {},
        {
          readinessProbe: {
            httpGet: { path: '/', port: 80, scheme: 'HTTP' },
            periodSeconds: 10,
            timeoutSeconds: 5,
          },
        },
      ),
    ).toEqual([
      {
        path: 'spec.template.spec.containers[app].readinessProbe',
        after: { httpGet: { path: '/', port: 80 }, timeoutSeconds: 5 },
      },
    ]);
    const account = (name: string) =>
      object({
        template: { spec: { serviceAccountName: name, serviceAccount: name } },
      });
    expect(diffManifests(account('a'), account('b'))).toEqual([
      {
        path: 'spec.template.spec.serviceAccountName',
        before: 'a',
        after: 'b',
      },
    ]);
    // A custom kind has pods, but nobody knows what else is filled in.
    expect(
      diffManifests(
        object({ replicas: 1 }, 'Rollout'),
        object({ replicas: 1, revisionHistoryLimit: 10 }, 'Rollout'),
      ),
    ).toHaveLength(1);
    expect(diffManifests({ protocol: 'TCP' }, {})).toHaveLength(1);
  });

  it.each<[string, JsonObject, JsonObject, string[]]>([
    [
      'the first variable',
      {},
      { env: [{ name: 'A', value: '1' }] },
      ['env[A]'],
    ],
    [
      'a source of variables in front',
      { envFrom: [{ secretRef: { name: 'b' } }] },
      {
        envFrom: [
          { configMapRef: { name: 'a' } },
          { secretRef: { name: 'b' } },
        ],
      },
      ['envFrom[a]'],
    ],
    [
      'two protocols of one port',
      { ports: [{ containerPort: 53, protocol: 'UDP' }] },
      {
        ports: [
          { containerPort: 53, protocol: 'TCP' },
          { containerPort: 53, protocol: 'UDP' },
        ],
      },
      ['ports[53,TCP]'],
    ],
    [
      'a flag that moved',
      { args: ['--workers=8', '--verbose'] },
      { args: ['--verbose', '--workers=2'] },
      ['args[--workers]'],
    ],
    ['a set', { add: ['A', 'B'] }, { add: ['B', 'C'] }, ['add[A]', 'add[C]']],
    [
      'an odd name',
      { env: [{ name: "a]'\\" }] },
      { env: [{ name: "a]'\\", value: '1' }] },
      ["env[a\\]'\\\\].value"],
    ],
  ])('names items of lists by their keys: %s', (_, before, after, paths) => {
    expect(diff(before, after).map(({ path }) => path)).toEqual(
      paths.map(path => `spec.template.spec.containers[app].${path}`),
    );
  });

  it('tells the rules of an Ingress apart by their hosts, unless a host changed', () => {
    const ingress = (...hosts: string[]) => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      spec: { rules: hosts.map(host => ({ host })) },
    });
    expect(diffManifests(ingress('a', 'b'), ingress('c', 'a', 'b'))).toEqual([
      { path: 'spec.rules[c]', after: { host: 'c' } },
    ]);
    expect(diffManifests(ingress('a', 'b'), ingress('a', 'c'))).toEqual([
      { path: 'spec.rules[1].host', before: 'b', after: 'c' },
    ]);
  });

  it('names the metrics of an autoscaler', () => {
    const hpa = (cpu: number) =>
      object({
        metrics: [
          {
            type: 'Resource',
            resource: { name: 'cpu', target: { value: cpu } },
          },
          { type: 'Pods', pods: { metric: { name: 'rps' } } },
        ],
      });
    expect(diffManifests(hpa(50), hpa(80))).toEqual([
      {
        path: 'spec.metrics[cpu].resource.target.value',
        before: 50,
        after: 80,
      },
    ]);
  });
});

describe('a difference applied to what was before', () => {
  const name = fc.constantFrom('a', 'b', "c]'d", 'e.f', '\\', 'ports');
  const value = fc.oneof(
    fc.constantFrom('1', '1000m', '1Gi', '', 'x\ny'),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  );
  const map = fc.dictionary(name, value, { maxKeys: 4 });
  const items = (key: string) =>
    fc.uniqueArray(
      fc.tuple(name, map).map(([it, rest]) => ({ ...rest, [key]: it })),
      { selector: item => String(item[key]), maxLength: 4 },
    );
  const container = fc.record(
    {
      name,
      image: fc.constantFrom('a:1', 'a:2', 'a'),
      imagePullPolicy: fc.constantFrom('Always', 'IfNotPresent'),
      env: items('name'),
      ports: items('containerPort'),
      args: fc.array(fc.constantFrom('--a=1', '--a=2', '--b', 'c'), {
        maxLength: 4,
      }),
      resources: fc.record({ limits: map }, { requiredKeys: [] }),
      livenessProbe: fc.record(
        { periodSeconds: fc.constantFrom(5, 10), scheme: value },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: ['name'] },
  );
  const manifest = fc
    .record({
      kind: fc.constantFrom('Deployment', 'Service'),
      metadata: fc.record({ labels: map, finalizers: fc.uniqueArray(name) }),
      data: map,
      spec: fc.record({
        replicas: fc.constantFrom(1, 5),
        template: fc.record({
          spec: fc.record({
            containers: fc.uniqueArray(container, {
              selector: it => it.name,
              maxLength: 3,
            }),
          }),
        }),
      }),
    })
    .map(object => ({ apiVersion: 'apps/v1', ...object } as JsonObject));

  it('gives what was after, for objects of Kubernetes', () => {
    fc.assert(
      fc.property(manifest, manifest, (before, after) => {
        const applied = applyFieldChanges(before, diffManifests(before, after));
        expect(diffManifests(applied, after)).toEqual([]);
        expect(diffManifests(after, applied)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('gives exactly what was after, for any JSON', () => {
    const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<JsonValue>;
    fc.assert(
      fc.property(json, json, (a, b) => {
        const [before, after] = JSON.parse(JSON.stringify([a, b]));
        const changes = diffManifests(before, after);
        expect(applyFieldChanges(before, changes)).toEqual(after);
      }),
      { numRuns: 500 },
    );
  });
});
