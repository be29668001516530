import {
  diffManifests,
  kubernetesSubject,
  type Observation,
} from '@ripplehq/backstage-plugin-changes-common';
import { NODE, nodeManifest, type NodeObject, type ReadNode } from '../kinds';
import { isTyped } from './actor';
import {
  authorOf,
  creatorOf,
  writersOf,
  type Author,
  type Writer,
} from './author';
import { instant, tell } from './change';
import { begin, finish, howLong, type Episode } from './Episode';
import { badnessOf, isInService } from './nodeCondition';
import {
  deedText,
  describeRunOfNodes,
  extendRunOfNodes,
  type NodeDeed,
  type NodeFact,
  type NodeRun,
} from './nodeRun';
import {
  momentAt,
  momentOf,
  subjectOf,
  type Moment,
  type Sighting,
} from './Sighting';

/** What is remembered of a node. */
export interface KnownNode extends NodeObject {
  writers: Writer[];
  /** Somebody did that by hand; who lets it take pods again leaves no trace. */
  isCordonedByHand?: boolean;
  /** It has been ready since it came. */
  wasReady: boolean;
  /** Conditions that are bad, or were so not long ago, by type. */
  episodes: Record<string, Episode>;
}

/** What else is known when a node is looked at. */
export interface NodeContext extends Sighting {
  /** Workloads with pods on it, as subjects. */
  workloads(): string[];
  /** What happened to the nodes of its pool of late. */
  run: NodeRun | undefined;
}

export interface NodeStep {
  known: KnownNode;
  run: NodeRun | undefined;
  observations: Observation[];
  /** Whether there is something new to remember: heartbeats bring nothing. */
  isNews: boolean;
}

/** The subject of a pool of nodes. */
export function poolSubject(cluster: string, pool: string): string {
  return kubernetesSubject({ cluster, kind: 'NodePool', name: pool });
}

/** A node that was there before anybody watched: what is amiss with it now, and since when it is cordoned. */
export function nodeFirstSeen(next: ReadNode, context: NodeContext): NodeStep {
  const step = withConditions(startOf(next, undefined, context), next, {
    ...context,
    isHistory: true,
  });
  const { cordonedAt } = next;
  if (!next.isCordoned || cordonedAt === undefined) return step;
  const fact: NodeFact = { deed: 'cordoned', node: next.name, at: cordonedAt };
  return alone(step, next, fact, undefined, context, true);
}

export function nodeAdded(next: ReadNode, context: NodeContext): NodeStep {
  const step = startOf(next, undefined, context);
  const { start } = momentAt(next.createdAt, context);
  return withConditions(
    inRun(
      step,
      next,
      { deed: 'added', node: next.name, at: start, kubelet: next.kubelet },
      { author: creatorOf(next.managed), moment: { start } },
      context,
    ),
    next,
    context,
  );
}

/** The next version of a node. */
export function nodeChanged(
  previous: KnownNode,
  next: ReadNode,
  context: NodeContext,
): NodeStep {
  let step = startOf(next, previous, context);
  const [before, after] = [previous, next].map(nodeManifest);
  if (JSON.stringify(before) !== JSON.stringify(after)) {
    const changes = diffManifests(before, after);
    const author = authorOf(next.managed, previous.writers, changes, context);
    const moment = momentOf(author, context);
    step.isNews = true;
    for (const [deed, detail] of deedsOf(previous, next)) {
      const fact: NodeFact = {
        deed,
        node: next.name,
        at: moment.start,
        detail,
      };
      const isByHand =
        (author !== undefined && isTyped(author)) ||
        (deed === 'uncordoned' && previous.isCordonedByHand === true);
      if (deed === 'cordoned') step.known.isCordonedByHand = isByHand;
      // What a person did to one node is an event of its own.
      step = isByHand
        ? alone(step, next, fact, { author, moment, previous }, context)
        : inRun(step, next, fact, { author, moment, previous }, context);
    }
  }
  return withConditions(step, next, context);
}

