import type { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import type { WarningObject } from '../health/WarningEvents';
import { kindOf } from './Kind';
import {
  numberOf,
  objectAt,
  textOf,
  type KubernetesObject,
} from './KubernetesObject';
import { namedOf } from './Named';

/** What is cut off is not looked through for secrets, so that what is shown ends well before. */
const READ_CHARS = 4000;
const MESSAGE_CHARS = 1000;
const WORD_CHARS = 200;

/** What the components of a cluster warn about: never told by itself, but evidence of what is wrong. */
export const WARNING = kindOf({
  resource: 'events',
  group: '',
  version: 'v1',
  kind: 'Event',
  select: { fieldSelector: 'type=Warning' },
  isRemembered: false,
  after: ['pods'],
  book: 'health',
  read: readWarning,
});

/** Undefined for what is about no object, or has no time. */
export function readWarning(
  object: KubernetesObject,
  redactor: Redactor,
): WarningObject | undefined {
  const { involvedObject, source, series } = {
    involvedObject: objectAt(object, 'involvedObject'),
    source: objectAt(object, 'source'),
    series: objectAt(object, 'series'),
  };
  const about = textOf(involvedObject.uid);
  const firstAt =
    textOf(object.firstTimestamp) ??
    textOf(object.eventTime) ??
    object.metadata.creationTimestamp;
  const lastAt =
    textOf(series.lastObservedTime) ?? textOf(object.lastTimestamp) ?? firstAt;
  if (!about || firstAt === undefined || lastAt === undefined) return undefined;
  const { uid, name, namespace, resourceVersion } = namedOf(object);
  const fieldPath = textOf(involvedObject.fieldPath);
  const component =
    textOf(source.component) || textOf(object.reportingComponent);
  return {
    uid,
    name,
    namespace,
    resourceVersion,
    about,
    warning: {
      reason: (textOf(object.reason) ?? '').slice(0, WORD_CHARS),
      message: redactor
        .redactText((textOf(object.message) ?? '').slice(0, READ_CHARS))
        .slice(0, MESSAGE_CHARS),
      ...(component ? { component: component.slice(0, WORD_CHARS) } : {}),
      ...(fieldPath ? { fieldPath: fieldPath.slice(0, WORD_CHARS) } : {}),
      count: numberOf(series.count) ?? numberOf(object.count) ?? 1,
      firstAt,
      lastAt,
    },
  };
}
