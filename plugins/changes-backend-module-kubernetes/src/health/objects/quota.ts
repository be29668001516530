import { parseQuantity } from '../../interpret/quantity';
import { RESOURCE_QUOTA, objectAt, textOf } from '../../kinds';
import type { Detector } from '../Detector';
import type { Aspect, ObjectFacts } from '../ObjectFacts';

/** What of a quota is used up, as the API server writes amounts, by resource. */
export type QuotaStanding = {
  full: { [resource: string]: { used: string; hard: string } };
};

/**
 * A quota of which nothing is left: the next pod is refused. As kubernetes-mixin's `KubeQuotaFullyUsed` this alone makes nothing ill; that
 * pods are refused is told of their workload. A quota of zero forbids what it names, on purpose.
 */
export const quotaFull: Detector<ObjectFacts<QuotaStanding>> = {
  name: 'quota',
  detect({ object, standing }, _now, { quota: { afterSeconds } }) {
    const used = Object.entries(standing.full).map(
      ([resource, { used: is, hard }]) => `${resource} ${is} of ${hard}`,
    );
    return {
      findings: [
        {
          cause: '',
          severity: 'info',
          title: `quota ${object.name} is used up: ${used
            .slice(0, 3)
            .join(', ')}`,
          afterSeconds,
          evidence: used.slice(0, 20).map(text => ({ label: 'Used', text })),
        },
      ],
    };
  },
};

export const QUOTA_ASPECT: Aspect<QuotaStanding> = {
  name: 'quota',
  kind: RESOURCE_QUOTA,
  read(object) {
    const hard = objectAt(object, 'status', 'hard');
    const used = objectAt(object, 'status', 'used');
    const full = Object.keys(hard).flatMap(resource => {
      const [limit, is] = [textOf(hard[resource]), textOf(used[resource])];
      if (limit === undefined || is === undefined) return [];
      const [most, taken] = [parseQuantity(limit), parseQuantity(is)];
      if (most === undefined || taken === undefined) return [];
      return most > 0 && taken >= most
        ? [[resource, { used: is, hard: limit }] as const]
        : [];
    });
    return full.length > 0 ? { full: Object.fromEntries(full) } : undefined;
  },
  // Each workload of the namespace is subject to it; it concerns those that are refused, who are told themselves.
  workloads: () => [],
  detectors: [quotaFull],
};
