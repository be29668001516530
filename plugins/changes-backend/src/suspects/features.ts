import type {
  ChangeKind,
  Reason,
} from '@ripplehq/backstage-plugin-changes-common';
import { diffReasons } from './diffReasons';
import type { Candidate, RankedLane, SuspectQuestion } from './question';
import { duration } from './words';

const MINUTE_MS = 60_000;

/** After a change of this kind, trouble typically shows within so many minutes; recency is measured in it. */
const TYPICAL_DELAY_MINUTES: Partial<Record<ChangeKind, number>> = {
  config: 15,
  secret: 15,
  scale: 10,
  migration: 30,
  infrastructure: 30,
  network: 15,
  storage: 30,
};
const TYPICAL_DELAY_MINUTES_DEFAULT = 5;

/** At the onset itself a change weighs this much, and loses RECENCY_SLOPE with every e-fold of its typical delay. */
const RECENCY_MAX = 3;
const RECENCY_SLOPE = 1.3;

const DISTANCE = [0, -0.3, -1, -1.7, -2.4];

const KIND: Partial<Record<ChangeKind, number>> = {
  deployment: 0.6,
  rollback: 0.3,
  restart: 0.2,
  scale: 0.3,
  config: 0.5,
  secret: 0.5,
  flag: 0.5,
  migration: 0.5,
  infrastructure: 0.4,
  network: 0.5,
  'third-party': 0.5,
  autoscale: -1.5,
  catalog: -2,
  pipeline: -1,
  code: -1,
};

const FAILED = 1.2;
const ILL_BEFORE_SYMPTOM = 1.2;
const ILL_BEFORE_CHANGE = -0.8;
const STAYED_HEALTHY = -0.6;
const HEALTHY_FOR_LONG_AFTER = -0.5;
const BY_HAND = 0.3;
const BY_CONTROLLER = -0.3;
const OTHER_ENVIRONMENT = -2;

/** This long without trouble speaks for a change. */
const LONG_MS = 60 * MINUTE_MS;

/**
 * What speaks for and against one change, as facts. The sum of the weights is its score.
 * @internal
 */
export function reasonsFor(
  change: Candidate,
  lane: RankedLane,
  question: SuspectQuestion,
): Reason[] {
  return [
    recency(change, question),
    distance(lane, question),
    ...diffReasons(change.diff ?? []),
    ...outcome(change),
    ...healthReasons(change, lane, question),
    ...environmentReasons(change, question),
    ...actorReasons(change),
    kindPrior(change),
  ];
}

/** The last moment at which the change did something, at most the onset. @internal */
export function lastStep(change: Candidate, question: SuspectQuestion): number {
  const end = change.endedAt ? Date.parse(change.endedAt) : Infinity;
  return Math.min(end, question.symptom.onset.to);
}

function recency(change: Candidate, question: SuspectQuestion): Reason {
  const gap = Math.max(
    0,
    question.symptom.onset.from - lastStep(change, question),
  );
  const delay =
    TYPICAL_DELAY_MINUTES[change.kind as ChangeKind] ??
    TYPICAL_DELAY_MINUTES_DEFAULT;
  return {
    code: 'recency',
    text: recencyText(change, gap, question),
    weight: RECENCY_MAX - RECENCY_SLOPE * Math.log1p(gap / MINUTE_MS / delay),
  };
}

function recencyText(
  change: Candidate,
  gap: number,
  { symptom, lanes }: SuspectQuestion,
): string {
  const became = `${nameOf(lanes[0])} became ${symptom.status}`;
  const end = change.endedAt ? Date.parse(change.endedAt) : undefined;
  if (end === undefined || end > symptom.onset.to) {
    return `Was still under way when ${became}`;
  }
  const verb = end > Date.parse(change.startedAt) ? 'Finished' : 'Happened';
  return gap < 1000
    ? `${verb} at the moment when ${became}`
    : `${verb} ${duration(gap)} before ${became}`;
}

function distance(lane: RankedLane, { lanes }: SuspectQuestion): Reason {
  const names = lane.path.map(ref =>
    nameOf(lanes.find(({ entityRef }) => entityRef === ref) ?? lane),
  );
  return {
    code: 'distance',
    text:
      lane.degree === 0
        ? `On ${nameOf(lane)} itself`
        : `${lane.degree} ${
            lane.degree === 1 ? 'hop' : 'hops'
          } upstream: ${names.join(' → ')}`,
    weight: DISTANCE[lane.degree] ?? DISTANCE[DISTANCE.length - 1],
  };
}

function outcome(change: Candidate): Reason[] {
  return change.status === 'failed'
    ? [{ code: 'failed', text: 'It failed', weight: FAILED }]
    : [];
}

function healthReasons(
  change: Candidate,
  lane: RankedLane,
  question: SuspectQuestion,
): Reason[] {
  const start = Date.parse(change.startedAt);
  const { onset, eventId } = question.symptom;
  const name = nameOf(lane);
  if (lane.degree === 0) {
    const quiet = onset.from - lastStep(change, question);
    return quiet > LONG_MS
      ? [
          {
            code: 'healthy-after',
            text: `${name} went on for ${duration(quiet)} after it`,
            weight: HEALTHY_FOR_LONG_AFTER,
          },
        ]
      : [];
  }
  const issues = question.events
    .filter(
      event =>
        event.type !== 'change' &&
        event.id !== eventId &&
        event.entityRefs.includes(lane.entityRef) &&
        Date.parse(event.startedAt) <= onset.to &&
        (!event.endedAt || Date.parse(event.endedAt) >= start),
    )
    .sort((a, b) => a.startedAt.localeCompare(b.startedAt));
  if (issues.length === 0) {
    return lane.health === 'healthy'
      ? [
          {
            code: 'stayed-healthy',
            text: `${name} itself shows no issue`,
            weight: STAYED_HEALTHY,
          },
        ]
      : [];
  }
  const [first] = issues;
  return Date.parse(first.startedAt) < start
    ? [
        {
          code: 'ill-before-change',
          text: `${name} was in trouble before it (${first.title})`,
          weight: ILL_BEFORE_CHANGE,
        },
      ]
    : [
        {
          code: 'ill-before-symptom',
          text: `${name} itself got into trouble in between (${first.title})`,
          weight: ILL_BEFORE_SYMPTOM,
          link: first.id,
        },
      ];
}

function environmentReasons(
  change: Candidate,
  { symptom }: SuspectQuestion,
): Reason[] {
  return change.environment &&
    symptom.environment &&
    change.environment !== symptom.environment
    ? [
        {
          code: 'other-environment',
          text: `It happened in ${change.environment}, the trouble is in ${symptom.environment}`,
          weight: OTHER_ENVIRONMENT,
        },
      ]
    : [];
}

function actorReasons({ actor }: Candidate): Reason[] {
  if (actor?.byHand) {
    return [
      {
        code: 'by-hand',
        text: `Done by hand by ${actor.name}, outside the pipeline`,
        weight: BY_HAND,
      },
    ];
  }
  return actor?.kind === 'controller'
    ? [
        {
          code: 'by-controller',
          text: `Done by a controller (${actor.name}), more often an effect`,
          weight: BY_CONTROLLER,
        },
      ]
    : [];
}

function kindPrior(change: Candidate): Reason {
  const weight = KIND[change.kind as ChangeKind] ?? 0;
  return {
    code: 'kind',
    text:
      weight < 0
        ? `A change of kind ${change.kind} is seldom a cause`
        : `Changes of kind ${change.kind} often are a cause`,
    weight,
  };
}

function nameOf(lane: RankedLane): string {
  return lane.title;
}
