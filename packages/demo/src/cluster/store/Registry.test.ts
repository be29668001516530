import {
  configMap,
  deployment,
  NAMESPACE,
} from '../__testUtils__/deployments.ts';
import { listAt, numberAt, objectAt } from '../json.ts';
import type { KubernetesObject } from '../KubernetesObject.ts';
import { ObjectStore } from './ObjectStore.ts';
import { Registry } from './Registry.ts';

const ARGO = 'argocd-controller';
const NAME = { namespace: NAMESPACE, name: 'web' };
const DEPLOYMENT = { kind: 'Deployment', ...NAME };
const CONFIG_MAP = { kind: 'ConfigMap', ...NAME };

describe('Registry', () => {
  let now = Date.parse('2026-11-18T00:00:00Z');
  let store: ObjectStore;
  let registry: Registry;
  const managers = ({ metadata }: KubernetesObject) =>
    (metadata.managedFields ?? []).map(
      ({ manager, operation, subresource, time }) =>
        [manager, operation, subresource, time?.slice(11, 19)].join(' '),
    );

  beforeEach(() => {
    now = Date.parse('2026-11-18T00:00:00Z');
    store = ObjectStore.create();
    registry = Registry.create({ store, now: () => now, seed: 1 });
    registry.create(
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
      'kubectl-create',
    );
  });

  it('numbers specs, not statuses', () => {
    registry.apply(deployment('web', { replicas: 1 }), ARGO, { force: true });
    now += 60_000;
    const status = { replicas: 1 };
    registry.replaceStatus({ ...registry.get(DEPLOYMENT), status }, 'kcm');
    expect(registry.get(DEPLOYMENT).metadata.generation).toBe(1);
    const changed = registry.apply(deployment('web', { replicas: 2 }), ARGO, {
      force: true,
    });
    expect(changed.metadata.generation).toBe(2);
    expect(changed.status).toEqual(status);
    expect(managers(changed)).toEqual([
      'argocd-controller Apply  00:01:00',
      'kcm Update status 00:01:00',
    ]);
  });

  it('writes nothing where nothing is new', () => {
    registry.apply(deployment('web'), ARGO, { force: true });
    const { revision } = store;
    now += 60_000;
    registry.apply(deployment('web'), ARGO, { force: true });
    registry.replace(structuredClone(registry.get(DEPLOYMENT)), 'kubectl-edit');
    registry.scale(DEPLOYMENT, 1, 'kubectl');
    expect(store.revision).toBe(revision);
  });

  it('drops what an applier names no more, but not what others own', () => {
    registry.apply(configMap('web', { A: '1', B: '2', C: '3' }), ARGO, {
      force: true,
    });
    const edited = registry.get(CONFIG_MAP);
    registry.replace(
      { ...edited, data: { ...Object(edited.data), B: '9', D: '4' } },
      'kubectl-edit',
    );
    const applied = registry.apply(configMap('web', { A: '1' }), ARGO, {
      force: true,
    });
    expect(applied.data).toEqual({ A: '1', B: '9', D: '4' });
  });

  it('fills a field in again that an applier has dropped', () => {
    const limited = deployment('web', { spec: { revisionHistoryLimit: 2 } });
    registry.apply(limited, ARGO, { force: true });
    const next = registry.apply(deployment('web'), ARGO, { force: true });
    expect(numberAt(next, 'spec', 'revisionHistoryLimit')).toBe(10);
  });

  it('refuses an application that others contradict, unless it is forced', () => {
    registry.apply(configMap('web', { A: '1' }), ARGO, { force: true });
    const mine = configMap('web', { A: '2' });
    expect(() => registry.apply(mine, 'helm', { force: false })).toThrow(
      'conflicts with "argocd-controller"',
    );
    const agreed = registry.apply(configMap('web', { A: '1' }), 'helm', {
      force: false,
    });
    expect(managers(agreed)).toHaveLength(2);
    const forced = registry.apply(mine, 'helm', { force: true });
    expect(forced.data).toEqual({ A: '2' });
    expect(managers(forced)).toEqual(['helm Apply  00:00:00']);
  });

  it('keeps templates the same text, in whatever order they were written', () => {
    registry.apply(deployment('web'), ARGO, { force: true });
    const template = () =>
      JSON.stringify(objectAt(registry.get(DEPLOYMENT), 'spec', 'template'));
    const first = template();
    registry.apply(deployment('web', { image: 'web:v2' }), ARGO, {
      force: true,
    });
    const { spec, ...rest } = deployment('web') as KubernetesObject & {
      spec: object;
    };
    registry.apply(
      { ...rest, spec: Object.fromEntries(Object.entries(spec).reverse()) },
      ARGO,
      { force: true },
    );
    expect(template()).toBe(first);
  });

  it('remembers who scaled, without a time, where somebody had numbered the replicas', () => {
    registry.apply(deployment('web', { replicas: 1 }), ARGO, { force: true });
    const scaled = registry.scale(DEPLOYMENT, 3, 'kubectl');
    expect(scaled.metadata.generation).toBe(2);
    expect(managers(scaled)).toEqual([
      'argocd-controller Apply  00:00:00',
      'kubectl Update scale ',
    ]);
    const again = registry.scale(DEPLOYMENT, 4, 'kube-controller-manager');
    expect(managers(again)[1]).toBe('kube-controller-manager Update scale ');
    const taken = registry.apply(deployment('web', { replicas: 2 }), ARGO, {
      force: true,
    });
    expect(managers(taken)).toEqual(['argocd-controller Apply  00:00:00']);
    expect(() => registry.scale(DEPLOYMENT, -1, 'kubectl')).toThrow(
      'spec.replicas',
    );
  });

  it('gives pods time to end', () => {
    const pod = registry.create(
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { generateName: 'web-', namespace: NAMESPACE },
        spec: { containers: [{ name: 'app', image: 'web:v1' }] },
      },
      'kubectl-create',
    );
    const placed = registry.bind(pod, 'node-1', { phase: 'Running' });
    const name = { ...placed.metadata, kind: 'Pod' };
    registry.delete(name);
    const leaving = registry.get(name);
    expect(leaving.metadata.deletionTimestamp).toBe('2026-11-18T00:00:30Z');
    expect(leaving.metadata.generation).toBe(2);
    registry.delete(name, { graceSeconds: 0 });
    expect(registry.find(name)).toBeUndefined();
    expect(listAt(pod, 'spec', 'containers')[0].imagePullPolicy).toBe(
      'IfNotPresent',
    );
  });

  it.each([
    [
      'a name',
      { ...deployment('web'), metadata: { name: 'Web', namespace: NAMESPACE } },
      'metadata.name',
    ],
    [
      'containers',
      deployment('web', { spec: { template: { spec: { containers: [] } } } }),
      'spec.template.spec.containers',
    ],
    [
      'a number of replicas',
      deployment('web', { replicas: -1 }),
      'spec.replicas',
    ],
    [
      'labels',
      deployment('web', { spec: { selector: { matchLabels: { app: 'x' } } } }),
      'spec.template.metadata.labels',
    ],
    [
      'a namespace that is there',
      { ...deployment('web'), metadata: { name: 'web', namespace: 'none' } },
      'namespaces "none" not found',
    ],
    [
      'a version that is served',
      { ...deployment('web'), apiVersion: 'apps/v1beta1' },
      'apps/v1',
    ],
  ])('refuses an object without %s, and names the field', (_, object, said) => {
    expect(() => registry.create(object, 'kubectl')).toThrow(said);
  });

  it('lets nobody change a selector', () => {
    const live = registry.create(deployment('web'), 'kubectl');
    const labels = { app: 'web', tier: 'front' };
    const next = structuredClone(live) as KubernetesObject & {
      spec: { selector: object; template: { metadata: object } };
    };
    next.spec.selector = { matchLabels: labels };
    next.spec.template.metadata = { labels };
    expect(() => registry.replace(next, 'kubectl')).toThrow('immutable');
  });
});
