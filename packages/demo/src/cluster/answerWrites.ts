import jsonPatch from 'fast-json-patch';
import { ApiFailure, type WriteRequest, scaleOf } from './http/index.ts';
import { at, isObject, objectAt } from './json.ts';
import type { KubernetesObject } from './KubernetesObject.ts';
import type { ObjectName, Registry } from './store/index.ts';
import { mergePatch, strategicMergePatch } from './store/merge.ts';

const APPLY = /^application\/apply-patch\+(yaml|json)$/;
const SUCCESS = { kind: 'Status', apiVersion: 'v1', status: 'Success' };

/** Carries out what is written over HTTP. */
export function answerWrites(
  registry: Registry,
): (request: WriteRequest) => object {
  return request => {
    const { verb, address, body, manager } = request;
    const { kind, namespace, name, subresource } = address;
    if (verb === 'create') {
      if (name !== undefined) throw notServed();
      return registry.create(placed(body, namespace), manager);
    }
    if (name === undefined) throw notServed();
    const object: ObjectName = { kind: kind.kind, namespace, name };
    if (subresource === 'scale' && kind.hasScale) {
      return writeScale(registry, object, request);
    }
    if (subresource !== undefined && subresource !== 'status') {
      throw notServed();
    }
    if (verb === 'delete') {
      registry.delete(object, graceOf(body));
      return {
        ...SUCCESS,
        metadata: {},
        details: { name, kind: kind.resource },
      };
    }
    if (verb === 'patch' && APPLY.test(request.contentType)) {
      if (subresource) throw notServed();
      const config = named(placed(body, namespace), name);
      return registry.apply(config, manager, { force: request.force });
    }
    const next =
      verb === 'update'
        ? named(placed(body, namespace), name)
        : patched(registry.get(object), request);
    return subresource === 'status'
      ? registry.replaceStatus(next as KubernetesObject, manager)
      : registry.replace(next, manager);
  };
}

function writeScale(
  registry: Registry,
  object: ObjectName,
  request: WriteRequest,
): object {
  const scale = scaleOf(registry.get(object));
  const next =
    request.verb === 'update' ? request.body : patched(scale, request);
  const replicas = at(next, 'spec', 'replicas');
  if (typeof replicas !== 'number') {
    throw new ApiFailure(
      422,
      'Invalid',
      `Scale "${object.name}" is invalid: spec.replicas: must be a number`,
    );
  }
  return scaleOf(registry.scale(object, replicas, request.manager));
}

function patched(object: object, { contentType, body }: WriteRequest): object {
  switch (contentType) {
    case 'application/merge-patch+json':
    case 'application/json':
      return mergePatch(object, objectIn(body)) as object;
    case 'application/strategic-merge-patch+json':
      return strategicMergePatch(object, objectIn(body)) as object;
    case 'application/json-patch+json':
      return jsonPatched(object, body);
    default:
      throw new ApiFailure(
        415,
        'UnsupportedMediaType',
        `the body of the request was in an unknown format: ${contentType}`,
      );
  }
}

function jsonPatched(object: object, body: unknown): object {
  if (!Array.isArray(body)) throw notAnObject('a list of operations');
  try {
    return jsonPatch.applyPatch(object, body, true, false).newDocument;
  } catch (error) {
    const [reason] = (error as Error).message.split('\n');
    throw new ApiFailure(
      422,
      'Invalid',
      `the patch cannot be applied: ${reason}`,
    );
  }
}

/** In the namespace of the path. */
function placed(body: unknown, namespace: string | undefined): object {
  const object = objectIn(body);
  const metadata = objectAt(object, 'metadata');
  const { namespace: said } = metadata;
  if (said !== undefined && said !== namespace) {
    throw new ApiFailure(
      400,
      'BadRequest',
      'metadata.namespace: the namespace of the object does not match that of the request',
    );
  }
  return namespace === undefined
    ? object
    : { ...object, metadata: { ...metadata, namespace } };
}

function named(object: object, name: string): object {
  if (at(object, 'metadata', 'name') !== name) {
    throw new ApiFailure(
      400,
      'BadRequest',
      'metadata.name: the name of the object does not match that of the request',
    );
  }
  return object;
}

function objectIn(body: unknown): Record<string, unknown> {
  if (!isObject(body)) throw notAnObject('an object');
  return body;
}

function graceOf(body: unknown): { graceSeconds?: number } {
  const seconds = at(body, 'gracePeriodSeconds');
  return typeof seconds === 'number' && seconds >= 0
    ? { graceSeconds: seconds }
    : {};
}

function notAnObject(wanted: string): ApiFailure {
  return new ApiFailure(400, 'BadRequest', `the body has to be ${wanted}`);
}

function notServed(): ApiFailure {
  return new ApiFailure(
    404,
    'NotFound',
    'the server could not find the requested resource',
  );
}
