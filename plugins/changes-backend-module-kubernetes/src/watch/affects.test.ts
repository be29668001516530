import { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { remember, type KnownWorkload } from '../interpret';
import {
  CLUSTER_ROLE,
  CLUSTER_ROLE_BINDING,
  CONFIG_MAP,
  DEPLOYMENT,
  HTTP_ROUTE,
  INGRESS,
  LIMIT_RANGE,
  PERSISTENT_VOLUME_CLAIM,
  PRIORITY_CLASS,
  ROLE,
  ROLE_BINDING,
  SECRET,
  SERVICE_ACCOUNT,
  STATEFUL_SET,
  kubernetesObject,
  readPlain,
  type Kind,
  type PlainObject,
  type ReadWorkload,
} from '../kinds';
import { affectedBy } from './affects';

const redactor = Redactor.create({});

function objectOf(name: string, content: object, namespace?: string) {
  return kubernetesObject.parse({
    metadata: { name, namespace, uid: name, resourceVersion: '1' },
    ...content,
  });
}

function plain(
  kind: Kind,
  name: string,
  content: object = {},
  namespace: string | undefined = kind.scope === 'cluster' ? undefined : 'shop',
): PlainObject {
  return readPlain(objectOf(name, content, namespace), kind, redactor);
}

function workload(
  kind: Kind,
  name: string,
  podSpec: object,
  namespace = 'shop',
  spec: object = {},
): KnownWorkload {
  const template = {
    metadata: { labels: { app: name } },
    spec: { containers: [], ...podSpec },
  };
  const read = kind.read(
    objectOf(name, { spec: { ...spec, template } }, namespace),
    redactor,
  ) as ReadWorkload;
  return remember(read, { toldRevision: 0 });
}

const WORKLOADS = [
  workload(DEPLOYMENT, 'web', {
    containers: [{ name: 'app', envFrom: [{ configMapRef: { name: 'c' } }] }],
    serviceAccountName: 'web',
    priorityClassName: 'urgent',
  }),
  workload(DEPLOYMENT, 'worker', {
    volumes: [
      {
        name: 'v',
        projected: {
          sources: [{ configMap: { name: 'c' } }, { secret: { name: 's' } }],
        },
      },
    ],
  }),
  workload(STATEFUL_SET, 'db', {}, 'shop', {
    volumeClaimTemplates: [{ metadata: { name: 'data' } }],
  }),
  workload(DEPLOYMENT, 'web', { serviceAccountName: 'web' }, 'other'),
];

const BINDING = {
  roleRef: { kind: 'ClusterRole', name: 'reader' },
  subjects: [{ kind: 'ServiceAccount', name: 'web', namespace: 'other' }],
};

const namesOf = (kind: Kind, object: PlainObject) =>
  affectedBy(kind, object, {
    workloads: namespace => WORKLOADS.filter(w => w.namespace === namespace),
    everyWorkload: () => WORKLOADS,
    service: (namespace, name) =>
      name === 'svc' && namespace === 'shop'
        ? {
            uid: 's',
            name,
            resourceVersion: '1',
            manifest: {},
            labels: {},
            selector: { app: 'web' },
          }
        : undefined,
    bindingsOf: role =>
      role === CLUSTER_ROLE ? [plain(ROLE_BINDING, 'b', BINDING)] : [],
  }).map(({ namespace, name }) => `${namespace}/${name}`);

describe('what an object matters to', () => {
  it.each<[string, Kind, PlainObject, string[]]>([
    [
      'a ConfigMap, by envFrom and projected volume',
      CONFIG_MAP,
      plain(CONFIG_MAP, 'c'),
      ['shop/web', 'shop/worker'],
    ],
    [
      'a ConfigMap of that name elsewhere',
      CONFIG_MAP,
      plain(CONFIG_MAP, 'c', {}, 'other'),
      [],
    ],
    ['a Secret', SECRET, plain(SECRET, 's'), ['shop/worker']],
    [
      "a StatefulSet's claim",
      PERSISTENT_VOLUME_CLAIM,
      plain(PERSISTENT_VOLUME_CLAIM, 'data-db-1'),
      ['shop/db'],
    ],
    [
      'a claim with a like name',
      PERSISTENT_VOLUME_CLAIM,
      plain(PERSISTENT_VOLUME_CLAIM, 'data-db-old'),
      [],
    ],
    [
      'a ServiceAccount',
      SERVICE_ACCOUNT,
      plain(SERVICE_ACCOUNT, 'web'),
      ['shop/web'],
    ],
    [
      'the default ServiceAccount',
      SERVICE_ACCOUNT,
      plain(SERVICE_ACCOUNT, 'default'),
      ['shop/worker', 'shop/db'],
    ],
    [
      'a RoleBinding, over namespaces',
      ROLE_BINDING,
      plain(ROLE_BINDING, 'b', BINDING),
      ['other/web'],
    ],
    [
      'a ClusterRoleBinding of a group of accounts',
      CLUSTER_ROLE_BINDING,
      plain(CLUSTER_ROLE_BINDING, 'b', {
        subjects: [{ kind: 'Group', name: 'system:serviceaccounts:shop' }],
      }),
      ['shop/web', 'shop/worker', 'shop/db'],
    ],
    [
      'a ClusterRoleBinding of people',
      CLUSTER_ROLE_BINDING,
      plain(CLUSTER_ROLE_BINDING, 'b', {
        subjects: [{ kind: 'User', name: 'web' }],
      }),
      [],
    ],
    [
      'a ClusterRole, by its bindings',
      CLUSTER_ROLE,
      plain(CLUSTER_ROLE, 'reader'),
      ['other/web'],
    ],
    ['a Role that nobody has', ROLE, plain(ROLE, 'reader'), []],
    [
      'a PriorityClass',
      PRIORITY_CLASS,
      plain(PRIORITY_CLASS, 'urgent', { value: 1 }),
      ['shop/web'],
    ],
    [
      'a LimitRange',
      LIMIT_RANGE,
      plain(LIMIT_RANGE, 'l'),
      ['shop/web', 'shop/worker', 'shop/db'],
    ],
    [
      'an Ingress, by its Service',
      INGRESS,
      plain(INGRESS, 'i', {
        spec: { defaultBackend: { service: { name: 'svc' } } },
      }),
      ['shop/web'],
    ],
    [
      'an HTTPRoute, by its Service',
      HTTP_ROUTE,
      plain(HTTP_ROUTE, 'r', {
        spec: { rules: [{ backendRefs: [{ name: 'svc' }, { name: 'x' }] }] },
      }),
      ['shop/web'],
    ],
  ])('%s', (_, kind, object, expected) => {
    expect(namesOf(kind, object)).toEqual(expected);
  });
});
