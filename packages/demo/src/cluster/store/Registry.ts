import { isDeepStrictEqual } from 'node:util';
import { ApiFailure } from '../http/ApiFailure.ts';
import { at, objectAt } from '../json.ts';
import { kindNamed } from '../kinds.ts';
import type {
  KubernetesObject,
  ManagedField,
  Manifest,
} from '../KubernetesObject.ts';
import { canonical } from './canonical.ts';
import { withDefaults } from './defaults.ts';
import { compare, fieldsOf, removeFields } from './fieldSet.ts';
import { Identifiers } from './Identifiers.ts';
import {
  type WriteBy,
  type WriteContext,
  abandonedBy,
  afterApply,
  afterScale,
  afterUpdate,
  conflicting,
} from './managedFields.ts';
import { merge, share } from './merge.ts';
import {
  checkVersion,
  isUnchanged,
  nextState,
  withoutField,
  withoutStatus,
} from './nextState.ts';
import type { ObjectStore } from './ObjectStore.ts';
import { hasGeneration, isNextGeneration, prepared } from './prepare.ts';
import { servedKind } from './servedKind.ts';
import { rfc3339 } from './time.ts';
import { identified, validated } from './validate.ts';

const POD_GRACE_SECONDS = 30;
/** Of one kind. Whoever plays with the world may not fill the memory. */
const OBJECTS_MAX = 5_000;

/** Names one object. */
export interface ObjectName {
  kind: string;
  namespace?: string;
  name: string;
}

/** Writes objects by the rules of an API server: defaults, generations, who owns which field. Throws {@link ApiFailure}s. */
export class Registry {
  readonly #store: ObjectStore;
  readonly #now: () => number;
  readonly #identifiers: Identifiers;

  /** @param options - `now`: epoch milliseconds; `seed`: of what is made up */
  static create(options: {
    store: ObjectStore;
    now: () => number;
    seed: number;
  }): Registry {
    const { store, now, seed } = options;
    return new Registry(store, now, Identifiers.create({ seed }));
  }

  private constructor(
    store: ObjectStore,
    now: () => number,
    identifiers: Identifiers,
  ) {
    this.#store = store;
    this.#now = now;
    this.#identifiers = identifiers;
  }

  find({ kind, namespace, name }: ObjectName): KubernetesObject | undefined {
    return this.#store.get(kindNamed(kind).resource, namespace, name);
  }

  get(object: ObjectName): KubernetesObject {
    const found = this.find(object);
    if (found) return found;
    const { group, resource } = kindNamed(object.kind);
    const type = group === '' ? resource : `${resource}.${group}`;
    throw new ApiFailure(404, 'NotFound', `${type} "${object.name}" not found`);
  }

  /** Makes an object, as a POST does. With `metadata.generateName`, its name is made up. */
  create(given: object, manager: string): KubernetesObject {
    const manifest = this.#named(given);
    const by: WriteBy = { manager, operation: 'Update' };
    return this.#create(manifest, object =>
      afterUpdate([], compare(undefined, object), by, this.#context(object)),
    );
  }

