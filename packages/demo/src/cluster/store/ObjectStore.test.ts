import type { StoreEvent } from '../http/index.ts';
import type { KubernetesObject } from '../KubernetesObject.ts';
import { ObjectStore } from './ObjectStore.ts';

const configMap = (name: string, owner?: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    name,
    namespace: 'shop',
    uid: `uid-of-${name}`,
    resourceVersion: '',
    ...(owner
      ? {
          ownerReferences: [
            { apiVersion: 'v1', kind: 'ConfigMap', name: owner, uid: owner },
          ],
        }
      : {}),
  },
});

describe('ObjectStore', () => {
  it('tells what changed, with what it was before', () => {
    const store = ObjectStore.create();
    const told: StoreEvent[] = [];
    const stop = store.listen(event => told.push(event));
    const first = store.put(configMap('a'));
    const second = store.put({ ...configMap('a'), data: { A: '1' } });
    store.delete(second);
    stop();
    store.put(configMap('b'));
    expect(told.map(({ type }) => type)).toEqual([
      'ADDED',
      'MODIFIED',
      'DELETED',
    ]);
    expect(told[1].previous).toBe(first);
    const revisions = told.map(({ object }) => object.metadata.resourceVersion);
    expect(revisions).toEqual(['2', '3', '4']);
  });

  it('remembers the changes of late, and says when it does not', () => {
    const store = ObjectStore.create();
    store.put(configMap('a'));
    const { revision } = store;
    store.put(configMap('b'));
    expect(store.since('configmaps', revision)).toHaveLength(1);
    expect(store.since('secrets', revision)).toEqual([]);
    store.forget();
    expect(store.since('configmaps', revision)).toBeUndefined();
    expect(store.since('configmaps', store.revision)).toEqual([]);
    for (let index = 0; index < 5_000; index++) store.put(configMap('a'));
    expect(store.since('configmaps', revision + 1)).toBeUndefined();
    expect(store.since('configmaps', store.revision - 10)).toHaveLength(10);
  });

  it('knows who owns what, also after it was read again', () => {
    const store = ObjectStore.create();
    const owned = store.put(configMap('a', 'owner'));
    const again = ObjectStore.create({
      revision: store.revision,
      objects: store.all(),
    });
    for (const each of [store, again]) {
      expect(each.ownedBy('owner')).toEqual([owned]);
      expect(each.ownedBy('owner', 'pods')).toEqual([]);
      each.delete(owned);
      expect(each.ownedBy('owner')).toEqual([]);
    }
  });

  it('deletes no other object of the same name', () => {
    const store = ObjectStore.create();
    const old = store.put(configMap('a'));
    const { metadata, ...rest } = configMap('a');
    store.put({ ...rest, metadata: { ...metadata, uid: 'another' } });
    store.delete(old);
    expect(store.list('configmaps')).toHaveLength(1);
  });
});
