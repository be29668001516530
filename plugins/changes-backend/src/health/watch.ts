import {
  type CoverageInterval,
  parseKubernetesSubject,
  parseSubject,
} from '@ripplehq/backstage-plugin-changes-common';
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
  const { source, parts } = parseSubject(subject);
  const scopes = current.filter(
    interval => interval.source === source && interval.instance === parts[0],
  );
  const ofKind = scopes.filter(({ scope }) => isScopeOf(scope, subject));
  const [worst] = [...(ofKind.length > 0 ? ofKind : scopes)].sort(
    compareCoverage,
  );
  return worst
    ? { state: worst.state, since: worst.from, reason: worst.reason }
    : { state: 'not-observed' };
}

/** Whether a scope such as `prod-eu/deployments.apps` or `prod-eu/shop/deployments.apps` is where a Kubernetes object is read. @internal */
export function isScopeOf(scope: string, subject: string): boolean {
  const object = parseKubernetesSubject(subject);
  if (!object) return false;
  const [cluster, ...rest] = scope.split('/');
  const resource = rest.at(-1) ?? '';
  const namespace = rest.length > 1 ? rest[0] : undefined;
  const [plural, ...group] = resource.split('.');
  return (
    cluster === object.cluster &&
    (namespace === undefined || namespace === object.namespace) &&
    group.join('.') === (object.group ?? '') &&
    plural.toLowerCase().startsWith(object.kind.toLowerCase())
  );
}
