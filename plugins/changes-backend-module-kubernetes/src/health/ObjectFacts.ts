import type { JsonObject } from '@backstage/types';
import type { LeanWorkload } from '../interpret';
import type { Kind, KubernetesObject, Named } from '../kinds';
import type { Surroundings } from '../watch/Surroundings';
import type { Detector } from './Detector';
import type { WarningEvent } from './WarningEvent';

/** What of an object's state health is judged by; it is stored, so it says no more than is needed and holds no secret. */
export type Standing = JsonObject;

/** The object that an issue is about. */
export type HealthSubject = Pick<
  Named,
  'uid' | 'name' | 'namespace' | 'createdAt' | 'deletingSince'
>;

/** All that is known of an object that is no workload when it is looked at. */
export interface ObjectFacts<S extends Standing = Standing> {
  object: HealthSubject;
  standing: S;
  /** About the object, the newest first; none where they may not be read. */
  warnings(): readonly WarningEvent[];
  /** The workloads that it concerns. */
  workloads(): readonly LeanWorkload[];
  surroundings: Surroundings;
}

/** One side of the objects of a kind by which their health is judged: a claim's phase, a node's conditions. */
export interface Aspect<S extends Standing = Standing> {
  /** `claim`, `node`; part of what is stored, so it never changes. */
  name: string;
  /** The kind of the objects that its issues are about. */
  kind: Kind;
  /**
   * Reduces an object of the kind, as the API server gives it, to what counts; undefined while nothing is wrong or may become wrong by
   * time alone: then nothing is kept. Absent where a book says it itself, see `ModelStep.standings`.
   */
  read?(object: KubernetesObject): S | undefined;
  /** The workloads that an object concerns at present: its issues are told to them too. */
  workloads(
    object: HealthSubject,
    standing: S,
    surroundings: Surroundings,
  ): readonly LeanWorkload[];
  detectors: readonly Detector<ObjectFacts<S>>[];
}
