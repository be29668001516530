import {
  type CoverageInterval,
  type KubernetesObjectName,
  parseKubernetesSubject,
  parseSubject,
} from '@ripplehq/backstage-plugin-changes-common';
import { instanceOf } from '../store/CoverageWriter';
import { compareCoverage } from '../timeline/coverage';
import type { Watch } from './workload';

/** Who watches what now: coverage by its sources' instances, so that what concerns a subject is found at once. @internal */
export class Watches {
  readonly #byOrigin = new Map<string, CoverageInterval[]>();

  /** @param current - the coverage that lasts now */
  static create(current: readonly CoverageInterval[]): Watches {
    const watches = new Watches();
    for (const interval of current) {
      const key = `${interval.source} ${interval.instance}`;
      const own = watches.#byOrigin.get(key);
      if (own) own.push(interval);
      else watches.#byOrigin.set(key, [interval]);
    }
    return watches;
  }

  private constructor() {}

  of(subject: string): Watch {
    return watchOf(subject, this.#of(subject));
  }

  /** Whether its source's instance has anything to say of what it watches. */
  isHeard(subject: string): boolean {
    return this.#of(subject).length > 0;
  }

  #of(subject: string): readonly CoverageInterval[] {
    return this.#byOrigin.get(originOf(subject)) ?? [];
  }
}

/** A source and its instance, of a subject or a stretch of coverage. @internal */
export function originOf(subject: string): string {
  const { source, parts } = parseSubject(subject);
  return `${source} ${parts[0]}`;
}

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
    pluralsOf(object.kind.toLowerCase()).includes(plural.toLowerCase())
  );
}

/** As Kubernetes' own resources and nearly all others are called: not only `services` begins with `service`, `serviceaccounts` does too. */
function pluralsOf(kind: string): string[] {
  return [`${kind}s`, `${kind}es`, kind, kind.replace(/y$/, 'ies')];
}
