import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Sources } from '@ripplehq/backstage-plugin-changes-common';
import { configMap } from 'app/e2e/world/cluster/manifests.ts';
import { eventually } from 'app/e2e/world/eventually.ts';
import { root } from '../../../scripts/lib/workspace.mjs';
import { Backend, type BackendOptions } from './faults/Backend.ts';
import { TestCluster } from './TestCluster.ts';
import { writeCatalog } from './catalog.ts';

const FOLDER = path.join(root, 'docs/sources/kubernetes');
const WHOLE = 'whole';
const BOUND = 'bound';
const NAMESPACED = ['configmaps', 'deployments.apps', 'pods', 'jobs.batch'];
/** Kinds that a cluster without these tools does not serve. */
const OPTIONAL = /argoproj|fluxcd/;

describe('the rights that the docs give', () => {
  let cluster: TestCluster;
  let directory: string;
  let backend: Backend;
  let configured: BackendOptions;
  /** As the files have it, for the tests' own namespace. */
  let applied: string;

  const scopes = async (name: string) => {
    const { sources } = await backend.api.get<Sources>('/sources');
    return (
      sources.find(({ instance }) => instance === name)?.scopes ?? []
    ).filter(({ scope, to }) => !to && !OPTIONAL.test(scope));
  };
  const readsNamespace = (name: string) =>
    eventually(`${name} is read`, async () => {
      const live = (await scopes(name)).flatMap(({ scope, state }) =>
        state === 'live' ? [scope] : [],
      );
      return NAMESPACED.every(kind =>
        live.includes(`${name}/${cluster.namespace}/${kind}`),
      );
    });
  const mayI = (what: string[]) => {
    const { namespace } = cluster;
    return cluster
      .run(
        'auth',
        'can-i',
        ...what,
        `--as=system:serviceaccount:${namespace}:${namespace}`,
      )
      .catch(error => String(error));
  };
  const kubeconfig = async (name: string, account: string) => {
    const file = path.join(directory, `${name}.kubeconfig`);
    await writeFile(file, JSON.stringify(await cluster.login(account)));
    return { name, kubeconfig: file };
  };

  before(async () => {
    cluster = await TestCluster.open();
    directory = await mkdtemp(path.join(os.tmpdir(), 'ripple-rights-'));
    const { namespace } = cluster;
    const read = async (file: string) =>
      (await readFile(path.join(FOLDER, file), 'utf8'))
        .replaceAll('namespace: backstage', `namespace: ${namespace}`)
        .replaceAll('name: ripple', `name: ${namespace}`);
    applied = [
      await read('cluster-role.yaml'),
      await read('flow-schema.yaml'),
    ].join('\n---\n');
    await cluster.run('create', 'serviceaccount', namespace);
    await cluster.run('create', 'serviceaccount', BOUND);
    await cluster.kubectl.run(['apply', '-f', '-'], applied);
    // The same rules, in one namespace only.
    await cluster.run(
      'create',
      'rolebinding',
      BOUND,
      `--clusterrole=${namespace}`,
      `--serviceaccount=${namespace}:${BOUND}`,
    );
    const catalog = path.join(directory, 'catalog.yaml');
    await writeCatalog(catalog, namespace, { web: [] });
    configured = {
      catalog: [catalog],
      changes: {
        kubernetes: {
          clusters: [
            await kubeconfig(WHOLE, namespace),
            {
              ...(await kubeconfig(BOUND, BOUND)),
              namespaces: [namespace],
            },
            await kubeconfig('fallen-back', BOUND),
          ],
        },
      },
    };
    backend = await Backend.start(configured);
  });
  after(async () => {
    await backend?.remove();
    await cluster?.kubectl
      .run(['delete', '-f', '-', '--ignore-not-found'], applied)
      .catch(() => undefined);
    await cluster?.close();
    await rm(directory, { recursive: true, force: true });
  });

  it('suffice for all that is watched', async () => {
    const seen = await eventually('all kinds are read', async () => {
      const found = await scopes(WHOLE);
      return found.length > 15 && found.every(({ state }) => state === 'live')
        ? found
        : undefined;
    });
    assert.ok(seen.some(({ scope }) => scope === `${WHOLE}/nodes`));
  });

  it('let nobody read Secrets or logs, or write', async () => {
    for (const what of [
      ['get', 'secrets'],
      ['get', 'pods', '--subresource=log'],
      ['create', 'configmaps'],
      ['delete', 'deployments.apps'],
      ['get', 'anything.example.com'],
    ]) {
      assert.doesNotMatch(await mayI(what), /^yes/, what.join(' '));
    }
  });

  it('suffice in a single namespace, said or not', async () => {
    await readsNamespace(BOUND);
    await readsNamespace('fallen-back');
    const nodes = (await scopes(BOUND)).find(
      ({ scope }) => scope === `${BOUND}/nodes`,
    );
    assert.equal(nodes?.state, 'not-observed');
  });

  it('tell what changes, by each way', async () => {
    const labels = { 'backstage.io/kubernetes-id': 'web' };
    await cluster.kubectl.apply([
      configMap(cluster.namespace, 'web', { LEVEL: 'info' }, labels),
    ]);
    await eventually('each cluster tells of it', async () => {
      const { events } = await backend.api.entity<{
        events: { title: string; cluster?: string }[];
      }>('component:default/web', 'events', { type: 'change' });
      const told = events.filter(({ title }) => /web created/.test(title));
      return new Set(told.map(event => event.cluster)).size === 3;
    });
  });

  it('follow the configuration while the backend runs', async () => {
    const { namespace } = cluster;
    const { kubeconfig: file } = await kubeconfig(BOUND, BOUND);
    const renamed = {
      name: 'renamed',
      formerly: BOUND,
      kubeconfig: file,
      namespaces: [namespace],
    };
    await backend.reconfigure({
      ...configured,
      changes: { kubernetes: { clusters: [renamed] } },
    });
    await readsNamespace('renamed');
    await eventually('the others are not watched any more', async () =>
      (await scopes(WHOLE)).every(({ state }) => state !== 'live'),
    );
  });
});
