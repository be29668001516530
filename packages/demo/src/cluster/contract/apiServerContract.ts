import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type WatchLine, linesOf } from './watchLines.ts';

/** An API server to hold against the contract. */
export interface ApiServerUnderTest {
  url: string;
  /** What logs in; nothing where whoever comes is. */
  headers?: Record<string, string>;
  /** A namespace with at least three Deployments. */
  namespace: string;
  /** Changes a Deployment of that namespace. */
  change(): Promise<void>;
  /** Makes it forget what led to the present; absent where that cannot be had. */
  forget?(): Promise<void>;
}

const DEPLOYMENTS = '/apis/apps/v1/deployments';

/** What Ripple's reflector and its tests rely on. Real API servers, the replay and the demo's clusters must agree in it. */
export function describeApiServer(
  name: string,
  open: () => Promise<ApiServerUnderTest>,
): void {
  describe(`${name} as an API server`, () => {
    const get = async (path: string, headers?: Record<string, string>) => {
      const { url, headers: login } = await open();
      return fetch(`${url}${path}`, { headers: { ...login, ...headers } });
    };
    const getJson = async (path: string, headers?: Record<string, string>) =>
      (await get(path, headers)).json();
    const watch = async (query: string, headers?: Record<string, string>) => {
      const response = await get(`${DEPLOYMENTS}?watch=true&${query}`, headers);
      assert.equal(response.status, 200);
      return linesOf(response);
    };

    it('lists in pages of one snapshot', async () => {
      const all = await getJson(DEPLOYMENTS);
      const names: string[] = [];
      let token = '';
      let pages = 0;
      do {
        const page = await getJson(
          `${DEPLOYMENTS}?limit=2&continue=${encodeURIComponent(token)}`,
        );
        assert.ok(page.items.length <= 2);
        names.push(...page.items.map(nameOf));
        token = page.metadata.continue ?? '';
        pages += 1;
      } while (token !== '');
      assert.deepEqual(names, all.items.map(nameOf));
      assert.ok(pages > 1);
      assert.equal(all.kind, 'DeploymentList');
      assert.equal(all.items[0].kind, undefined);
    });

    it('tells its clock', async () => {
      const response = await get(`${DEPLOYMENTS}?limit=1`);
      const skewMs = Date.parse(response.headers.get('date')!) - Date.now();
      assert.ok(Math.abs(skewMs) < 5_000);
    });

    it('tells by watch what changes after a list', async () => {
      const { change, namespace } = await open();
      const { metadata } = await getJson(
        `/apis/apps/v1/namespaces/${namespace}/deployments`,
      );
      const lines = await watch(
        `resourceVersion=${metadata.resourceVersion}&timeoutSeconds=30`,
      );
      const first = lines.next();
      await change();
      const { type, object } = (await first).value!;
      assert.equal(type, 'MODIFIED');
      assert.equal(object.kind, 'Deployment');
      assert.ok(
        Number(object.metadata.resourceVersion) >
          Number(metadata.resourceVersion),
      );
      await lines.return(undefined);
      // Whoever comes back later with the same version is told again.
      const again = await watch(
        `resourceVersion=${metadata.resourceVersion}&timeoutSeconds=30`,
      );
      const repeated = (await again.next()).value!;
      assert.equal(
        repeated.object.metadata.resourceVersion,
        object.metadata.resourceVersion,
      );
      await again.return(undefined);
    });

    it('begins a watch without a version with what is there', async () => {
      const { items } = await getJson(DEPLOYMENTS);
      const lines = await watch('timeoutSeconds=30');
      const names: string[] = [];
      while (names.length < items.length) {
        const { type, object } = (await lines.next()).value!;
        assert.equal(type, 'ADDED');
        names.push(object.metadata.name);
      }
      await lines.return(undefined);
      assert.deepEqual(names.toSorted(), items.map(nameOf).toSorted());
    });

    // API servers send the last one two seconds before the end, and none in a watch of a few seconds.
    it('ends a watch cleanly, not without a bookmark', async () => {
      const { metadata } = await getJson(`${DEPLOYMENTS}?limit=1`);
      const lines = await watch(
        `resourceVersion=${metadata.resourceVersion}&timeoutSeconds=12&allowWatchBookmarks=true`,
      );
      const told: WatchLine[] = [];
      for await (const line of lines) told.push(line);
      const bookmark = told.findLast(({ type }) => type === 'BOOKMARK');
      assert.equal(bookmark?.object.kind, 'Deployment');
      assert.ok(
        Number(bookmark.object.metadata.resourceVersion) >=
          Number(metadata.resourceVersion),
      );
    });

    it('leaves out all but the metadata when asked', async () => {
      const list = await getJson(DEPLOYMENTS, {
        accept:
          'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
      });
      assert.equal(list.kind, 'PartialObjectMetadataList');
      assert.ok(list.items[0].metadata.managedFields.length > 0);
      assert.equal(list.items[0].spec, undefined);
      const lines = await watch('timeoutSeconds=30', {
        accept: 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
      });
      const { object } = (await lines.next()).value!;
      await lines.return(undefined);
      assert.equal(object.kind, 'PartialObjectMetadata');
      assert.equal(object.spec, undefined);
    });

    it('selects by labels and by name', async () => {
      const { items } = await getJson(DEPLOYMENTS);
      const { name: wanted, labels } = items[0].metadata;
      const [key, value] = Object.entries(labels)[0];
      const labelled = await getJson(
        `${DEPLOYMENTS}?labelSelector=${encodeURIComponent(`${key}=${value}`)}`,
      );
      assert.ok(labelled.items.map(nameOf).includes(wanted));
      const named = await getJson(
        `${DEPLOYMENTS}?fieldSelector=metadata.name%3D${wanted}`,
      );
      assert.deepEqual(new Set(named.items.map(nameOf)), new Set([wanted]));
    });

    it('says 404 for what is not there', async () => {
      const { namespace } = await open();
      for (const path of [
        `/apis/apps/v1/namespaces/${namespace}/deployments/none`,
        '/apis/ripple.test/v1/nothings',
      ]) {
        const response = await get(path);
        assert.equal(response.status, 404);
        const isJson = /json/.test(response.headers.get('content-type') ?? '');
        if (isJson) assert.equal((await response.json()).reason, 'NotFound');
      }
    });

    it('says 410 for a version that it has forgotten', async t => {
      const { forget, change } = await open();
      if (!forget) {
        t.skip('this API server cannot be made to forget');
        return;
      }
      const { metadata } = await getJson(`${DEPLOYMENTS}?limit=1`);
      await change();
      await forget();
      const lines = await watch(
        `resourceVersion=${metadata.resourceVersion}&timeoutSeconds=30`,
      );
      const { type, object } = (await lines.next()).value!;
      assert.equal(type, 'ERROR');
      assert.equal(object.kind, 'Status');
      assert.equal(object.code, 410);
      assert.equal((await lines.next()).done, true);
    });
  });
}

function nameOf(object: { metadata: { name: string } }): string {
  return object.metadata.name;
}
