import { later } from '../../interpret/Sighting';
import { kindOf, type Kind } from '../../kinds/Kind';
import {
  listAt,
  objectAt,
  textOf,
  type KubernetesObject,
} from '../../kinds/KubernetesObject';
import { namedOf } from '../../kinds/Named';
import { readPlain } from '../../kinds/plain';
import type { Delivered, KnownDelivered } from '../delivered';
import type { Operation, Places } from '../Operation';
import { revisionWord } from '../revision';
import { suspendSentence } from '../suspendSentence';
import { fluxThread, type ResourceName } from '../threads';
import { workloadSubjects } from '../workloadKinds';
import { conditionOf, type Condition } from './conditions';

const TYPE = {
  group: 'kustomize.toolkit.fluxcd.io',
  version: 'v1',
  kind: 'Kustomization',
} as const;
const TEXT_MAX_CHARS = 2_000;
/** A retry without an end: what failed is told as failed, though it may yet succeed. */
const FAILED = 'False';

/** Flux's Kustomization: each revision that it applies, and what somebody changed of it. */
export const KUSTOMIZATION: Kind = kindOf({
  ...TYPE,
  resource: 'kustomizations',
  profile: 'delivery',
  isOptional: true,
  book: 'deliveries',
  tells: {
    word: 'Flux kustomization',
    event: 'config',
    changes: true,
    sentence: suspendSentence,
  },
  read(object, redactor): Delivered {
    const named = namedOf(object);
    return {
      ...readPlain(object, TYPE, redactor),
      operations: (places, known) => {
        const applied = applying(
          object,
          named.name,
          named.writtenAt,
          places,
          known,
        );
        return applied ? [applied] : [];
      },
      manages: places => managed(object, places),
    };
  },
});

/** The revision that is being applied, or was last. */
function applying(
  object: KubernetesObject,
  name: string,
  writtenAt: string | undefined,
  places: Places,
  known: KnownDelivered | undefined,
): Operation | undefined {
  const status = objectAt(object, 'status');
  const applied = textOf(status.lastAppliedRevision);
  const revision = textOf(status.lastAttemptedRevision) ?? applied;
  if (revision === undefined || writtenAt === undefined) return undefined;
  const ready = conditionOf(status, 'Ready');
  const isUnderWay = conditionOf(status, 'Reconciling')?.status === 'True';
  const isApplied = applied === revision && ready?.status === 'True';
  const { key, start, previous } = attemptOf(
    revision,
    ready?.since ?? writtenAt,
    writtenAt,
    known,
  );
  const end = endOf({ isApplied, isUnderWay, ready, start, writtenAt });
  return {
    key,
    kind: 'deployment',
    title: titleOf(name, revision, end?.status),
    severity: end?.status === 'failed' ? 'error' : 'info',
    start,
    ...(end ? { end } : {}),
    actor: { name: 'kustomize-controller', kind: 'bot', via: 'Flux' },
    ...(previous ? { before: { revision: previous } } : {}),
    after: { revision },
    evidence: [
      { label: 'Revision', text: revision },
      ...(ready?.message && ready.status === FAILED
        ? [
            {
              label: ready.reason ?? 'Message',
              text: ready.message.slice(0, TEXT_MAX_CHARS),
            },
          ]
        : []),
    ],
    links: [],
    subjects: managed(object, places),
    threads: [
      fluxThread(clusterOf(object, places), 'Kustomization', {
        namespace: textOf(objectAt(object, 'metadata').namespace) ?? '',
        name,
      }),
    ],
    attempt: { revision, previous },
  };
}

/**
 * Which attempt it is. The same revision is applied again and again without any change; only another one is a new attempt, and the time
 * at which that was first seen tells a return to an earlier revision from that revision's first time.
 */
function attemptOf(
  revision: string,
  readySince: string,
  writtenAt: string,
  known: KnownDelivered | undefined,
): { key: string; start: string; previous?: string } {
  const last = known?.attempt;
  if (last?.revision === revision) return last;
  return last
    ? {
        key: `apply/${revision}@${writtenAt}`,
        start: writtenAt,
        previous: last.revision,
      }
    : { key: `apply/${revision}`, start: readySince };
}

function endOf(state: {
  isApplied: boolean;
  isUnderWay: boolean;
  ready: Condition | undefined;
  start: string;
  writtenAt: string;
}): Operation['end'] {
  const { isApplied, isUnderWay, ready, start, writtenAt } = state;
  const at = later(ready?.since ?? writtenAt, start);
  if (isApplied) return { at, status: 'succeeded' };
  return ready?.status === FAILED && !isUnderWay
    ? { at, status: 'failed' }
    : undefined;
}

function titleOf(
  name: string,
  revision: string,
  status: NonNullable<Operation['end']>['status'] | undefined,
): string {
  const to = `${name} at ${revisionWord(revision)}`;
  if (status === 'failed') return `Flux failed to apply ${to}`;
  return status === undefined ? `Flux applies ${to}` : `Flux applied ${to}`;
}

function managed(object: KubernetesObject, places: Places): string[] {
  const cluster = clusterOf(object, places);
  return cluster === undefined
    ? []
    : workloadSubjects(cluster, inventoryOf(object));
}

// Whose kubeconfig a Secret holds nobody can tell without reading it.
function clusterOf(
  object: KubernetesObject,
  { own }: Places,
): string | undefined {
  return objectAt(object, 'spec').kubeConfig === undefined ? own : undefined;
}

/** `shop_rest-api_apps_Deployment` */
export function inventoryOf(object: KubernetesObject): ResourceName[] {
  return listAt(object, 'status', 'inventory', 'entries').flatMap(({ id }) => {
    const [namespace, name, group, kind] = (textOf(id) ?? '').split('_');
    return kind === undefined
      ? []
      : [{ group, kind, namespace: namespace || undefined, name }];
  });
}
