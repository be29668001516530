import { type EntityStatus, UNKNOWN_ENVIRONMENT, headlineOf } from './entity';
import type { EnvironmentHealth } from './entity';
import { compareStatus } from './standing';

/** So many are named. */
const NAMED_MAX = 3;

/** Something that an entity directly needs, as it is by its own facts. @internal */
export interface Upstream {
  title: string;
  status: EntityStatus;
}

/**
 * An entity's health with what it directly needs: where one of those is unhealthy by its own facts it is at least degraded, and that is
 * said. Only by its own: so nothing travels on, and a circle does not keep itself ill.
 * @internal
 */
export function withUpstream(
  own: EntityStatus,
  upstream: readonly Upstream[],
): EntityStatus {
  const ill = upstream.filter(({ status }) =>
    status.environments.some(environment => environment.status === 'unhealthy'),
  );
  if (ill.length === 0 || own.environments.length === 0) return own;
  return headlineOf(
    own.environments.map(environment =>
      hurt(
        environment,
        ill.flatMap(({ title, status }) => {
          const there = illHere(environment, own, status);
          return there ? [{ title, since: there.since }] : [];
        }),
      ),
    ),
  );
}

// Where both have an environment of one name that one counts. Else what is production, or may be, hurts what is production, or may be.
function illHere(
  environment: EnvironmentHealth,
  own: EntityStatus,
  upstream: EntityStatus,
): EnvironmentHealth | undefined {
  const ill = upstream.environments.filter(
    ({ status }) => status === 'unhealthy',
  );
  const same = ill.find(({ name }) => name === environment.name);
  if (same) return same;
  const shared = upstream.environments.some(
    ({ name }) => name === environment.name && name !== UNKNOWN_ENVIRONMENT,
  );
  if (!mayBeProduction(environment)) return undefined;
  return ill.find(
    other =>
      mayBeProduction(other) &&
      (other.name === UNKNOWN_ENVIRONMENT ||
        (!shared && !own.environments.some(({ name }) => name === other.name))),
  );
}

function hurt(
  environment: EnvironmentHealth,
  ill: readonly { title: string; since?: string }[],
): EnvironmentHealth {
  if (ill.length === 0) return environment;
  const { status, reason } = environment;
  const isWorse = compareStatus('degraded', status) < 0;
  const since = isWorse
    ? ill.flatMap(other => other.since ?? []).sort()[0]
    : environment.since;
  const { since: _, ...rest } = environment;
  return {
    ...rest,
    status: isWorse ? 'degraded' : status,
    ...(since ? { since } : {}),
    reason: `${reason}${
      status === 'healthy' ? ', yet ' : '; moreover, '
    }${needed(ill.map(({ title }) => title))}`,
  };
}

function needed(titles: readonly string[]): string {
  const named = [...titles].sort().slice(0, NAMED_MAX);
  const more = titles.length - named.length;
  const all = more > 0 ? [...named, `${more} more`] : named;
  const list =
    all.length > 1
      ? `${all.slice(0, -1).join(', ')} and ${all[all.length - 1]}`
      : all[0];
  return `${list}, which it needs, ${all.length > 1 ? 'are' : 'is'} unhealthy`;
}

function mayBeProduction({ production, name }: EnvironmentHealth): boolean {
  return production || name === UNKNOWN_ENVIRONMENT;
}
