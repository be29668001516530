import type { Situation } from '../Situation';
import type { Candidate, RankedLane } from '../question';
import type { Feature } from './Feature';

/** Shorter words say too little. */
const WORD_MIN_CHARS = 4;
/** Words that stand in any alarm or title. */
const COMMON = new Set(
  'after alert changed config configmap containers crash critical deployed error errors failed health healthy hidden image kubernetes latency memory monitor over pods production rate replicas secret service spec status template timeout timeouts value with warning'.split(
    ' ',
  ),
);

interface Consequence {
  alarm: RegExp;
  change: RegExp;
  text: string;
}

/** What a reason of ill health points to, and how a change that does such a thing looks. */
const CONSEQUENCES: readonly Consequence[] = [
  {
    alarm: /oom|out of memory|use of memory|exit code 137|\b137\b/,
    change: /memory|kind:deployment/,
    text: 'Running out of memory follows from a new version or a lower limit',
  },
  {
    alarm:
      /connection (refused|timed out|reset)|cannot connect|unreachable|no (healthy )?endpoints|no connections|no route|econn|\b50[34]\b/,
    change:
      /kind:network|kind:infrastructure|ports?\b|selector|security group|inbound|ingress|networkpolicy|route|host\b/,
    text: 'Lost connections follow from a change of the network',
  },
  {
    alarm:
      /auth\w* failed|unauthori[sz]ed|forbidden|\b40[13]\b|access ?denied|not authorized|permission|credential|password|token expired/,
    change: /kind:secret|kind:access|password|credential|token|role\b|policy/,
    text: 'Refused access follows from changed credentials or rights',
  },
  {
    alarm:
      /lock (timeout|wait)|deadlock|column|relation .* does not exist|syntax error|statement|schema|migration/,
    change: /kind:migration|migration|alter |schema/,
    text: 'Trouble in the database follows from a migration',
  },
  {
    alarm:
      /pool|too many connections|connection slots|max_connections|acquiring a connection/,
    change: /pool|connections?\b|kind:infrastructure/,
    text: 'A lack of connections follows from a changed pool or limit',
  },
  {
    alarm:
      /crash|exit (code )?[12]\b|crashloop|missing|not found|not there|cannot be started|no such|undefined|configuration/,
    change: /kind:config|kind:deployment|kind:secret|removed/,
    text: 'Crashes at start follow from a new version or a missing setting',
  },
  {
    alarm: /probe|restarted|restarts|not ready|unready/,
    change: /probe|kind:deployment|kind:restart/,
    text: 'Failing probes follow from a change of them or a new version',
  },
  {
    alarm:
      /latency|p9[59]|slow|timeout|timed out|deadline|lag\b|saturat|throttl|cpu|backlog|queue/,
    change:
      /replicas|limits?\.cpu|cpu limit|pool|timeout|concurrency|rate|kind:scale/,
    text: 'Slowness follows from less capacity',
  },
  {
    alarm: /imagepull|errimage|pull/,
    change: /image|registry|pull/,
    text: 'An image that cannot be pulled follows from a new one',
  },
  {
    alarm: /outage|provider|third.party|upstream provider/,
    change: /kind:third-party/,
    text: 'The provider itself reports trouble',
  },
];

/** What alarms say that concerns a lane: the same for all changes there. @internal */
export interface LaneWords {
  /** Of the symptom and of the entity's own trouble. */
  alarmWords: ReadonlySet<string>;
  /** What the alarms point to. */
  consequences: readonly Consequence[];
  named: readonly Feature[];
}

/** @internal */
export function wordsOfLane(lane: RankedLane, situation: Situation): LaneWords {
  const alarm = alarmText(lane, situation);
  return {
    alarmWords: wordsOf(alarm),
    consequences: CONSEQUENCES.filter(one => one.alarm.test(alarm)),
    named: named(lane, situation),
  };
}

/** What alarms and the change have in common. @internal */
export function wordFeatures(
  change: Candidate,
  words: LaneWords,
  situation: Situation,
): Feature[] {
  return [
    ...words.named,
    ...consequence(situation.textOf(change), words),
    ...shared(change, words, situation),
  ];
}

function named(lane: RankedLane, situation: Situation): Feature[] {
  if (lane.degree === 0) return [];
  const { symptom } = situation.question;
  const name = lane.title.toLowerCase();
  const names = (text: string) =>
    new RegExp(`(^|[^\\w-])${escape(name)}($|[^\\w-])`).test(
      text.toLowerCase(),
    );
  if (names(`${symptom.title} ${symptom.detail ?? ''}`)) {
    return [
      {
        code: 'named-by-symptom',
        value: 1,
        text: `The alarm names ${lane.title}`,
      },
    ];
  }
  const witness = lane.path
    .slice(1, -1)
    .flatMap(ref => situation.newTrouble(ref) ?? [])
    .find(issue => names(textOf(issue)));
  return witness
    ? [
        {
          code: 'named-on-path',
          value: 1,
          text: `${witness.title} names ${lane.title}`,
          link: witness.id,
        },
      ]
    : [];
}

function consequence(text: string, { consequences }: LaneWords): Feature[] {
  const found = consequences.find(one => one.change.test(text));
  return found ? [{ code: 'follows', value: 1, text: found.text }] : [];
}

// Words that stand in the alarm and in this change, but in few others.
function shared(
  change: Candidate,
  { alarmWords }: LaneWords,
  situation: Situation,
): Feature[] {
  const own = situation.wordsOf(change);
  const both = [...alarmWords].filter(
    word => own.has(word) && !situation.isName(word),
  );
  if (both.length === 0) return [];
  const rarest = both
    .map(word => ({ word, others: situation.changesWith(word) }))
    .sort((a, b) => a.others - b.others)[0];
  return [
    {
      code: 'same-words',
      value: 1 / Math.sqrt(Math.max(1, rarest.others)),
      text: `The alarm and the change both say “${rarest.word}”`,
    },
  ];
}

function alarmText(lane: RankedLane, situation: Situation): string {
  const { symptom } = situation.question;
  const trouble = situation.newTrouble(lane.entityRef);
  return [symptom.title, symptom.detail ?? '', trouble ? textOf(trouble) : '']
    .join(' ')
    .toLowerCase();
}

function textOf({ title, detail }: Candidate): string {
  return `${title} ${detail ?? ''}`;
}

/** All that is written of a change, in lower case. @internal */
export function changeText(change: Candidate): string {
  const fields = (change.diff ?? []).map(({ path, before, after }) =>
    [
      path,
      after === undefined ? 'removed' : '',
      typeof before === 'object' ? '' : String(before ?? ''),
      typeof after === 'object' ? '' : String(after ?? ''),
    ].join(' '),
  );
  return [`kind:${change.kind}`, change.title, change.detail ?? '', ...fields]
    .join(' ')
    .toLowerCase();
}

/** @internal */
export function wordsOf(text: string): Set<string> {
  return new Set(
    (text.match(/[a-z0-9][a-z0-9_.:-]*[a-z0-9]/g) ?? []).filter(
      word =>
        word.length >= WORD_MIN_CHARS &&
        !COMMON.has(word) &&
        !/^[\d.:-]+$/.test(word) &&
        !word.startsWith('kind:'),
    ),
  );
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
