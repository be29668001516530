import type { ApiFailure } from './ApiFailure';

/**
 * How far a reflector has read, and until when that was all there was.
 */
export interface Position {
  resourceVersion: string;
  /** Milliseconds by the cluster's clock: all that happened before is included. */
  completeTo: number;
  /** The latest time that was heard of, by the cluster's clock: a later change that carries none of its own may still show it. */
  heardTo?: number;
  /** Of what happened while nobody watched, more may still be to come. */
  isBehind?: true;
}

/** What happened to an object. */
export type Change<T> = { type: 'set' | 'deleted'; object: T } & Happened;

/** When something happened. Milliseconds by the cluster's clock. */
export interface Happened {
  /** As well as it is known; at the latest. */
  at: number;
  /** Nobody was watching then: it may have happened at any moment since. */
  from?: number;
}

/**
 * Where a reflector puts what it reads. One call at a time; what a method throws ends the reflector.
 */
export interface ReflectorSink<T> {
  /** Whether a list may be taken in part by part as it is read: nothing is known of the collection, so nothing of it can be gone. */
  takesParts(): boolean;
  /** A part of a list that is being read. */
  part(items: T[], before?: Position): Promise<void>;
  /** The collection as it is now, or what is left of it after some parts. `before`: how far was read until then. */
  replace(
    items: T[],
    position: Position,
    options: { before?: Position; isRest: boolean },
  ): Promise<void>;
  /** Changes in their order. */
  apply(changes: Change<T>[], position: Position): Promise<void>;
  /** Still complete; nothing new. */
  alive(position: Position): Promise<void>;
  /** Nothing can be read at present. */
  failed(failure: ApiFailure): Promise<void>;
}
