import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { Screen } from 'app/e2e/Screen.ts';
import { Portal } from 'app/e2e/world/Portal.ts';
import { deployment, service } from 'app/e2e/world/cluster/manifests.ts';
import { REST_API } from 'app/e2e/world/github/restApi.ts';
import { GithubWorld } from 'demo/src/github/index.ts';
import { eventually } from 'app/e2e/world/eventually.ts';
import { missingBrowser } from '../../../scripts/lib/browser.mjs';
import { TestCluster } from './TestCluster.ts';
import { Timeline, clusterWatched } from './Timeline.ts';
import { writeCatalog } from './catalog.ts';

const GITHUB_TOKEN = 'token-of-github';
// In the list: on the timeline it is one mark with the deployment a minute before.
const CULPRIT = /^Deployed v2\.14\.1 and cut replicas 50 → 5/;
const image = (tag: string) => `ghcr.io/acme/rest-api:${tag}`;

describe('a real cluster in a browser', { skip: missingBrowser() }, () => {
  let cluster: TestCluster;
  let directory: string;
  let github: GithubWorld;
  let portal: Portal | undefined;

  const manifests = (tag: string, replicas: number) => [
    service(cluster.namespace, 'rest-api'),
    deployment(cluster.namespace, {
      name: 'rest-api',
      image: image(tag),
      replicas,
    }),
    deployment(cluster.namespace, {
      name: 'data-processor',
      image: image('v2.14.0'),
      replicas: 1,
      env: { REST_API_URL: 'http://rest-api' },
    }),
  ];

  before(async () => {
    cluster = await TestCluster.open();
    directory = await mkdtemp(path.join(os.tmpdir(), 'ripple-catalog-'));
    github = await GithubWorld.create({
      stories: [REST_API],
      now: Date.now,
      token: GITHUB_TOKEN,
      web: 'https://github.com',
    });
    await cluster.kubectl.apply(manifests('v2.14.0', 50));
  });
  afterEach(async () => {
    await portal?.stop();
    portal = undefined;
  });
  after(async () => {
    await github?.close();
    await cluster?.close();
    await rm(directory, { recursive: true, force: true });
  });

  it('shows what is applied upstream while one looks, with diff and commits', async () => {
    const catalog = path.join(directory, 'catalog.yaml');
    await writeCatalog(
      catalog,
      cluster.namespace,
      { 'data-processor': ['rest-api'], 'rest-api': [] },
      { 'github.com/project-slug': 'acme/rest-api' },
    );
    portal = await Portal.start({
      clusters: [cluster.config],
      catalog: [catalog],
      config: {
        changes: { graph: { refreshSeconds: 2 } },
        integrations: {
          github: [
            { host: 'github.com', apiBaseUrl: github.url, token: GITHUB_TOKEN },
          ],
        },
      },
    });
    await clusterWatched(portal, cluster.name);
    const timeline = Timeline.of(portal, 'component:default/data-processor');
    await eventually('rest-api is upstream', async () =>
      (await timeline.lanes()).some(({ title }) => title === 'rest-api'),
    );
    const screen = await Screen.open({ url: portal.url });
    try {
      const { page } = screen;
      await screen.goto('/catalog/default/component/data-processor/changes');
      await page
        .getByRole('group', { name: 'rest-api', exact: true })
        .waitFor();
      await cluster.kubectl.apply(manifests('v2.14.1', 5));
      await page.getByRole('button', { name: CULPRIT }).first().click();
      const drawer = page.getByRole('complementary', { name: 'Event details' });
      await drawer.getByText('spec.replicas').first().waitFor();
      assert.match((await drawer.innerText()).replace(/\s+/g, ' '), /50 → 5/);
      await drawer
        .getByText('Smaller replicas for the load test')
        .first()
        .waitFor();
      assert.deepEqual(screen.complaints, []);
    } finally {
      await screen.close();
    }
  });

  it("makes a catalog of the cluster's own labels and Services", async () => {
    portal = await Portal.start({
      clusters: [cluster.config],
      catalog: 'clusters',
    });
    const own = Timeline.of(
      portal,
      `component:${cluster.namespace}/data-processor`,
    );
    const lanes = await eventually(
      'data-processor depends on rest-api',
      async () => {
        const found = await own.lanes();
        return found.length > 1 && found;
      },
      120_000,
    );
    assert.deepEqual(
      lanes.map(({ title, degree }) => [title, degree]),
      [
        ['data-processor', 0],
        ['rest-api', 1],
      ],
    );
  });
});
