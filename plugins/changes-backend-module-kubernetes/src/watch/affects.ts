import type { JsonObject } from '@backstage/types';
import type { LeanWorkload } from '../interpret';
import {
  CLUSTER_ROLE,
  CLUSTER_ROLE_BINDING,
  CONFIG_MAP,
  HORIZONTAL_POD_AUTOSCALER,
  HTTP_ROUTE,
  INGRESS,
  LIMIT_RANGE,
  NETWORK_POLICY,
  PERSISTENT_VOLUME_CLAIM,
  POD_DISRUPTION_BUDGET,
  PRIORITY_CLASS,
  RESOURCE_QUOTA,
  ROLE,
  ROLE_BINDING,
  SECRET,
  SERVICE_ACCOUNT,
  listAt,
  objectAt,
  selects,
  selectsLabels,
  textOf,
  type AutoscalerObject,
  type Kind,
  type PlainObject,
} from '../kinds';
import type { Surroundings } from './Surroundings';

/** Kinds whose objects matter to workloads of other namespaces than their own, or have none. */
const BEYOND_NAMESPACES = new Set<Kind>([
  ROLE,
  ROLE_BINDING,
  CLUSTER_ROLE,
  CLUSTER_ROLE_BINDING,
  PRIORITY_CLASS,
]);

/** The workloads that an object matters to at present: those that use it, or are subject to it. */
export function affectedBy(
  kind: Kind,
  object: PlainObject,
  surroundings: Pick<
    Surroundings,
    'workloads' | 'everyWorkload' | 'service' | 'bindingsOf'
  >,
): LeanWorkload[] {
  const matters = mattersTo(kind, object, surroundings);
  if (matters === undefined) return [];
  const { everyWorkload, workloads } = surroundings;
  return (
    BEYOND_NAMESPACES.has(kind) ? everyWorkload() : workloads(object.namespace)
  ).filter(matters);
}

/** Tells for which workloads of its reach an object matters; undefined for none. */
function mattersTo(
  kind: Kind,
  object: PlainObject,
  { service, bindingsOf }: Pick<Surroundings, 'service' | 'bindingsOf'>,
): ((workload: LeanWorkload) => boolean) | undefined {
  const { name, namespace, manifest } = object;
  const spec = objectAt(manifest, 'spec');
  switch (kind) {
    case CONFIG_MAP:
      return ({ mentions }) => mentions.configMaps.includes(name);
    case SECRET:
      return ({ mentions }) => mentions.secrets.includes(name);
    case PERSISTENT_VOLUME_CLAIM:
      return workload => usesClaim(workload, name);
    case HORIZONTAL_POD_AUTOSCALER: {
      const { target } = object as AutoscalerObject;
      return workload =>
        target?.kind === workload.type.kind && target.name === workload.name;
    }
    case NETWORK_POLICY: {
      const selector = objectAt(spec, 'podSelector');
      return workload => selects(selector, workload.traits.podLabels);
    }
    case POD_DISRUPTION_BUDGET: {
      const selector = objectAt(spec, 'selector');
      return workload => selects(selector, workload.traits.podLabels);
    }
    case INGRESS:
    case HTTP_ROUTE: {
      const backends =
        kind === INGRESS ? backendsOf(spec) : routeBackendsOf(spec);
      const selectors = backends.flatMap(backend => {
        const selector = service(namespace, backend)?.selector;
        return selector ? [selector] : [];
      });
      return workload =>
        selectors.some(selector =>
          selectsLabels(selector, workload.traits.podLabels),
        );
    }
    case RESOURCE_QUOTA:
    case LIMIT_RANGE:
      return () => true;
    case SERVICE_ACCOUNT:
      return ({ mentions }) => mentions.serviceAccount === name;
    case PRIORITY_CLASS:
      return ({ mentions }) =>
        mentions.priorityClass === name ||
        (mentions.priorityClass === undefined &&
          manifest.globalDefault === true);
    case ROLE_BINDING:
    case CLUSTER_ROLE_BINDING:
      return boundBy([object]);
    case ROLE:
    case CLUSTER_ROLE:
      return boundBy(bindingsOf(kind, object));
    default:
      return undefined;
  }
}

/** Which workloads run under an account that one of these bindings gives a role to. */
function boundBy(
  bindings: PlainObject[],
): ((workload: LeanWorkload) => boolean) | undefined {
  const accounts = new Set<string>();
  const namespaces = new Set<string>();
  for (const { manifest, namespace: own } of bindings) {
    for (const { kind, name, namespace = own } of listAt(
      manifest,
      'subjects',
    )) {
      if (kind === 'ServiceAccount') accounts.add(`${namespace}/${name}`);
      const group = /^system:serviceaccounts:(.+)$/.exec(String(name));
      if (kind === 'Group' && group) namespaces.add(group[1]);
    }
  }
  if (accounts.size + namespaces.size === 0) return undefined;
  return ({ namespace = '', mentions }) =>
    namespaces.has(namespace) ||
    accounts.has(`${namespace}/${mentions.serviceAccount}`);
}

/** Whether pods of a workload use a claim. */
export function usesClaim(workload: LeanWorkload, name: string): boolean {
  // What was remembered by an earlier version does not say.
  return (
    workload.mentions.volumeClaims?.includes(name) ||
    isOfTemplate(name, workload)
  );
}

/** Whether a claim was made for a pod of a StatefulSet: `data-db-0`. */
function isOfTemplate(claim: string, { name, traits }: LeanWorkload) {
  return traits.claims.some(template => {
    const made = `${template}-${name}-`;
    return claim.startsWith(made) && /^\d+$/.test(claim.slice(made.length));
  });
}

/** Names of the Services that an Ingress leads to. */
function backendsOf(spec: JsonObject): string[] {
  const backends = [
    objectAt(spec, 'defaultBackend'),
    ...listAt(spec, 'rules').flatMap(rule =>
      listAt(rule, 'http', 'paths').map(path => objectAt(path, 'backend')),
    ),
  ];
  return backends.flatMap(backend => {
    const name = textOf(objectAt(backend, 'service').name);
    return name === undefined ? [] : [name];
  });
}

/** Names of the Services of its own namespace that an HTTPRoute leads to. */
function routeBackendsOf(spec: JsonObject): string[] {
  return listAt(spec, 'rules').flatMap(rule =>
    listAt(rule, 'backendRefs').flatMap(
      ({ kind = 'Service', name, namespace }) =>
        kind === 'Service' &&
        typeof name === 'string' &&
        namespace === undefined
          ? [name]
          : [],
    ),
  );
}
