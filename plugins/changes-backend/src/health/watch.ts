import {
  type CoverageInterval,
  type KubernetesObjectName,
  parseKubernetesSubject,
  parseSubject,
} from '@ripplehq/backstage-plugin-changes-common';
import { instanceOf } from '../store/CoverageWriter';
import { compareCoverage } from '../timeline/coverage';
import type { Watch } from './workload';

/**
 * Whether somebody watches a subject now: by the scope of its kind in its cluster, else by all scopes of its source's instance.
 * @param current - the coverage that lasts now
 * @internal
 */
export function watchOf(
  subject: string,
  current: readonly CoverageInterval[],
): Watch {
  const [worst] = scopesOf(subject, current).sort(compareCoverage);
  return worst
    ? { state: worst.state, since: worst.from, reason: worst.reason }
    : { state: 'not-observed' };
}

/** The stretches of the scopes by which a subject is observed: see {@link watchOf}. @internal */
export function scopesOf(
  subject: string,
  coverage: readonly CoverageInterval[],
): CoverageInterval[] {
  const { source, parts } = parseSubject(subject);
  const scopes = coverage.filter(
    interval => interval.source === source && interval.instance === parts[0],
  );
  const object = parseKubernetesSubject(subject);
  const ofKind = object
    ? scopes.filter(({ scope }) => isRead(object, scope))
    : [];
  return ofKind.length > 0 ? ofKind : scopes;
}

/** Whether a scope such as `prod-eu/deployments.apps` or `prod-eu/shop/deployments.apps` is where a Kubernetes object is read. @internal */
export function isScopeOf(scope: string, subject: string): boolean {
  const object = parseKubernetesSubject(subject);
  return object !== undefined && isRead(object, scope);
}

function isRead(object: KubernetesObjectName, scope: string): boolean {
  const rest = scope.split('/').slice(1);
  const resource = rest.at(-1) ?? '';
  const namespace = rest.length > 1 ? rest[0] : undefined;
  const [plural, ...group] = resource.split('.');
  return (
    instanceOf(scope) === object.cluster &&
    (namespace === undefined || namespace === object.namespace) &&
    group.join('.') === (object.group ?? '') &&
    plural.toLowerCase().startsWith(object.kind.toLowerCase())
  );
}
