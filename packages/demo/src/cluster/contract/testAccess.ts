import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { ControlPlane } from './ControlPlane.ts';

const ARGO = 'argocd-controller';
const JSON_TYPE = { 'content-type': 'application/json' };

/** What watches with a selector are told, and what is refused. */
export function testAccess(open: () => ControlPlane): void {
  it('tells a watch that selects when an object begins and ceases to fit', async () => {
    const api = open();
    const settings = (tier: string) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'selected', labels: { tier } },
      data: {},
    });
    const first = await api.apply('configmaps', settings('back'), ARGO);
    const lines = await api.watch('configmaps', {
      labelSelector: 'tier=front',
      resourceVersion: first.metadata.resourceVersion,
    });
    await api.apply('configmaps', settings('front'), ARGO);
    await api.apply('configmaps', settings('back'), ARGO);
    const told = [await lines.next(), await lines.next()];
    await lines.return(undefined);
    assert.deepEqual(
      told.map(({ value }) => [value.type, value.object.metadata.name]),
      [
        ['ADDED', 'selected'],
        ['DELETED', 'selected'],
      ],
    );
  });

  it('refuses a reader what is not to be read, and to write', async t => {
    const api = open();
    const { plane } = api;
    if (!plane.reader) {
      t.skip('nobody is known who may only read');
      return;
    }
    const deployments = api.path('deployments');
    assert.equal(await api.readerStatus(deployments), 200);
    assert.equal(await api.readerStatus(api.path('secrets')), 403);
    assert.equal(
      await api.readerStatus(deployments, {
        method: 'POST',
        headers: JSON_TYPE,
        body: JSON.stringify(api.manifest('forbidden')),
      }),
      403,
    );
  });

  it('refuses what cannot be', async () => {
    const api = open();
    const deployments = api.path('deployments');
    const post = (body: object) =>
      api.status(deployments, {
        method: 'POST',
        headers: JSON_TYPE,
        body: JSON.stringify(body),
      });
    assert.equal(await post(api.manifest('taken', { replicas: 0 })), 201);
    assert.equal(await post(api.manifest('taken', { replicas: 0 })), 409);
    const { spec, ...rest } = api.manifest('odd');
    const labels = { app: 'another' };
    const odd = { ...spec, selector: { matchLabels: labels } };
    assert.equal(await post({ ...rest, spec: odd }), 422);
    const stale = await api.get('deployments', 'taken');
    assert.equal(
      await api.status(`${deployments}/taken`, {
        method: 'PUT',
        headers: JSON_TYPE,
        body: JSON.stringify({
          ...stale,
          metadata: { ...stale.metadata, resourceVersion: '1' },
        }),
      }),
      409,
    );
    assert.equal(
      await api.status(`${deployments}/none`, { method: 'DELETE' }),
      404,
    );
  });
}