  /**
   * Server-side apply.
   * @param options - `force`: takes what others own with another value; else that is refused
   */
  apply(
    given: object,
    manager: string,
    options: { force: boolean },
  ): KubernetesObject {
    const config = canonical(identified(given) as KubernetesObject);
    const kind = servedKind(config);
    const { name, namespace } = config.metadata;
    const live = this.#store.get(kind.resource, namespace, name);
    const by: WriteBy = { manager, operation: 'Apply' };
    const fields = fieldsOf(withoutStatus(config, kind));
    if (!live) {
      return this.#create(validated(config), object =>
        afterApply(
          [],
          fields,
          { taken: {}, removed: {} },
          by,
          this.#context(object),
        ),
      );
    }
    const entries = managedFieldsOf(live);
    const abandoned = abandonedBy(entries, fields, by);
    const merged = merge(
      removeFields(live, abandoned),
      withoutStatus(config, kind),
    );
    const next = nextState(live, validated(merged) as KubernetesObject);
    const changes = compare(live, next);
    const others = conflicting(entries, fields, changes, by);
    if (others.length > 0 && !options.force) {
      throw new ApiFailure(
        409,
        'Conflict',
        `Apply failed with 1 conflict: conflicts with ${others
          .map(other => `"${other}"`)
          .join(', ')}`,
      );
    }
    const managed = afterApply(
      entries,
      fields,
      changes,
      by,
      this.#context(live),
    );
    const isSame =
      isUnchanged(live, next) &&
      isDeepStrictEqual(withoutTimes(entries), withoutTimes(managed));
    return isSame ? live : this.#put(live, next, managed);
  }

  /** Replaces an object by what its writer made of it; a status with a subresource of its own stays. */
  replace(given: object, manager: string): KubernetesObject {
    const manifest = validated(given);
    const kind = servedKind(manifest);
    const live = this.get({ ...manifest.metadata, kind: kind.kind });
    checkVersion(live, manifest);
    const next = nextState(live, {
      ...withoutStatus(manifest, kind),
      ...(kind.hasStatus && live.status ? { status: live.status } : {}),
    } as KubernetesObject);
    return this.#update(live, next, { manager, operation: 'Update' });
  }

  /** Replaces an object's status, and its annotations, which controllers keep beside it. Its spec stays. */
  replaceStatus(
    { metadata, status, ...rest }: KubernetesObject,
    manager: string,
  ): KubernetesObject {
    const live = this.get({ ...metadata, kind: rest.kind });
    const next = {
      ...live,
      metadata: share(live.metadata, {
        ...withoutField(live.metadata, 'annotations'),
        ...(metadata.annotations ? { annotations: metadata.annotations } : {}),
      }),
      status: share(live.status, status),
    };
    return this.#update(live, next, {
      manager,
      operation: 'Update',
      subresource: 'status',
    });
  }

  /** Sets the number of replicas at the subresource `scale`. */
  scale(
    object: ObjectName,
    replicas: number,
    manager: string,
  ): KubernetesObject {
    const live = this.get(object);
    if (!Number.isInteger(replicas) || replicas < 0 || replicas > 1000) {
      throw new ApiFailure(
        422,
        'Invalid',
        `Scale "${object.name}" is invalid: spec.replicas: must be a number from 0 to 1000`,
      );
    }
    if (at(live, 'spec', 'replicas') === replicas) return live;
    const next = {
      ...live,
      spec: { ...objectAt(live, 'spec'), replicas },
    };
    const managed = afterScale(
      managedFieldsOf(live),
      { manager, operation: 'Update', subresource: 'scale' },
      { apiVersion: live.apiVersion },
    );
    return this.#put(live, next, managed);
  }

  /** A pod is given time to end, unless that is 0; everything else is gone at once. What it owned is the garbage collector's. */
  delete(
    object: ObjectName,
    options: { graceSeconds?: number } = {},
  ): KubernetesObject {
    const live = this.get(object);
    const { graceSeconds = POD_GRACE_SECONDS } = options;
    const isAssigned = at(live, 'spec', 'nodeName') !== undefined;
    if (live.kind === 'Pod' && graceSeconds > 0 && isAssigned) {
      if (live.metadata.deletionTimestamp) return live;
      return this.#store.put({
        ...live,
        metadata: {
          ...live.metadata,
          generation: (live.metadata.generation ?? 0) + 1,
          deletionGracePeriodSeconds: graceSeconds,
          deletionTimestamp: rfc3339(this.#now() + graceSeconds * 1000),
        },
      });
    }
    this.#store.delete(live);
    return live;
  }

  /** Puts a pod on a node, as the scheduler does at a subresource of its own, of which managedFields tell nothing. */
  bind(pod: KubernetesObject, node: string, status: object): KubernetesObject {
    return this.#store.put({
      ...pod,
      spec: { ...objectAt(pod, 'spec'), nodeName: node },
      status,
    });
  }

  #create(
    manifest: Manifest,
    managed: (object: KubernetesObject) => ManagedField[],
  ): KubernetesObject {
    const kind = servedKind(manifest);
    const { name, namespace } = manifest.metadata;
    const isThere = this.#store.get(kind.resource, namespace, name);
    if (isThere) {
      throw new ApiFailure(
        409,
        'AlreadyExists',
        `${kind.resource} "${name}" already exists`,
      );
    }
    if (namespace) this.get({ kind: 'Namespace', name: namespace });
    if (this.#store.count(kind.resource) >= OBJECTS_MAX) {
      throw new ApiFailure(
        403,
        'Forbidden',
        `exceeded quota: there are ${OBJECTS_MAX} ${kind.resource} already`,
      );
    }
    const uid = this.#identifiers.uid();
    const object = canonical(
      withDefaults(
        prepared(withoutStatus(manifest, kind), uid, this.#identifiers),
      ) as KubernetesObject,
    );
    const created: KubernetesObject = {
      ...object,
      metadata: {
        ...object.metadata,
        uid,
        creationTimestamp: rfc3339(this.#now()),
        ...(hasGeneration(kind.kind) ? { generation: 1 } : {}),
      },
    };
    return this.#store.put(withManagedFields(created, managed(created)));
  }

  #update(
    live: KubernetesObject,
    next: KubernetesObject,
    by: WriteBy,
  ): KubernetesObject {
    if (isUnchanged(live, next)) return live;
    const changes = compare(live, next);
    const managed = afterUpdate(
      managedFieldsOf(live),
      changes,
      by,
      this.#context(live),
    );
    return this.#put(live, next, managed, by.subresource);
  }

  #put(
    live: KubernetesObject,
    next: KubernetesObject,
    managed: ManagedField[],
    subresource?: string,
  ): KubernetesObject {
    const isNext = subresource !== 'status' && isNextGeneration(live, next);
    const numbered = isNext
      ? {
          ...next,
          metadata: {
            ...next.metadata,
            generation: (live.metadata.generation ?? 0) + 1,
          },
        }
      : next;
    return this.#store.put(withManagedFields(numbered, managed));
  }

  #named(given: object): Manifest {
    const metadata = objectAt(given, 'metadata');
    const prefix = metadata.generateName;
    const name =
      metadata.name === undefined && typeof prefix === 'string'
        ? { name: `${prefix}${this.#identifiers.suffix()}` }
        : {};
    return validated({ ...given, metadata: { ...metadata, ...name } });
  }

  #context({ apiVersion }: { apiVersion: string }): WriteContext {
    return { apiVersion, time: rfc3339(this.#now()) };
  }
}

function managedFieldsOf({ metadata }: KubernetesObject): ManagedField[] {
  return metadata.managedFields ?? [];
}

function withManagedFields(
  object: KubernetesObject,
  managedFields: ManagedField[],
): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, managedFields } };
}

function withoutTimes(entries: ManagedField[]): object[] {
  return entries.map(({ time: _, ...rest }) => rest);
}
