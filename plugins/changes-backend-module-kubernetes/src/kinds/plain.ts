import type { JsonObject } from '@backstage/types';
import type { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { kindOf, typeOf, type Kind, type KindDraft } from './Kind';
import type { KubernetesObject } from './KubernetesObject';
import { manifestOf } from './manifest';
import { namedOf, type Named, type Written } from './Named';

/** An object of which only what somebody wanted of it counts. */
export interface PlainObject extends Named {
  manifest: JsonObject;
  /** Of the values of a Secret, by key; in memory only. */
  keyDigests?: Record<string, string>;
}

/** Kinds that may have pods: what else changes is told of those that it matters to. */
export const WORKLOAD_IDS: readonly string[] = [
  'deployments.apps',
  'statefulsets.apps',
  'daemonsets.apps',
  'replicasets.apps',
  'rollouts.argoproj.io',
];

/** A kind of which only what somebody wanted of an object is told: no rollout, no status. */
export function plainKind(
  draft: Omit<KindDraft, 'book' | 'read'> &
    Required<Pick<KindDraft, 'tells'>> &
    Partial<Pick<KindDraft, 'read'>>,
): Kind {
  return kindOf({
    after: WORKLOAD_IDS,
    read: (object, redactor) => readPlain(object, draft, redactor),
    ...draft,
    book: 'plain',
  });
}

/** An object of which all that somebody wanted counts. */
export function readPlain(
  object: KubernetesObject,
  kind: Pick<Kind, 'group' | 'version' | 'kind'>,
  redactor: Redactor,
): PlainObject & Written {
  return {
    ...namedOf(object),
    ...manifestOf(object, typeOf(kind), redactor),
    managed: object.metadata.managedFields ?? [],
  };
}
