import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import type { Told } from './change';

/** Nodes of a pool that change within this time after one another are one event, as when a pool grows or is replaced. */
const QUIET_MS = 10 * 60_000;
/** A pool that never rests gets a new event this often. */
const RUN_MAX_MS = 60 * 60_000;
const FACTS_MAX = 100;

export type NodeDeed =
  | 'added'
  | 'removed'
  | 'cordoned'
  | 'uncordoned'
  | 'upgraded'
  | 'tainted'
  | 'untainted'
  | 'relabelled';

/** One thing that was done to a node. */
export interface NodeFact {
  deed: NodeDeed;
  node: string;
  at: string;
  /** Follows the deed: ` v1.35.2 → v1.36.3` */
  detail?: string;
  kubelet?: string;
}

/** What happened to the nodes of a pool, one after another. */
export interface NodeRun {
  key: string;
  pool?: string;
  start: string;
  lastAt: string;
  /** Of many, the first ones. */
  facts: NodeFact[];
  /** How often each deed was done. */
  counts: Partial<Record<NodeDeed, number>>;
  /** Versions of the first node that went and of the last one that came. */
  kubelet: { gone?: string; come?: string };
}

export function extendRunOfNodes(
  before: NodeRun | undefined,
  fact: NodeFact,
  fresh: Pick<NodeRun, 'key' | 'pool'>,
): NodeRun {
  const at = Date.parse(fact.at);
  const isSame =
    before !== undefined &&
    at - Date.parse(before.lastAt) < QUIET_MS &&
    at - Date.parse(before.start) < RUN_MAX_MS;
  const run: NodeRun = isSame
    ? before
    : {
        ...fresh,
        start: fact.at,
        lastAt: fact.at,
        facts: [],
        counts: {},
        kubelet: {},
      };
  return {
    ...run,
    lastAt: at > Date.parse(run.lastAt) ? fact.at : run.lastAt,
    facts: [...run.facts, fact].slice(0, FACTS_MAX),
    counts: { ...run.counts, [fact.deed]: (run.counts[fact.deed] ?? 0) + 1 },
    kubelet: {
      gone:
        run.kubelet.gone ??
        (fact.deed === 'removed' ? fact.kubelet : undefined),
      come:
        fact.deed === 'added'
          ? fact.kubelet ?? run.kubelet.come
          : run.kubelet.come,
    },
  };
}

export function describeRunOfNodes(
  run: NodeRun,
): Pick<Told, 'key' | 'kind' | 'title' | 'severity' | 'evidence' | 'end'> {
  const { facts, counts } = run;
  const nodes = new Set(facts.map(({ node }) => node));
  return {
    key: run.key,
    kind: 'node',
    title:
      nodes.size === 1
        ? `node ${facts[0].node} ${deedsOfOne(facts)}`
        : `node pool ${run.pool}: ${deedsOfMany(run)}`,
    severity: counts.cordoned || counts.removed ? 'warning' : 'info',
    evidence: nodes.size === 1 ? undefined : facts.map(evidenceOf),
    end: { at: run.lastAt, status: 'succeeded' },
  };
}

/** `cordoned`, `cordoned and removed`; of what was done and undone again and again, the latest. */
function deedsOfOne(facts: NodeFact[]): string {
  const texts = [...new Set(facts.map(deedText))].slice(-3);
  return texts.length === 1
    ? texts[0]
    : `${texts.slice(0, -1).join(', ')} and ${texts[texts.length - 1]}`;
}

/** `3 added, 2 cordoned, 2 removed, kubelet v1.35.2 → v1.36.3` */
function deedsOfMany({ counts, kubelet: { gone, come } }: NodeRun): string {
  const texts = Object.entries(counts).map(
    ([deed, count]) => `${count} ${deed}`,
  );
  return [
    ...texts,
    ...(gone !== undefined && come !== undefined && gone !== come
      ? [`kubelet ${gone} → ${come}`]
      : []),
  ].join(', ');
}

function evidenceOf(
  fact: NodeFact,
): NonNullable<Observation['evidence']>[number] {
  return {
    label: fact.node.slice(0, 100),
    text: `${deedText(fact)} at ${fact.at}`,
  };
}

export function deedText({ deed, detail }: NodeFact): string {
  return `${deed}${detail === undefined ? '' : ` ${detail}`}`;
}