export function nodeRemoved(
  previous: KnownNode,
  last: Pick<NodeObject, 'resourceVersion' | 'deletingSince'>,
  context: NodeContext,
): NodeStep {
  const moment = momentAt(last.deletingSince, context);
  const next = { ...previous, resourceVersion: last.resourceVersion };
  const step = inRun(
    startOf(next, previous, context),
    next,
    {
      deed: 'removed',
      node: previous.name,
      at: moment.start,
      kubelet: previous.kubelet,
    },
    { moment },
    context,
  );
  for (const [type, episode] of Object.entries(previous.episodes)) {
    if (episode.over !== undefined) continue;
    const ended = finish(episode, moment.start);
    const { words, severity } = badOf(type, previous);
    step.observations.push(
      tell(
        {
          key: ended.key,
          kind: 'node',
          title: `node ${previous.name} was ${words} until it was removed`,
          severity,
          subjects: subjectsOf(previous, context),
          end: { at: ended.over!, status: 'unknown-end' },
        },
        next,
        context,
      ),
    );
  }
  return step;
}

function startOf(
  next: ReadNode | KnownNode,
  previous: KnownNode | undefined,
  { run }: NodeContext,
): NodeStep {
  const { managed, ...object } = { managed: [], ...next };
  return {
    known: {
      ...object,
      writers: 'writers' in next ? next.writers : writersOf(managed),
      isCordonedByHand: next.isCordoned && previous?.isCordonedByHand === true,
      wasReady:
        previous?.wasReady === true || next.conditions.Ready?.status === 'True',
      episodes: previous?.episodes ?? {},
    },
    run,
    observations: [],
    isNews: previous === undefined,
  };
}

/** What was done to a node, by what differs. */
function deedsOf(
  previous: NodeObject,
  next: NodeObject,
): [deed: NodeDeed, detail?: string][] {
  const deeds: [NodeDeed, string?][] = [];
  if (previous.isCordoned !== next.isCordoned) {
    deeds.push([next.isCordoned ? 'cordoned' : 'uncordoned']);
  }
  if (previous.kubelet !== next.kubelet && previous.kubelet && next.kubelet) {
    deeds.push(['upgraded', `${previous.kubelet} → ${next.kubelet}`]);
  }
  const came = next.taints.filter(taint => !previous.taints.includes(taint));
  const went = previous.taints.filter(taint => !next.taints.includes(taint));
  if (came.length > 0) deeds.push(['tainted', came.join(', ')]);
  if (went.length > 0) deeds.push(['untainted', went.join(', ')]);
  const labels = [
    ...new Set([...Object.keys(previous.labels), ...Object.keys(next.labels)]),
  ].filter(key => previous.labels[key] !== next.labels[key]);
  if (labels.length > 0) deeds.push(['relabelled', labels.join(', ')]);
  return deeds;
}

interface Circumstances {
  author?: Author;
  moment: Moment;
  previous?: NodeObject;
}

/** Tells a deed as an event of its own. */
function alone(
  step: NodeStep,
  next: NodeObject,
  fact: NodeFact,
  circumstances: Circumstances | undefined,
  context: NodeContext,
  reconstructed?: true,
): NodeStep {
  const { author, moment = { start: fact.at }, previous } = circumstances ?? {};
  const told = tell(
    {
      key: `${next.uid}/${fact.deed}/${next.resourceVersion}`,
      kind: 'node',
      title: `node ${next.name} ${deedText(fact)}`,
      severity: fact.deed === 'cordoned' ? 'warning' : 'info',
      subjects: subjectsOf(next, context),
      moment,
      author,
      end: instant(moment),
      before: previous && nodeManifest(previous),
      after: nodeManifest(next),
      reconstructed,
    },
    next,
    context,
  );
  return { ...step, isNews: true, observations: [...step.observations, told] };
}

