import type {
  Observation,
  SourceState,
  SubjectRow,
} from '@ripplehq/backstage-plugin-changes-common';
import {
  autoscaleRunEnded,
  deploymentCaughtUp,
  deploymentChanged,
  deploymentCreated,
  deploymentDeleted,
  deploymentFirstSeen,
  runIsOverAt,
  type DeploymentContext,
  type DeploymentStep,
  type KnownDeployment,
  type Sighting,
} from '../interpret';
import type { AutoscalerObject, Named, ReadDeployment } from '../kinds';
import {
  crashingMayEndAt,
  crashingOf,
  shortSinceOf,
  shortageCountsAt,
  usesOf,
  workloadRow,
} from '../summarise';
import { DueTimes } from './DueTimes';
import { isNewer } from './isNewer';
import { storedState, type Workload } from './stored';
import { WorkloadPods } from './WorkloadPods';

/** What else is known in the cluster when a workload is looked at. */
export interface Surroundings {
  autoscalerOf(deployment: KnownDeployment): AutoscalerObject | undefined;
  isService(namespace: string, name: string): boolean;
  /** Whether pods may be read, and have been. */
  knowsPods: boolean;
}

/** The Deployments of a cluster, with their ReplicaSets and pods; and of which of them there may be something new to say. */
export class Workloads {
  readonly pods = new WorkloadPods();
  readonly #known = new Map<string, Workload>();
  /** When time alone will change what is said of one. */
  readonly #due = new DueTimes();
  readonly #touched = new Set<string>();
  readonly #unstored = new Set<string>();

  restore(workload: Workload): void {
    this.#known.set(workload.known.uid, workload);
    this.#touched.add(workload.known.uid);
  }

  all(): KnownDeployment[] {
    return [...this.#known.values()].map(({ known }) => known);
  }

  touch(uid: string | undefined): void {
    if (uid !== undefined) this.#touched.add(uid);
  }

  touchAll(): void {
    for (const uid of this.#known.keys()) this.#touched.add(uid);
  }

  /** @param how - `first`: nobody has read Deployments before, so it is no news */
  set(
    next: ReadDeployment,
    sighting: Sighting,
    autoscaler: DeploymentContext['autoscaler'],
    how: 'first' | 'list' | 'watch',
  ): Observation[] {
    const previous = this.#known.get(next.uid)?.known;
    if (previous && !isNewer(next, previous)) {
      this.#touched.add(next.uid);
      return [];
    }
    const context: DeploymentContext = {
      ...sighting,
      revisions: this.pods.revisions(next.uid),
      autoscaler,
    };
    if (previous) {
      const seen =
        how === 'watch'
          ? deploymentChanged(previous, next, context)
          : deploymentCaughtUp(previous, next, context);
      return this.#remember(next.uid, seen);
    }
    return this.#remember(
      next.uid,
      how === 'first'
        ? deploymentFirstSeen(next, context)
        : deploymentCreated(next, context),
    );
  }

  /** Undefined when it was not known. */
  delete(last: Named, sighting: Sighting): Observation[] | undefined {
    const known = this.#known.get(last.uid)?.known;
    if (!known) return undefined;
    this.#known.delete(last.uid);
    this.#due.set(last.uid, undefined);
    return deploymentDeleted(known, last, sighting);
  }

  /** The next moment at which time alone changed something, if it has passed by then. */
  takeDue(by: number): { id: string; at: number } | undefined {
    return this.#due.take(by);
  }

  /** What time alone brings for one, at a moment that was due. */
  pass(uid: string, sighting: Sighting): Observation[] {
    const workload = this.#known.get(uid);
    if (!workload) return [];
    this.#touched.add(uid);
    const ended = autoscaleRunEnded(workload.known, sighting);
    return ended ? this.#remember(uid, ended) : [];
  }

  /** Rows and states of those of which there may be something new to say. */
  tell(
    sighting: Pick<Sighting, 'cluster' | 'now'>,
    surroundings: Surroundings,
  ): { rows: SubjectRow[]; states: SourceState[] } {
    const rows: SubjectRow[] = [];
    const states: SourceState[] = [];
    for (const uid of this.#touched) {
      const workload = this.#known.get(uid);
      if (!workload) continue;
      const updated = this.#update(workload, sighting.now, surroundings);
      rows.push(rowOf(updated, sighting, surroundings));
      if (hasMoved(workload, updated) || this.#unstored.delete(uid)) {
        states.push(storedState({ resource: 'deployments', object: updated }));
      }
    }
    this.#touched.clear();
    return { rows, states };
  }

  #remember(uid: string, seen: DeploymentStep): Observation[] {
    this.#known.set(uid, { ...this.#known.get(uid), known: seen.known });
    this.#touched.add(uid);
    this.#unstored.add(uid);
    return seen.observations;
  }

  /** How it stands at a moment, and when to look again. */
  #update(
    workload: Workload,
    at: string,
    { knowsPods }: Surroundings,
  ): Workload {
    const { known } = workload;
    const now = Date.parse(at);
    const pods = this.pods.current(known.uid, known.templateDigest);
    const updated: Workload = {
      known,
      shortSince: shortSinceOf(known, workload.shortSince, at),
      crashing: knowsPods
        ? crashingOf(pods, workload.crashing, now)
        : workload.crashing,
    };
    this.#known.set(known.uid, updated);
    const run = known.open.autoscale;
    const due = [
      ...(run ? [runIsOverAt(run)] : []),
      ...(updated.shortSince && !countsBy(updated.shortSince, now)
        ? [shortageCountsAt(updated.shortSince)]
        : []),
      ...(updated.crashing ? [crashingMayEndAt(pods, now) ?? Infinity] : []),
    ];
    const next = Math.min(...due);
    this.#due.set(known.uid, Number.isFinite(next) ? next : undefined);
    return updated;
  }
}

function rowOf(
  { known, shortSince, crashing }: Workload,
  sighting: Pick<Sighting, 'cluster' | 'now'>,
  { autoscalerOf, isService }: Surroundings,
): SubjectRow {
  const isShort =
    shortSince !== undefined && countsBy(shortSince, Date.parse(sighting.now));
  return workloadRow(
    known,
    {
      crashing,
      shortSince: isShort ? shortSince : undefined,
      autoscaler: autoscalerOf(known),
      uses: usesOf(known, known.mentions, isService, sighting),
    },
    sighting,
  );
}

function countsBy(shortSince: string, now: number): boolean {
  return shortageCountsAt(shortSince) <= now;
}

function hasMoved(before: Workload, after: Workload): boolean {
  return (
    before.shortSince !== after.shortSince ||
    JSON.stringify(before.crashing) !== JSON.stringify(after.crashing)
  );
}
