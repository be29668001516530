import assert from 'node:assert/strict';
import { it } from 'node:test';
import { at, listAt, objectAt } from '../json.ts';
import type { KubernetesObject } from '../KubernetesObject.ts';
import type { ControlPlane } from './ControlPlane.ts';
import { ownersOf, replicasOf } from './reading.ts';

const ARGO = 'argocd-controller';

/** Who wrote which field, and what is filled in. */
export function testOwnership(open: () => ControlPlane): void {
  it('remembers who applied, set, scaled and edited what', async () => {
    const api = open();
    const { plane } = api;
    const first = await api.apply(
      'deployments',
      api.manifest('owned', {
        replicas: 2,
        env: { A: '1', B: '2' },
        annotations: { note: 'x' },
      }),
      ARGO,
    );
    assert.deepEqual(ownersOf(first), [
      {
        manager: ARGO,
        operation: 'Apply',
        fields: {
          'f:metadata': { 'f:labels': { 'f:app': {} } },
          'f:spec': {
            'f:progressDeadlineSeconds': {},
            'f:replicas': {},
            'f:selector': {},
            'f:template': {
              'f:metadata': {
                'f:annotations': { 'f:note': {} },
                'f:labels': { 'f:app': {} },
              },
              'f:spec': {
                'f:containers': {
                  'k:{"name":"app"}': {
                    '.': {},
                    'f:env': {
                      'k:{"name":"A"}': {
                        '.': {},
                        'f:name': {},
                        'f:value': {},
                      },
                      'k:{"name":"B"}': {
                        '.': {},
                        'f:name': {},
                        'f:value': {},
                      },
                    },
                    'f:image': {},
                    'f:name': {},
                    'f:resources': { 'f:requests': { 'f:cpu': {} } },
                  },
                },
              },
            },
          },
        },
      },
    ]);

    await api.patch(
      'deployments',
      'owned',
      {
        spec: {
          template: {
            spec: { containers: [{ name: 'app', image: plane.images.new }] },
          },
        },
      },
      { type: 'strategic', manager: 'kubectl-set' },
    );
    await api.patch(
      'deployments',
      'owned/scale',
      { spec: { replicas: 3 } },
      { type: 'merge', manager: 'kubectl' },
    );
    // The applier lets go of B; it takes neither the image nor the number of replicas back, since it does not name them.
    const { spec, ...rest } = api.manifest('owned', { env: { A: '1' } });
    const [{ image: _, ...container }] = spec.template.spec.containers;
    const last = await api.apply(
      'deployments',
      {
        ...rest,
        spec: {
          ...spec,
          template: {
            ...spec.template,
            spec: { containers: [container] },
          },
        },
      } as ReturnType<typeof api.manifest>,
      ARGO,
    );
    assert.equal(replicasOf(last), 3);
    const [app] = listAt(last, 'spec', 'template', 'spec', 'containers');
    assert.equal(app.image, plane.images.new);
    assert.deepEqual(app.env, [{ name: 'A', value: '1' }]);
    const owners = ownersOf(last).filter(
      owner => at(owner, 'subresource') !== 'status',
    );
    assert.deepEqual(owners.slice(1), [
      {
        manager: 'kubectl',
        operation: 'Update',
        subresource: 'scale',
        timeless: true,
        fields: { 'f:spec': { 'f:replicas': {} } },
      },
      {
        manager: 'kubectl-set',
        operation: 'Update',
        fields: {
          'f:spec': {
            'f:template': {
              'f:spec': {
                'f:containers': { 'k:{"name":"app"}': { 'f:image': {} } },
              },
            },
          },
        },
      },
    ]);
  });

  it('remembers nobody who scales what nobody had numbered', async () => {
    const api = open();
    await api.apply('deployments', api.manifest('unnumbered'), ARGO);
    await api.patch(
      'deployments',
      'unnumbered/scale',
      { spec: { replicas: 2 } },
      { type: 'merge', manager: 'kubectl' },
    );
    const found = await api.rolledOut('unnumbered');
    assert.equal(replicasOf(found), 2);
    assert.deepEqual(
      ownersOf(found).map(owner => [
        at(owner, 'manager'),
        at(owner, 'subresource'),
      ]),
      [
        [ARGO, undefined],
        ['kube-controller-manager', 'status'],
      ],
    );
  });

  it('fills in what a manifest does not say', async () => {
    const api = open();
    const { metadata, spec } = await api.create(
      'deployments',
      api.manifest('filled', { replicas: 0 }),
    );
    const template = objectAt(spec, 'template', 'spec');
    assert.equal(metadata.generation, 1);
    assert.deepEqual(objectAt(spec, 'strategy'), {
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' },
    });
    assert.equal(at(spec, 'revisionHistoryLimit'), 10);
    assert.equal(template.restartPolicy, 'Always');
    assert.equal(template.terminationGracePeriodSeconds, 30);
    const [container] = listAt(template, 'containers');
    assert.equal(container.imagePullPolicy, 'IfNotPresent');
    assert.equal(container.terminationMessagePath, '/dev/termination-log');
    // Who creates owns the defaults, too.
    const [{ fields }] = ownersOf({ metadata } as KubernetesObject) as {
      fields: object;
    }[];
    assert.deepEqual(objectAt(fields, 'f:spec', 'f:strategy'), {
      'f:rollingUpdate': {
        '.': {},
        'f:maxSurge': {},
        'f:maxUnavailable': {},
      },
      'f:type': {},
    });
    assert.deepEqual(objectAt(fields, 'f:metadata'), {
      'f:labels': { '.': {}, 'f:app': {} },
    });
  });

  it('tells who edited one key of a ConfigMap', async () => {
    const api = open();
    await api.apply(
      'configmaps',
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'settings' },
        data: { CACHE_TTL: '300', LOG_LEVEL: 'info' },
      } as { metadata: { name: string } },
      ARGO,
    );
    const edited = await api.patch(
      'configmaps',
      'settings',
      { data: { CACHE_TTL: '3600' } },
      { type: 'merge', manager: 'kubectl-edit' },
    );
    assert.equal(edited.metadata.generation, undefined);
    assert.deepEqual(ownersOf(edited), [
      {
        manager: ARGO,
        operation: 'Apply',
        fields: { 'f:data': { 'f:LOG_LEVEL': {} } },
      },
      {
        manager: 'kubectl-edit',
        operation: 'Update',
        fields: { 'f:data': { 'f:CACHE_TTL': {} } },
      },
    ]);
    const same = await api.patch(
      'configmaps',
      'settings',
      { data: { CACHE_TTL: '3600' } },
      { type: 'merge', manager: 'somebody' },
    );
    assert.equal(
      same.metadata.resourceVersion,
      edited.metadata.resourceVersion,
    );
  });
}
