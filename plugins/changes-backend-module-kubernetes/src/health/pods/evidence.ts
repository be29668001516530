import type { Evidence } from '@ripplehq/backstage-plugin-changes-common';
import type { ContainerState } from '../../kinds';
import type { WarningEvent } from '../WarningEvent';
import type { WorkloadFacts } from '../WorkloadFacts';
import type { Sign } from './signs';

/** Of so many pods the Events are asked for: they all say the same. */
const PODS_ASKED = 10;
const NODES_SHOWN = 5;

/** A sign in one container of a pod. */
export interface ContainerSign extends Sign {
  container: ContainerState;
}

/** `app in 3 pods: Waiting, CrashLoopBackOff; last ended with exit code 1, Error, after 2 s` */
export function containersEvidence(
  signs: readonly ContainerSign[],
): Evidence[] {
  const states = new Map<string, number>();
  for (const { container } of signs) {
    const state = `${container.name}: ${stateOf(container)}`;
    states.set(state, (states.get(state) ?? 0) + 1);
  }
  return [
    {
      label: 'Containers',
      text: [...states]
        .sort(([, a], [, b]) => b - a)
        .slice(0, 5)
        .map(([state, count]) =>
          count > 1 ? `${state} (${count} pods)` : state,
        )
        .join('\n'),
    },
  ];
}

/** `Unhealthy ×9, BackOff ×3, latest 2026-11-19T03:09:51Z` */
export function eventsEvidence(
  signs: readonly Sign[],
  facts: WorkloadFacts,
): Evidence[] {
  const events = warningsOf(signs, facts);
  if (events.length === 0) return [];
  const counts = new Map<string, number>();
  for (const { reason, count } of events) {
    counts.set(reason, (counts.get(reason) ?? 0) + count);
  }
  const latest = events
    .map(({ lastAt }) => lastAt)
    .sort()
    .at(-1);
  const words = [...counts].map(([reason, count]) =>
    count > 1 ? `${reason} ×${count}` : reason,
  );
  return [{ label: 'Events', text: `${words.join(', ')}, latest ${latest}` }];
}

/** `ip-10-3-41-9: Ready` */
export function nodesEvidence(
  signs: readonly Sign[],
  facts: WorkloadFacts,
): Evidence[] {
  const names = new Set(signs.flatMap(({ pod }) => pod.node ?? []));
  if (names.size === 0) return [];
  const shown = [...names].sort().slice(0, NODES_SHOWN);
  const words = shown.map(name => {
    const node = facts.node(name);
    if (!node) return name;
    const state = node.isReady ? 'Ready' : 'NotReady';
    return `${name}: ${state}${node.isCordoned ? ', cordoned' : ''}`;
  });
  const more = names.size - shown.length;
  return [
    {
      label: 'Nodes',
      text: `${words.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    },
  ];
}

/** The words themselves, each once. */
export function messageEvidence(
  label: string,
  messages: readonly (string | undefined)[],
): Evidence[] {
  const texts = [...new Set(messages)].filter(
    text => text !== undefined && text !== '',
  );
  return texts.length === 0
    ? []
    : [{ label, text: texts.slice(0, 3).join('\n') }];
}

/** One of the containers, whose last words may say why it ended. */
export function logOf([{ pod, container }]: readonly ContainerSign[]): {
  pod: string;
  container: string;
} {
  return { pod: pod.name, container: container.name };
}

export function warningsOf(
  signs: readonly Sign[],
  facts: WorkloadFacts,
): WarningEvent[] {
  const uids = new Set(signs.map(({ pod }) => pod.uid));
  return [...uids].slice(0, PODS_ASKED).flatMap(uid => facts.warnings(uid));
}

function stateOf(container: ContainerState): string {
  const { waiting, unreadySince, ended } = container;
  const state =
    (waiting !== undefined && `Waiting, ${waiting}`) ||
    (unreadySince !== undefined && 'Running, not ready') ||
    undefined;
  const end =
    ended &&
    `last ended with exit code ${ended.exitCode}, ${ended.reason}${ranFor(
      ended,
    )}`;
  return [state, end].filter(part => part !== undefined).join('; ');
}

function ranFor({
  startedAt,
  at,
}: NonNullable<ContainerState['ended']>): string {
  const ms = Date.parse(at ?? '') - Date.parse(startedAt ?? '');
  return Number.isNaN(ms) ? '' : `, after ${Math.round(ms / 1000)} s`;
}
