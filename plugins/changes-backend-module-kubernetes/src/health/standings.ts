import type { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import type { Kind, KubernetesObject, Named } from '../kinds';
import { ASPECTS } from './detectors';

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
      return [name, standing && redactor.redact(standing)] as const;
    },
  );
  return { ...named, standings: Object.fromEntries(standings) };
}
