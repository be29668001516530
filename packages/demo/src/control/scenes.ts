import type { IncidentId, Moments } from '../script/index.ts';
import { HOUR_MS, MINUTE_MS } from '../script/time.ts';

/** The scenes of the tour, in its order. */
export const SCENE_IDS = [
  'alert',
  'pull-request',
  'by-hand',
  'no-change',
  'withheld',
  'canary',
  'sync',
  'migration',
  'node',
  'operator',
  'autoscaler',
  'probe',
  'memory',
  'image',
  'restart',
] as const;
export type SceneId = (typeof SCENE_IDS)[number];

/** A place in the portal at which something is to be seen. */
export interface Scene {
  id: SceneId;
  /** Within the portal, with absolute times. */
  path: string;
}

/** What a scene opens. */
export const FOUND_EVENTS = [
  'cut',
  'edit',
  'canary',
  'sync',
  'migration',
  'node',
  'operator',
] as const;
export type FoundEvent = (typeof FOUND_EVENTS)[number];

/** When what the scenes show happened, and under which ids Ripple tells of it, where it does already. */
export interface SceneAnchors {
  /** Epoch milliseconds. */
  now: number;
  moments: Moments;
  events: Partial<Record<FoundEvent, string>>;
}

const DAY_MS = 24 * HOUR_MS;
/** What lies around a moment and is looked at. */
const BEFORE_MS = 70 * MINUTE_MS;
const AFTER_MS = 40 * MINUTE_MS;
const HOPS = '4';

type Paths = (anchors: SceneAnchors) => string | undefined;

const PATHS: Record<SceneId, Paths> = {
  alert: anchors => incidentPath(anchors, 'replica-cut', 'data-processor'),
  'pull-request': anchors => {
    const path = incidentPath(anchors, 'replica-cut', 'data-processor');
    return path && withEvent(path, anchors.events.cut);
  },
  'by-hand': anchors =>
    momentPath(anchors, 'edited', 'component/data-processor', 'edit'),
  'no-change': anchors => incidentPath(anchors, 'no-change', 'search-indexer'),
  canary: anchors =>
    momentPath(anchors, 'canary', 'component/cart-api', 'canary'),
  sync: anchors =>
    momentPath(anchors, 'synced', 'component/storefront-bff', 'sync'),
  migration: anchors =>
    momentPath(anchors, 'migrated', 'resource/orders-db', 'migration'),
  node: anchors =>
    momentPath(anchors, 'cordoned', 'component/cart-api', 'node'),
  operator: anchors =>
    momentPath(anchors, 'noisy', 'component/pricing', 'operator'),
  autoscaler: anchors => healthPath(anchors, 'replica-cut', 'data-processor'),
  probe: anchors => healthPath(anchors, 'replica-cut', 'rest-api'),
  memory: anchors => healthPath(anchors, 'starved', 'invoice-worker'),
  image: anchors => healthPath(anchors, 'imageless', 'mail-sender'),
  withheld: anchors => incidentPath(anchors, 'replica-cut', 'data-processor'),
  restart: ({ moments: { restarted }, now }) => {
    const at = restarted ?? now - AFTER_MS;
    return changesPath('component/event-replayer', {
      from: at - AFTER_MS,
      to: Math.min(now, at + AFTER_MS),
    });
  },
};

/** The scenes whose moment has come. */
export function scenesOf(anchors: SceneAnchors): Scene[] {
  return SCENE_IDS.flatMap(id => {
    const path = PATHS[id](anchors);
    return path ? [{ id, path }] : [];
  });
}

/** The day before an alert, zoomed in on the alert. */
function incidentPath(
  { moments, now }: SceneAnchors,
  id: IncidentId,
  service: string,
): string | undefined {
  const alert = moments[id];
  if (alert === undefined) return undefined;
  const to = Math.min(now, alert + AFTER_MS);
  return changesPath(
    `component/${service}`,
    { from: to - DAY_MS, to },
    { from: alert - BEFORE_MS, to },
  );
}

/** What lies around a moment, on the page of an entity, with an event opened. */
function momentPath(
  { events, moments, now }: SceneAnchors,
  moment: keyof Moments,
  entity: string,
  event: FoundEvent,
): string | undefined {
  const at = moments[moment];
  if (at === undefined) return undefined;
  const range = { from: at - BEFORE_MS, to: Math.min(now, at + BEFORE_MS) };
  return withEvent(changesPath(entity, range), events[event]);
}

/** What is wrong with a service, from a moment on. */
function healthPath(
  { moments }: SceneAnchors,
  moment: keyof Moments,
  service: string,
): string | undefined {
  return moments[moment] === undefined
    ? undefined
    : `/catalog/default/component/${service}/health`;
}

/** @param entity - kind and name */
function changesPath(
  entity: string,
  range: { from: number; to: number },
  zoom?: { from: number; to: number },
): string {
  const query = new URLSearchParams({
    from: second(range.from),
    to: second(range.to),
    ...(zoom ? { zoom: `${second(zoom.from)}..${second(zoom.to)}` } : {}),
    hops: HOPS,
  });
  return `/catalog/default/${entity}/changes?${query}`;
}

function withEvent(path: string, event: string | undefined): string {
  return event ? `${path}&event=${encodeURIComponent(event)}` : path;
}

function second(time: number): string {
  return new Date(Math.floor(time / 1000) * 1000)
    .toISOString()
    .replace('.000Z', 'Z');
}