/** Tells a deed as part of what happens to the node's pool. */
function inRun(
  step: NodeStep,
  next: NodeObject,
  fact: NodeFact,
  { author, moment, previous }: Circumstances,
  context: NodeContext,
): NodeStep {
  const run = extendRunOfNodes(step.run, fact, {
    key: `${next.uid}/nodes/${fact.deed}/${next.resourceVersion}`,
    pool: next.pool,
  });
  const told = tell(
    {
      ...describeRunOfNodes(run),
      subjects: subjectsOf(next, context),
      moment: { ...moment, start: run.start },
      author,
      // Of several nodes the evidence tells.
      ...(run.facts.length === 1 && fact.deed !== 'removed'
        ? {
            before: previous && nodeManifest(previous),
            after: nodeManifest(next),
          }
        : {}),
    },
    next,
    context,
  );
  return {
    ...step,
    run,
    isNews: true,
    observations: [...step.observations, told],
  };
}

/** Tells what has gone amiss with a node, and what is well again. */
function withConditions(
  step: NodeStep,
  next: NodeObject,
  context: NodeContext & { isHistory?: boolean },
): NodeStep {
  const { known } = step;
  const episodes = { ...known.episodes };
  const observations = [...step.observations];
  for (const [type, condition] of Object.entries(next.conditions)) {
    const badness = badnessOf(type, condition);
    if (badness === undefined) continue;
    const open = episodes[type];
    const isOpen = open !== undefined && open.over === undefined;
    const { start: at, observedBetween } = momentAt(condition.since, context);
    if (badness === 'fine') {
      if (!isOpen) continue;
      const ended = finish(open, at);
      episodes[type] = ended;
      const { words, severity } = badOf(type, next);
      observations.push(
        tell(
          {
            key: ended.key,
            kind: 'node',
            title: `node ${next.name} was ${words} ${howLong(ended)}`,
            severity,
            subjects: subjectsOf(next, context),
            end: { at: ended.over!, status: 'succeeded' },
          },
          next,
          context,
        ),
      );
    } else if (
      !isOpen &&
      isInService(next, known.wasReady || context.isHistory === true)
    ) {
      const begun = begin(
        open,
        `${next.uid}/${type}/${next.resourceVersion}`,
        at,
      );
      episodes[type] = begun;
      const { reason, message } = condition;
      const said = [reason, message].filter(text => text).join(': ');
      observations.push(
        tell(
          {
            key: begun.key,
            kind: 'node',
            title: `node ${next.name} is ${badness.words}${
              begun.times > 1 ? `, the ${ordinal(begun.times)} time` : ''
            }`,
            severity: badness.severity,
            subjects: subjectsOf(next, context),
            moment: { start: begun.start, observedBetween },
            evidence: said
              ? [{ label: 'Reason', text: said.slice(0, 2000) }]
              : undefined,
          },
          next,
          context,
        ),
      );
    }
  }
  const isNews = observations.length > step.observations.length;
  return {
    ...step,
    known: { ...known, episodes },
    observations,
    isNews: step.isNews || isNews,
  };
}

/** How a condition is called when it is bad, whatever it is now. */
function badOf(type: string, node: NodeObject) {
  for (const status of ['True', 'False']) {
    const bad = badnessOf(type, { ...node.conditions[type], status });
    if (typeof bad === 'object') return bad;
  }
  return { words: type, severity: 'warning' as const };
}

function subjectsOf(node: NodeObject, context: NodeContext): string[] {
  const { cluster } = context;
  return [
    subjectOf(context, NODE, node),
    ...(node.pool === undefined ? [] : [poolSubject(cluster, node.pool)]),
    ...context.workloads(),
  ];
}

function ordinal(number: number): string {
  const tens = number % 100;
  const suffix =
    tens >= 11 && tens <= 13
      ? 'th'
      : ['th', 'st', 'nd', 'rd'][number % 10] ?? 'th';
  return `${number}${suffix}`;
}
