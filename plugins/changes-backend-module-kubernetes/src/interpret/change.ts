import type {
  Actor,
  FieldChange,
  Observation,
} from '@ripplehq/backstage-plugin-changes-common';
import type { Named } from '../kinds';
import { actorOf } from './actor';
import type { Author } from './author';
import { changeCauseOf } from './changeCause';
import { deliverersOf } from './deliverers';
import type { Moment, Sighting } from './Sighting';
import { writeOf } from './write';

const TITLE_CHARS = 300;
/** Diff paths and subjects have limits in the event model; a manifest that breaks them is told without the rest. */
const SUBJECTS_MAX = 500;

/** What is told of a change, by whatever kind of object it happened to. */
export interface Told {
  key: string;
  kind: string;
  title: string;
  severity: Observation['severity'];
  subjects: string[];
  moment?: Moment;
  author?: Author;
  end?: Observation['end'];
  before?: Observation['before'];
  after?: Observation['after'];
  rollout?: Observation['rollout'];
  evidence?: Observation['evidence'];
  hasCode?: boolean;
  reconstructed?: true;
}

/** One observation of a change, in the event model's words. */
export function tell(
  told: Told,
  object: Named,
  sighting: Sighting,
): Observation {
  const actor: Actor | undefined = told.author && actorOf(told.author);
  return {
    type: 'change',
    kind: told.kind,
    instance: sighting.cluster,
    key: told.key,
    title: cut(told.title),
    severity: told.severity,
    observedAt: sighting.observedAt ?? sighting.now,
    sequence: sequenceOf(object),
    cluster: sighting.cluster,
    subjects: told.subjects.slice(0, SUBJECTS_MAX),
    ...present({
      namespace: object.namespace,
      environment: sighting.environment,
      start: told.moment?.start,
      observedBetween: told.moment?.observedBetween,
      actor,
      write: writeOf(told, sighting),
      deliveredBy: actor?.byHand && nonEmpty(deliverersOf(told.after)),
      end: told.end,
      before: told.before,
      after: told.after,
      rollout: told.rollout,
      evidence: nonEmpty([...(told.evidence ?? []), ...changeCauseOf(told)]),
      hasCode: told.hasCode,
      reconstructed: told.reconstructed,
    }),
  };
}

/** Something that is over as soon as it happens. */
export function instant(moment: Moment): Observation['end'] {
  return { at: moment.start, status: 'succeeded' };
}

export function sequenceOf(object: Named): number | undefined {
  const sequence = Number(object.resourceVersion);
  return Number.isSafeInteger(sequence) ? sequence : undefined;
}

/** Changes that a person would name first come first. */
export function byRisk(
  changes: FieldChange[],
  order: { path: string }[],
): FieldChange[] {
  const rank = new Map(order.map(({ path }, index) => [path, index]));
  return [...changes].sort(
    (a, b) => (rank.get(a.path) ?? Infinity) - (rank.get(b.path) ?? Infinity),
  );
}

function cut(title: string): string {
  return title.length > TITLE_CHARS
    ? `${title.slice(0, TITLE_CHARS - 1)}…`
    : title;
}

function nonEmpty<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}

function present<T extends object>(fields: T): T {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as T;
}
