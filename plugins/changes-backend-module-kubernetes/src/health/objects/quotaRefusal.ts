import { parseQuantity } from '../../interpret/quantity';
import { NOTHING, type Detector } from '../Detector';
import { severityOf } from '../severity';
import type { WorkloadFacts } from '../WorkloadFacts';

/** Clocks differ, and what was let in along with what was refused is no later. */
const SAME_MS = 5_000;

/** As the admission plugin `ResourceQuota` says it, which part of the API server it stands in. */
const REFUSAL =
  /exceeded quota: ([^,\s]+)(?:, requested: (.+?), used: (.+?), limited: (.+?))?$/;

/**
 * Pods that a quota does not admit: those that there are go on, no more come. A controller tries again after ever longer waits, of up to
 * 17 minutes, and each refusal is a Warning of its own.
 */
export const quotaRefusal: Detector<WorkloadFacts> = {
  name: 'quota',
  detect(facts) {
    const { workload, pods, formerPods, revisions, warnings } = facts;
    const lacking = workload.replicas - workload.counts.replicas;
    if (lacking <= 0) return NOTHING;
    const makers = [
      workload.uid,
      ...new Set(revisions().map(({ set }) => set.uid)),
    ];
    const refusal = makers
      .flatMap(uid => warnings(uid))
      .filter(({ reason }) => reason === 'FailedCreate')
      .flatMap(({ message, firstAt, lastAt }) => {
        const [, quota, requested, used, limited] = REFUSAL.exec(message) ?? [];
        return quota
          ? [{ quota, requested, used, limited, firstAt, lastAt }]
          : [];
      })
      .sort((a, b) => Date.parse(b.lastAt) - Date.parse(a.lastAt))[0];
    if (!refusal) return NOTHING;
    // What was refused before others were let in says nothing of now, however long its Event is kept.
    const isOutdated = [...pods, ...formerPods].some(
      ({ createdAt }) =>
        Date.parse(createdAt ?? '') > Date.parse(refusal.lastAt) + SAME_MS,
    );
    if (isOutdated) return NOTHING;
    const { quota, requested, used, limited } = refusal;
    return {
      findings: [
        {
          cause: quota,
          severity: severityOf(lacking, facts),
          title: `quota ${quota} admits no more of its pods${
            limited ? `: ${scarceOf(requested, used, limited)}` : ''
          }`,
          since: refusal.firstAt,
          evidence: [
            {
              label: 'Pods',
              text: `${workload.counts.replicas} of ${workload.replicas}: ${lacking} could not be made`,
            },
            ...(limited
              ? [
                  { label: 'Requested', text: requested },
                  { label: 'Used', text: `${used} of ${limited}` },
                ]
              : []),
          ],
          // They are none yet, and explain that they are missing.
          witnesses: { pods: [], of: workload.replicas },
        },
      ],
    };
  },
};

/** `pods 2 of 2`: what of `requests.cpu=1,pods=1` there is not enough left of. */
function scarceOf(requested: string, used: string, limited: string): string {
  const [asked, taken, most] = [requested, used, limited].map(amountsOf);
  const scarce = [...most].filter(
    ([resource, limit]) =>
      (parseQuantity(taken.get(resource)) ?? 0) +
        (parseQuantity(asked.get(resource)) ?? 0) >
      (parseQuantity(limit) ?? 0),
  );
  return (scarce.length > 0 ? scarce : [...most])
    .map(
      ([resource, limit]) =>
        `${resource} ${taken.get(resource) ?? '?'} of ${limit}`,
    )
    .join(', ');
}

/** `pods=2,requests.cpu=200m` */
function amountsOf(text: string): Map<string, string> {
  return new Map(
    text.split(',').flatMap(part => {
      const [resource, amount] = part.split('=');
      return amount === undefined ? [] : [[resource.trim(), amount] as const];
    }),
  );
}
