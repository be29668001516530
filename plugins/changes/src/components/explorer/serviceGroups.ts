import {
  HEALTH_STATUSES,
  type HealthStatus,
  type ServiceRow,
  type Services,
} from '@ripplehq/backstage-plugin-changes-common';

export const GROUP_HEIGHT_PX = 29;
export const ROW_HEIGHT_PX = 52;

/** A line of the table at its place, in px from the first. */
export type Line =
  | { type: 'group'; status: HealthStatus; total: number; top: number }
  | { type: 'service'; service: ServiceRow; index: number; top: number };

/** The rows in the order of the table's groups; within each as the API ordered them. */
export function inTableOrder(services: ServiceRow[]): ServiceRow[] {
  return HEALTH_STATUSES.flatMap(status =>
    services.filter(row => row.health.status === status),
  );
}

/** Headings and rows: unhealthy, degraded, unknown, healthy; within each as the API ordered them. */
export function serviceLines(
  services: ServiceRow[],
  totals: Services['totals'],
): { lines: Line[]; heightPx: number } {
  const lines: Line[] = [];
  let top = 0;
  let index = 0;
  for (const status of HEALTH_STATUSES) {
    const rows = services.filter(row => row.health.status === status);
    if (rows.length === 0) continue;
    lines.push({ type: 'group', status, total: totals[status], top });
    top += GROUP_HEIGHT_PX;
    for (const service of rows) {
      lines.push({ type: 'service', service, index, top });
      top += ROW_HEIGHT_PX;
      index++;
    }
  }
  return { lines, heightPx: top };
}

/** Lines that overlap a stretch of the table, and the room above and below them. */
export function linesInSight(
  lines: Line[],
  heightPx: number,
  sight: { from: number; to: number },
): { shown: Line[]; above: number; below: number } {
  const bottomOf = (line: Line) =>
    line.top + (line.type === 'group' ? GROUP_HEIGHT_PX : ROW_HEIGHT_PX);
  const shown = lines.filter(
    line => bottomOf(line) > sight.from && line.top < sight.to,
  );
  if (shown.length === 0) return { shown, above: 0, below: heightPx };
  return {
    shown,
    above: shown[0].top,
    below: heightPx - bottomOf(shown[shown.length - 1]),
  };
}
