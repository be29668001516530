import type { JsonObject } from '@backstage/types';
import type { KindDraft } from './Kind';
import { listAt, objectAt, type KubernetesObject } from './KubernetesObject';
import { digestOf } from './manifest';
import { plainKind, readPlain } from './plain';

const DIGEST_CHARS = 12;

/** A kind of the wide profile, told by its own name. */
function wideKind(
  draft: Pick<
    KindDraft,
    'resource' | 'group' | 'version' | 'kind' | 'scope' | 'isOptional'
  > & { event: 'config' | 'network' | 'access' },
  /** What of an object is its controllers' doing, or too large to keep. */
  without: (object: KubernetesObject) => KubernetesObject = object => object,
) {
  const { event, ...names } = draft;
  return plainKind({
    ...names,
    profile: 'wide',
    tells: { word: draft.kind, event, changes: true },
    read: (object, redactor) => readPlain(without(object), names, redactor),
  });
}

export const HTTP_ROUTE = wideKind({
  resource: 'httproutes',
  group: 'gateway.networking.k8s.io',
  version: 'v1',
  kind: 'HTTPRoute',
  isOptional: true,
  event: 'network',
});

export const SERVICE_ACCOUNT = wideKind({
  resource: 'serviceaccounts',
  group: '',
  version: 'v1',
  kind: 'ServiceAccount',
  event: 'access',
});

export const ROLE = wideKind({
  resource: 'roles',
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'Role',
  event: 'access',
});

export const ROLE_BINDING = wideKind({
  resource: 'rolebindings',
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'RoleBinding',
  event: 'access',
});

export const CLUSTER_ROLE = wideKind(
  {
    resource: 'clusterroles',
    group: 'rbac.authorization.k8s.io',
    version: 'v1',
    kind: 'ClusterRole',
    scope: 'cluster',
    event: 'access',
  },
  // The rules of one that gathers others' are its controller's: they change with each of those, which is told.
  ({ rules, ...object }) =>
    object.aggregationRule ? object : { ...object, rules },
);

export const CLUSTER_ROLE_BINDING = wideKind({
  resource: 'clusterrolebindings',
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'ClusterRoleBinding',
  scope: 'cluster',
  event: 'access',
});

export const LIMIT_RANGE = wideKind({
  resource: 'limitranges',
  group: '',
  version: 'v1',
  kind: 'LimitRange',
  event: 'config',
});

export const PRIORITY_CLASS = wideKind({
  resource: 'priorityclasses',
  group: 'scheduling.k8s.io',
  version: 'v1',
  kind: 'PriorityClass',
  scope: 'cluster',
  event: 'config',
});

export const VALIDATING_WEBHOOKS = wideKind(
  {
    resource: 'validatingwebhookconfigurations',
    group: 'admissionregistration.k8s.io',
    version: 'v1',
    kind: 'ValidatingWebhookConfiguration',
    scope: 'cluster',
    event: 'config',
  },
  withoutAuthorities,
);

export const MUTATING_WEBHOOKS = wideKind(
  {
    resource: 'mutatingwebhookconfigurations',
    group: 'admissionregistration.k8s.io',
    version: 'v1',
    kind: 'MutatingWebhookConfiguration',
    scope: 'cluster',
    event: 'config',
  },
  withoutAuthorities,
);

export const CUSTOM_RESOURCE_DEFINITION = wideKind(
  {
    resource: 'customresourcedefinitions',
    group: 'apiextensions.k8s.io',
    version: 'v1',
    kind: 'CustomResourceDefinition',
    scope: 'cluster',
    event: 'config',
  },
  withoutSchemas,
);

export const WIDE_KINDS = [
  HTTP_ROUTE,
  SERVICE_ACCOUNT,
  ROLE,
  ROLE_BINDING,
  CLUSTER_ROLE,
  CLUSTER_ROLE_BINDING,
  LIMIT_RANGE,
  PRIORITY_CLASS,
  VALIDATING_WEBHOOKS,
  MUTATING_WEBHOOKS,
  CUSTOM_RESOURCE_DEFINITION,
];

/** The certificate authority of a webhook is renewed by a program, again and again. */
function withoutAuthorities(object: KubernetesObject): KubernetesObject {
  return {
    ...object,
    webhooks: listAt(object, 'webhooks').map(webhook => ({
      ...webhook,
      clientConfig: withoutAuthority(objectAt(webhook, 'clientConfig')),
    })),
  };
}

/** The schemas are longer than all else; that one changed can be seen by its digest. */
function withoutSchemas(object: KubernetesObject): KubernetesObject {
  const { conversion, ...spec } = objectAt(object, 'spec');
  const webhook = objectAt(conversion, 'webhook');
  return {
    ...object,
    spec: {
      ...spec,
      ...(webhook.clientConfig
        ? {
            conversion: {
              ...objectAt(conversion),
              webhook: {
                ...webhook,
                clientConfig: withoutAuthority(
                  objectAt(webhook, 'clientConfig'),
                ),
              },
            },
          }
        : {}),
      versions: listAt(spec, 'versions').map(({ schema, ...version }) => ({
        ...version,
        schema: digestOf(schema).slice(0, DIGEST_CHARS),
      })),
    },
  };
}

function withoutAuthority({ caBundle: _, ...config }: JsonObject): JsonObject {
  return config;
}
