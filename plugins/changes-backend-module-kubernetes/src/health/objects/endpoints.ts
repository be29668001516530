import type { LeanWorkload } from '../../interpret';
import { SERVICE, selectsLabels } from '../../kinds';
import { NOTHING, type Detection, type Detector } from '../Detector';
import type { Aspect, HealthSubject, ObjectFacts } from '../ObjectFacts';

/** What lies beside a Service is looked at again so often while nothing takes its requests. */
const RECHECK_MS = 60_000;
/** A Deployment's own deadline: so long pods may take to start. */
const START_SECONDS = 600;

/** A Service without a ready endpoint; one that has any stands for nothing. */
export type EndpointsStanding = {
  /** Since when. */
  since: string;
  /** It had one before. */
  wasReady: boolean;
};

type Facts = ObjectFacts<EndpointsStanding>;

/**
 * A Service that nothing takes requests for. Not one without a selector, whose endpoints are somebody else's; nor one whose workloads are
 * scaled to zero, or are just being started for the first time or from zero.
 */
export const endpointsMissing: Detector<Facts> = {
  name: 'endpoints',
  detect(
    { object, standing, workloads, surroundings },
    now,
    { endpoints: { afterSeconds, orphanAfterSeconds } },
  ) {
    const service = surroundings.service(object.namespace, object.name);
    if (!service?.selector) return NOTHING;
    const selector = Object.entries(service.selector)
      .map(entry => entry.join('='))
      .join(', ');
    const behind = workloads();
    const wanted = behind.filter(({ replicas }) => replicas > 0);
    const again = {
      recheckAt: new Date(Date.parse(now) + RECHECK_MS).toISOString(),
    };
    const found = (
      what: Omit<Detection['findings'][number], 'cause'>,
    ): Detection => ({ ...again, findings: [{ cause: '', ...what }] });
    if (behind.length === 0) {
      // It may be for pods of a kind that nobody watches.
      return found({
        severity: 'info',
        title: `Service ${object.name} leads nowhere: no workload has its labels`,
        since: standing.since,
        afterSeconds: orphanAfterSeconds,
        evidence: [{ label: 'Selector', text: selector }],
      });
    }
    if (wanted.length === 0) return { findings: [], ...again };
    const isSelected = wanted.some(({ traits }) =>
      selectsLabels(service.selector!, traits.podLabels),
    );
    const startedAt = startOf(wanted, standing);
    const ready = sum(wanted, ({ counts }) => counts.ready);
    const replicas = sum(wanted, workload => workload.replicas);
    return found({
      // Where its pods are ill that is told of them.
      severity: isSelected && ready === 0 ? 'warning' : 'critical',
      title: isSelected
        ? `Service ${object.name} has no ready endpoint`
        : `Service ${object.name} leads nowhere since its selector changed`,
      since: startedAt ?? standing.since,
      afterSeconds: startedAt === undefined ? afterSeconds : START_SECONDS,
      evidence: [
        { label: 'Selector', text: selector },
        {
          label: 'Pods',
          text: wanted
            .map(
              ({ name, counts, replicas: of }) =>
                `${name}: ${counts.ready} of ${of} ready`,
            )
            .slice(0, 10)
            .join(', '),
        },
        ...(isSelected && ready >= replicas
          ? [
              {
                label: 'Reason',
                text: 'its pods are ready, but not by its selector or ports',
              },
            ]
          : []),
      ],
    });
  },
};

/** Since when the first of its pods are being started, where that is why there are none ready. */
function startOf(
  workloads: readonly LeanWorkload[],
  { since, wasReady }: EndpointsStanding,
): string | undefined {
  return workloads
    .flatMap(({ open }) => [open.rollout, open.scale])
    .flatMap(change =>
      change && (!wasReady || Date.parse(change.start) > Date.parse(since))
        ? change.start
        : [],
    )
    .sort()
    .at(-1);
}

export const ENDPOINTS_ASPECT: Aspect<EndpointsStanding> = {
  name: 'endpoints',
  kind: SERVICE,
  workloads: workloadsBehind,
  detectors: [endpointsMissing],
};

/** The workloads that a Service leads to, or led to before its selector changed. */
function workloadsBehind(
  { namespace, name }: HealthSubject,
  _standing: EndpointsStanding,
  surroundings: Facts['surroundings'],
): readonly LeanWorkload[] {
  const service = surroundings.service(namespace, name);
  const selectedBy = (selector: Record<string, string> | undefined) =>
    selector === undefined
      ? []
      : surroundings
          .workloads(namespace)
          .filter(({ traits }) => selectsLabels(selector, traits.podLabels));
  const now = selectedBy(service?.selector);
  return now.length > 0 ? now : selectedBy(service?.formerSelector);
}

function sum<T>(items: readonly T[], amount: (item: T) => number): number {
  return items.reduce((total, item) => total + amount(item), 0);
}
