import type { ChangeEvent } from '@ripplehq/backstage-plugin-changes-common';

// The numbers that stand in the database for ever: add, never renumber.

/** `event.type`, `link.type`, … */
export const TYPE_CODES: Record<ChangeEvent['type'], number> = {
  change: 0,
  alert: 1,
  health: 2,
};

/** `event.status`, `link.status` */
export const STATUS_CODES: Record<ChangeEvent['status'], number> = {
  'in-progress': 0,
  succeeded: 1,
  failed: 2,
  superseded: 3,
  'unknown-end': 4,
  open: 10,
  acknowledged: 11,
  suppressed: 12,
  resolved: 13,
};

/** `event.severity`; a higher one is worse. */
export const SEVERITY_CODES: Record<ChangeEvent['severity'], number> = {
  unknown: 0,
  info: 1,
  warning: 2,
  error: 3,
  critical: 4,
};

const TYPES = invert(TYPE_CODES);
const STATUSES = invert(STATUS_CODES);
const SEVERITIES = invert(SEVERITY_CODES);

export function typeOf(code: number): ChangeEvent['type'] {
  return named(TYPES, code, 'type');
}

export function statusOf(code: number): ChangeEvent['status'] {
  return named(STATUSES, code, 'status');
}

export function severityOf(code: number): ChangeEvent['severity'] {
  return named(SEVERITIES, code, 'severity');
}

function invert<T extends string>(codes: Record<T, number>): Map<number, T> {
  return new Map(
    Object.entries(codes).map(([name, code]) => [code as number, name as T]),
  );
}

function named<T>(names: Map<number, T>, code: number, column: string): T {
  const name = names.get(code);
  if (name === undefined) {
    throw new Error(
      `${column} ${code} in the changes database was written by a newer version of the plugin`,
    );
  }
  return name;
}
