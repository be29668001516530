import { badnessOf } from '../../interpret/nodeCondition';
import { NODE, readNode } from '../../kinds';
import type { Detector, Finding } from '../Detector';
import type { Aspect, ObjectFacts } from '../ObjectFacts';
import { conditionText, type StandingCondition } from './standingCondition';

/** Conditions that are bad, by type. */
export type NodeStanding = {
  bad: { [type: string]: StandingCondition & { words: string } };
};

type Facts = ObjectFacts<NodeStanding>;

/**
 * A node that is not ready, or short of something, and should not be: one that has just come is not ready yet (a kubelet registers before
 * its network is there), and what somebody cordoned or is about to remove may go. Its silence counts after the control plane's own grace
 * period (`node-monitor-grace-period`).
 */
export const nodeTrouble: Detector<Facts> = {
  name: 'node',
  detect({ object, standing }, now, { node: { afterSeconds, youngSeconds } }) {
    const grownAt = Date.parse(object.createdAt ?? '') + youngSeconds * 1000;
    if (grownAt > Date.parse(now)) {
      return { findings: [], recheckAt: new Date(grownAt).toISOString() };
    }
    return {
      findings: Object.entries(standing.bad).map(
        ([type, condition]): Finding => ({
          cause: type,
          // How many of a workload's pods it hits, their own detectors know.
          severity: 'warning',
          title: `node ${object.name} is ${condition.words}`,
          since: condition.since,
          afterSeconds,
          evidence: [
            {
              label: 'Condition',
              text: `${type}: ${conditionText(condition)}`,
            },
          ],
        }),
      ),
    };
  },
};

export const NODE_ASPECT: Aspect<NodeStanding> = {
  name: 'node',
  kind: NODE,
  read(object) {
    const { conditions, isCordoned, isGoing } = readNode(object);
    if (isCordoned || isGoing) return undefined;
    const bad = Object.entries(conditions).flatMap(([type, condition]) => {
      const badness = badnessOf(type, condition);
      if (badness === undefined || badness === 'fine') return [];
      const { status, reason, message, since } = condition;
      const kept = { status, reason, message, since, words: badness.words };
      return [[type, kept] as const];
    });
    return bad.length > 0 ? { bad: Object.fromEntries(bad) } : undefined;
  },
  workloads: ({ name }, _standing, surroundings) =>
    surroundings.workloadsOn(name),
  detectors: [nodeTrouble],
};
