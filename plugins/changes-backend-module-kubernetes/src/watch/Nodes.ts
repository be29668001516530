import type { SubjectRow } from '@ripplehq/backstage-plugin-changes-common';
import type { PodNode } from '../health';
import {
  nodeAdded,
  nodeChanged,
  nodeFirstSeen,
  nodeRemoved,
  poolSubject,
  subjectOf,
  type KnownNode,
  type NodeContext,
  type NodeRun,
  type NodeStep,
  type Sighting,
} from '../interpret';
import {
  NODE,
  type Kind,
  type Named,
  type NodeObject,
  type ReadNode,
} from '../kinds';
import type { Book, ModelStep, Reading } from './Book';
import { isNewer } from './isNewer';
import { forgottenState, storedState } from './stored';
import type { Surroundings } from './Surroundings';

/** What happened to a pool of late, as it is stored. */
type PoolRun = NodeRun & { id: string };

/** The nodes of a cluster, and what happens to their pools. Heartbeats bring nothing. */
export class Nodes implements Book {
  readonly #surroundings: Surroundings;
  readonly #known = new Map<string, KnownNode>();
  readonly #uids = new Map<string, string>();
  /** By pool; each node without one is a pool of its own. */
  readonly #runs = new Map<string, PoolRun>();
  readonly #touched = new Set<KnownNode>();

  static create(surroundings: Surroundings): Nodes {
    return new Nodes(surroundings);
  }

  private constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  restore(_kind: Kind, stored: unknown): void {
    const object = stored as KnownNode | PoolRun;
    if ('uid' in object) {
      this.#keep(object);
      this.#touched.add(object);
    } else {
      this.#runs.set(object.id, object);
    }
  }

  all(): Iterable<Named> {
    return this.#known.values();
  }

  set(kind: Kind, object: Named, reading: Reading, step: ModelStep): void {
    const next = object as ReadNode;
    const previous = this.#known.get(next.uid);
    if (previous && !isNewer(next, previous)) return;
    const context = this.#context(next, reading);
    const seen = previous
      ? nodeChanged(previous, next, context)
      : (reading.how === 'first' ? nodeFirstSeen : nodeAdded)(next, context);
    this.#keep(seen.known);
    if (!seen.isNews) return;
    this.#touched.add(seen.known);
    this.#say(seen, next, step);
    step.states.push(storedState(kind, next.uid, seen.known));
  }

  delete(kind: Kind, last: Named, reading: Reading, step: ModelStep): boolean {
    const known = this.#known.get(last.uid);
    if (!known) return false;
    this.#known.delete(last.uid);
    // One of its name may have come before it went.
    if (this.#uids.get(known.name) === known.uid) this.#uids.delete(known.name);
    const seen = nodeRemoved(known, last, this.#context(known, reading));
    if (known.pool === undefined) {
      // What happened to a node alone is over when it is gone.
      step.observations.push(...seen.observations);
      if (this.#runs.delete(runId(known))) {
        step.states.push(forgottenState(kind, runId(known)));
      }
    } else {
      this.#say(seen, known, step);
    }
    step.states.push(forgottenState(kind, last.uid));
    return true;
  }

  tell(sighting: Sighting, step: ModelStep): void {
    for (const node of this.#touched) {
      if (!this.#known.has(node.uid)) continue;
      step.subjects.push(rowOf(node, sighting));
    }
    this.#touched.clear();
  }

  poolOf(name: string): string | undefined {
    return this.#named(name)?.pool;
  }

  /** How it is, by its name. */
  named(name: string): PodNode | undefined {
    const node = this.#named(name);
    if (!node) return undefined;
    const ready = node.conditions.Ready;
    return {
      name,
      isReady: ready?.status === 'True',
      ...(ready?.since === undefined ? {} : { since: ready.since }),
      isCordoned: node.isCordoned,
    };
  }

  #named(name: string): KnownNode | undefined {
    const uid = this.#uids.get(name);
    return uid === undefined ? undefined : this.#known.get(uid);
  }

  #keep(node: KnownNode): void {
    this.#known.set(node.uid, node);
    this.#uids.set(node.name, node.uid);
  }

  #say(seen: NodeStep, node: NodeObject, step: ModelStep): void {
    step.observations.push(...seen.observations);
    const id = runId(node);
    if (!seen.run || seen.run === this.#runs.get(id)) return;
    const run = { ...seen.run, id };
    this.#runs.set(id, run);
    step.states.push(storedState(NODE, id, run));
  }

  #context(node: NodeObject, sighting: Sighting): NodeContext {
    return {
      ...sighting,
      run: this.#runs.get(runId(node)),
      workloads: () =>
        this.#surroundings
          .workloadsOn(node.name)
          .map(workload => subjectOf(sighting, workload.type, workload)),
    };
  }
}

function runId({ pool, name }: Pick<NodeObject, 'pool' | 'name'>): string {
  return pool === undefined ? `node:${name}` : `pool:${pool}`;
}

function rowOf(node: KnownNode, sighting: Sighting): SubjectRow {
  return {
    subject: subjectOf(sighting, NODE, node),
    kind: 'Node',
    cluster: sighting.cluster,
    name: node.name,
    labels: node.labels,
    ...(node.pool === undefined
      ? {}
      : { parent: poolSubject(sighting.cluster, node.pool) }),
    observedAt: sighting.now,
  };
}
