import type { JsonValue } from '@backstage/types';
import type { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import type { Kind, KubernetesObject, Named } from '../kinds';
import { ASPECTS } from './detectors';

/** Of a text no more is kept: what follows repeats itself. It is cut when secrets are hidden, for half of one looks like none. */
const TEXT_CHARS = 500;

const READ = ASPECTS.filter(({ read }) => read !== undefined);
const KINDS = new Set<Kind>(READ.map(({ kind }) => kind));

/** The object as it is read, with how it stands by the aspects of its health, secrets hidden. */
export function withStandings<T extends Named>(
  kind: Kind,
  object: KubernetesObject,
  named: T,
  redactor: Redactor,
): T {
  if (!KINDS.has(kind)) return named;
  const standings = READ.filter(aspect => aspect.kind === kind).map(
    ({ name, read }) => {
      const standing = read!(object);
      return [name, standing && shortened(redactor.redact(standing))] as const;
    },
  );
  return { ...named, standings: Object.fromEntries(standings) };
}

function shortened<T extends JsonValue | undefined>(value: T): T;
function shortened(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value === 'string') return value.slice(0, TEXT_CHARS);
  if (Array.isArray(value)) return value.map(item => shortened(item));
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, shortened(item)]),
      )
    : value;
}
