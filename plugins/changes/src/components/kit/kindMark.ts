import type {
  ChangeEvent,
  ChangeKind,
} from '@ripplehq/backstage-plugin-changes-common';
import type { ShapeName } from './shapes';

export interface KindMark {
  shape: ShapeName;
  /** A CSS colour: the family's token, or the severity's for alerts and health. */
  color: string;
}

const FAMILY = {
  workload: 'var(--k-roll)',
  capacity: 'var(--k-cap)',
  settings: 'var(--k-set)',
  work: 'var(--k-pipe)',
  platform: 'var(--k-ext)',
};

const FAMILY_OF: Record<ChangeKind, keyof typeof FAMILY> = {
  deployment: 'workload',
  rollback: 'workload',
  restart: 'workload',
  scale: 'capacity',
  autoscale: 'capacity',
  config: 'settings',
  secret: 'settings',
  flag: 'settings',
  access: 'settings',
  catalog: 'settings',
  code: 'work',
  pipeline: 'work',
  job: 'work',
  migration: 'work',
  infrastructure: 'platform',
  network: 'platform',
  storage: 'platform',
  node: 'platform',
  'third-party': 'platform',
  custom: 'platform',
};

/** Shape says what happened, colour which family, filling how it ended. A kind that is not known is drawn as `custom`. */
export function kindMark(
  event: Pick<ChangeEvent, 'type' | 'kind' | 'status' | 'severity' | 'title'>,
): KindMark {
  if (event.type !== 'change') {
    return {
      shape: event.type,
      color: isGrave(event.severity) ? 'var(--bad)' : 'var(--warn)',
    };
  }
  const kind = isChangeKind(event.kind) ? event.kind : 'custom';
  return { shape: changeShape(kind, event), color: FAMILY[FAMILY_OF[kind]] };
}

export function isGrave(severity: ChangeEvent['severity']): boolean {
  return severity === 'critical' || severity === 'error';
}

function isChangeKind(kind: string): kind is ChangeKind {
  return Object.hasOwn(FAMILY_OF, kind);
}

function changeShape(
  kind: ChangeKind,
  event: Pick<ChangeEvent, 'status' | 'title'>,
): ShapeName {
  if (kind === 'scale') return scaleShape(event.title);
  if (kind !== 'deployment') return kind;
  switch (event.status) {
    case 'failed':
      return 'deployment-failed';
    case 'in-progress':
      return 'deployment-in-progress';
    case 'superseded':
      return 'deployment-superseded';
    default:
      return 'deployment';
  }
}

// An event of the list carries no diff; its title names the replicas as "50 → 5".
function scaleShape(title: string): ShapeName {
  const [, before, after] = /(\d+) → (\d+)/.exec(title) ?? [];
  return Number(after) > Number(before) ? 'scale-up' : 'scale-down';
}
