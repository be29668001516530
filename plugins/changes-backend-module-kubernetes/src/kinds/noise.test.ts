import { readFileSync } from 'node:fs';
import path from 'node:path';
import { kubernetesObject } from './KubernetesObject';
import {
  ANNOTATION_RULES,
  OBJECT_RULES,
  annotationRuleOf,
  objectRuleOf,
} from './noise';

const ruleOf = (kind: string, metadata: object, rest: object = {}) =>
  objectRuleOf(
    kind,
    kubernetesObject.parse({
      metadata: { name: 'x', uid: 'u', resourceVersion: '1', ...metadata },
      ...rest,
    }),
  )?.id;

describe('objectRuleOf', () => {
  it.each([
    [{ name: 'kube-root-ca.crt' }, 'root-ca'],
    [{ name: 'istio-ca-root-cert' }, 'mesh-ca'],
    [{ name: 'cluster-autoscaler-status' }, 'autoscaler-status'],
    [{ name: 'ingress-controller-leader-nginx' }, 'leader-name'],
    [{ name: 'cert-manager-leader-election' }, 'leader-name'],
    [
      { annotations: { 'control-plane.alpha.kubernetes.io/leader': '{}' } },
      'leader-annotation',
    ],
    [{ labels: { owner: 'helm', name: 'release' } }, 'helm-record'],
  ])('leaves out the ConfigMap %j by %s', (metadata, id) =>
    expect(ruleOf('configmaps', metadata)).toBe(id),
  );

  it('keeps what is a setting, and what is of another kind', () => {
    expect(ruleOf('configmaps', { name: 'app-config' })).toBeUndefined();
    expect(ruleOf('configmaps', { name: 'leaderboard' })).toBeUndefined();
    expect(ruleOf('services', { name: 'kube-root-ca.crt' })).toBeUndefined();
    expect(ruleOf('secrets', {}, { type: 'Opaque' })).toBeUndefined();
  });

  it('leaves out Secrets that programs make for themselves', () => {
    const type = 'helm.sh/release.v1';
    expect(ruleOf('secrets', {}, { type })).toBe('helm-secret');
  });
});

describe('annotationRuleOf', () => {
  it.each([
    ['deployment.kubernetes.io/revision', 'revision'],
    ['kubectl.kubernetes.io/last-applied-configuration', 'last-applied'],
    ['pv.kubernetes.io/bind-completed', 'volume-binding'],
    ['kubernetes.io/change-cause', undefined],
    ['kubectl.kubernetes.io/restartedAt', undefined],
  ])('knows %s by %s', (key, id) => expect(annotationRuleOf(key)?.id).toBe(id));
});

it('gives each rule of its own id a reason', () => {
  const rules = [...OBJECT_RULES, ...ANNOTATION_RULES];
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  for (const { reason } of rules) expect(reason).toMatch(/^[a-zA-Z].{20,}/);
});

it('lists each rule in the documentation with its reason', () => {
  const docs = readFileSync(
    path.resolve(__dirname, '../../../../docs/sources/kubernetes.md'),
    'utf8',
  );
  const rows = docs.split('\n').filter(line => line.startsWith('| `'));
  for (const { id, reason } of [...OBJECT_RULES, ...ANNOTATION_RULES]) {
    const row = rows.find(line => line.startsWith(`| \`${id}\``));
    expect(row).toContain(reason);
  }
});
