import { type ResourceKind, apiVersionOf, pathOf } from '../kinds.ts';

const ROOT = '/openapi/v3';

/**
 * Just so much of the API's description that kubectl leaves the validation of what it sends to the server; undefined for any other path.
 */
export function openApi(
  pathname: string,
  kinds: readonly ResourceKind[],
): object | undefined {
  if (pathname === ROOT) {
    const roots = [...new Set(kinds.map(rootOf))];
    return {
      paths: Object.fromEntries(
        roots.map(root => [root, { serverRelativeURL: `${ROOT}/${root}` }]),
      ),
    };
  }
  const described = kinds.filter(
    kind => pathname === `${ROOT}/${rootOf(kind)}`,
  );
  if (described.length === 0) return undefined;
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1' },
    components: {},
    paths: Object.fromEntries(
      described.map(kind => [
        `${pathOf(kind, kind.namespaced ? '{namespace}' : undefined)}/{name}`,
        { patch: operationOn(kind) },
      ]),
    ),
  };
}

function rootOf(kind: ResourceKind): string {
  const version = apiVersionOf(kind);
  return kind.group === '' ? `api/${version}` : `apis/${version}`;
}

function operationOn({ group, version, kind }: ResourceKind): object {
  return {
    parameters: [
      { name: 'fieldValidation', in: 'query', schema: { type: 'string' } },
    ],
    responses: { 200: { description: 'OK' } },
    'x-kubernetes-group-version-kind': { group, version, kind },
  };
}
