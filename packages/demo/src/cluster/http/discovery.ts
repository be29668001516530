import { type ResourceKind, apiVersionOf } from '../kinds.ts';

const READ_VERBS = ['get', 'list', 'watch'];
const WRITE_VERBS = ['create', 'delete', 'patch', 'update'];

/** What an API server says about itself under `/version`, `/api` and `/apis`; undefined for any other path. */
export function discover(
  pathname: string,
  options: {
    kinds: readonly ResourceKind[];
    gitVersion: string;
    isWritable: boolean;
  },
): object | undefined {
  const { kinds, gitVersion, isWritable } = options;
  const path = pathname.replace(/\/$/, '');
  if (path === '/version') {
    const [, major, minor] = /^v(\d+)\.(\d+)/.exec(gitVersion) ?? [];
    return { major, minor, gitVersion };
  }
  if (path === '/api') {
    return { kind: 'APIVersions', apiVersion: 'v1', versions: ['v1'] };
  }
  if (path === '/apis') return groupList(kinds);
  const [, groupVersion] = /^\/apis?\/([^/]+(?:\/[^/]+)?)$/.exec(path) ?? [];
  const inGroup = kinds.filter(kind => apiVersionOf(kind) === groupVersion);
  const isRightRoot =
    path.startsWith('/apis/') === (groupVersion?.includes('/') ?? false);
  if (inGroup.length === 0 || !isRightRoot) return undefined;
  const verbs = isWritable ? [...READ_VERBS, ...WRITE_VERBS] : READ_VERBS;
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion,
    resources: inGroup.flatMap(kind => resourcesOf(kind, verbs)),
  };
}

function groupList(kinds: readonly ResourceKind[]): object {
  const named = kinds.filter(({ group }) => group !== '');
  const groups = [...new Map(named.map(kind => [kind.group, kind])).values()];
  return {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: groups.map(kind => {
      const version = {
        groupVersion: apiVersionOf(kind),
        version: kind.version,
      };
      return {
        name: kind.group,
        versions: [version],
        preferredVersion: version,
      };
    }),
  };
}

function resourcesOf(kind: ResourceKind, verbs: string[]): object[] {
  const { resource, namespaced, shortNames, hasScale, hasStatus } = kind;
  const own = {
    name: resource,
    singularName: kind.kind.toLowerCase(),
    namespaced,
    kind: kind.kind,
    verbs,
    ...(shortNames ? { shortNames } : {}),
  };
  const partVerbs = verbs.filter(verb => /get|patch|update/.test(verb));
  const part = (name: string, more: object) => ({
    name: `${resource}/${name}`,
    singularName: '',
    namespaced,
    verbs: partVerbs,
    ...more,
  });
  return [
    own,
    ...(hasStatus ? [part('status', { kind: kind.kind })] : []),
    ...(hasScale
      ? [part('scale', { kind: 'Scale', group: 'autoscaling', version: 'v1' })]
      : []),
  ];
}
