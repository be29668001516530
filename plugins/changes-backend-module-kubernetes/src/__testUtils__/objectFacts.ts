import type { Finding } from '../health/Detector';
import {
  DEFAULT_HEALTH_SETTINGS,
  type HealthSettings,
} from '../health/HealthSettings';
import type { Aspect, HealthSubject, Standing } from '../health/ObjectFacts';
import type { WarningEvent } from '../health/WarningEvent';
import type { LeanWorkload } from '../interpret';
import { kubernetesObject, namedOf, type KubernetesObject } from '../kinds';
import type { Surroundings } from '../watch/Surroundings';
import { recorded } from './recorded';
import { workloadFacts, type WorkloadFactsDraft } from './workloadFacts';

/** Some time after the objects were recorded that are in trouble, so that all has lasted for long. */
export const LATER = '2026-11-24T18:00:00Z';

/** An object of a real control plane in trouble, as it was recorded, with something else about it. */
export function troubled(
  kind: string,
  name: string,
  changed: (object: KubernetesObject) => unknown = object => object,
): KubernetesObject {
  const line = recorded('healthObjects').find(
    ({ object }) => object.kind === kind && object.metadata.name === name,
  );
  if (!line) throw new Error(`no ${kind} ${name} was recorded`);
  return kubernetesObject.parse(changed(structuredClone(line.object)));
}

/** A workload as the books know it. */
export function leanWorkload(
  draft: Partial<LeanWorkload> & Pick<WorkloadFactsDraft, 'deployment'> = {},
): LeanWorkload {
  const { deployment, ...workload } = draft;
  return workloadFacts({ deployment, workload }).workload;
}

export interface Around {
  /** Default: some time later. */
  now?: string;
  /** All that there are. */
  workloads?: LeanWorkload[];
  /** About the object. */
  warnings?: Partial<WarningEvent>[];
  surroundings?: Partial<Surroundings>;
  settings?: Partial<HealthSettings>;
}

export interface Told extends Finding {
  detector: string;
  /** Names of the workloads that it is told to. */
  workloads: string[];
  /** Whether it has lasted for long enough. */
  isOpen: boolean;
}

/** What an aspect's detectors find in an object, or in what a book noted of one. */
export function found<S extends Standing>(
  aspect: Aspect<S>,
  about: KubernetesObject | { object: Partial<HealthSubject>; standing: S },
  around: Around = {},
): Told[] {
  const { now = LATER, workloads = [], warnings = [] } = around;
  const noted = 'metadata' in about ? noteOf(aspect, about) : about;
  if (!noted) return [];
  const object = {
    uid: 'uid-1',
    name: 'it',
    namespace: 'shop',
    ...noted.object,
  };
  const surroundings = {
    workloads: namespace =>
      workloads.filter(workload => workload.namespace === namespace),
    everyWorkload: () => workloads,
    workloadsOn: () => workloads,
    ...around.surroundings,
  } as Surroundings;
  const concerned = aspect.workloads(object, noted.standing, surroundings);
  const facts = {
    object,
    standing: noted.standing,
    warnings: () =>
      warnings.map(warning => ({
        reason: '',
        message: '',
        count: 1,
        firstAt: now,
        lastAt: now,
        ...warning,
      })),
    workloads: () => concerned,
    surroundings,
  };
  const settings = { ...DEFAULT_HEALTH_SETTINGS, ...around.settings };
  return aspect.detectors.flatMap(({ name, detect }) =>
    detect(facts, now, settings).findings.map(finding => ({
      ...finding,
      detector: name,
      workloads: concerned.map(workload => workload.name),
      isOpen:
        Date.parse(finding.since ?? now) + (finding.afterSeconds ?? 0) * 1000 <=
        Date.parse(now),
    })),
  );
}

function noteOf<S extends Standing>(
  aspect: Aspect<S>,
  read: KubernetesObject,
): { object: HealthSubject; standing: S } | undefined {
  const standing = aspect.read?.(read);
  return standing && { object: namedOf(read), standing };
}
