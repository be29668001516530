import { revisionsOf, type Revision } from '../interpret';
import type { Kind, Named, PodObject, RevisionObject } from '../kinds';
import { leanPod } from './leanPod';
import { LostPods } from './LostPods';
import { OwnedObjects } from './OwnedObjects';

/**
 * Which revisions and pods belong to which workload. The methods that change something answer the uid of the workload that it concerns.
 */
export class WorkloadPods {
  readonly #revisions = new Map<Kind, OwnedObjects<PackedRevision>>();
  readonly #pods = new OwnedObjects<PodObject>();
  /** uids of pods by the node that they were placed on: nodes are looked at again and again while they take no more pods. */
  readonly #onNode = new Map<string, Set<string>>();
  readonly #lost = new LostPods();
  readonly #texts = new Map<string, string>();

  /** @param told - up to which number its workload's revisions have been told */
  setRevision(
    kind: Kind,
    read: RevisionObject,
    told: number | undefined,
  ): string {
    const revisions = this.#of(kind);
    const record = withFormer(read, revisions.get(read.uid));
    revisions.set(
      record.revision > (told ?? 0) ? packed(record) : withoutTold(record),
    );
    return read.owner;
  }

  /** The revisions of a workload have been told up to a number: what their templates hold is asked no more. */
  told(workload: string, number: number): void {
    for (const revisions of this.#revisions.values()) {
      for (const record of revisions.of(workload)) {
        if (record.packedTemplate !== undefined && record.revision <= number) {
          revisions.set(withoutTold(record));
        }
      }
    }
  }

  deleteRevision(kind: Kind, uid: string): string | undefined {
    return this.#of(kind).delete(uid);
  }

  pod(uid: string): PodObject | undefined {
    return this.#pods.get(uid);
  }

  setPod(pod: PodObject): string {
    const before = this.#pods.get(pod.uid)?.node;
    if (before !== pod.node) {
      this.#leave(before, pod.uid);
      this.#place(pod.node, pod.uid);
    }
    this.#pods.set(leanPod(pod, text => this.#shared(text)));
    return this.#workloadOf(pod.owner);
  }

  deletePod(uid: string): string | undefined {
    const pod = this.#pods.get(uid);
    const owner = this.#pods.delete(uid);
    if (owner === undefined) return undefined;
    this.#leave(pod?.node, uid);
    const workload = this.#workloadOf(owner);
    if (pod?.disruption) this.#lost.add(workload, pod);
    return workload;
  }

  /** Pods that somebody else made to go, and that are gone; of the last minutes at least. */
  lost(workload: string): readonly PodObject[] {
    return this.#lost.of(workload);
  }

  revisionObjects(kind: Kind): Iterable<Named> {
    return this.#of(kind).all();
  }

  pods(): Iterable<Named> {
    return this.#pods.all();
  }

  /** uids of the workloads that have pods on a node. */
  on(node: string): Set<string> {
    const found = new Set<string>();
    for (const uid of this.#onNode.get(node) ?? []) {
      found.add(this.#workloadOf(this.#pods.ownerOf(uid)!));
    }
    return found;
  }

  /** The uid of the workload that an object is of: a pod, or the record of a template. */
  workloadOf(uid: string): string | undefined {
    const owner = this.#pods.ownerOf(uid);
    if (owner !== undefined) return this.#workloadOf(owner);
    for (const revisions of this.#revisions.values()) {
      const workload = revisions.ownerOf(uid);
      if (workload !== undefined) return workload;
    }
    return undefined;
  }

  /** Pods of all its templates. */
  ofAny(workload: string): PodObject[] {
    return [
      ...this.#pods.of(workload),
      ...this.#recordsOf(workload).flatMap(({ uid }) => this.#pods.of(uid)),
    ];
  }

  /** Oldest first. */
  revisions(workload: string): Revision[] {
    return revisionsOf(this.#recordsOf(workload).map(unpacked));
  }

  /**
   * Pods of the template that a workload has now. Until the controller has made or found the record of a new template, that one has none.
   * @param templateDigest - where it is not known, the newest revision counts
   */
  current(workload: string, templateDigest: string | undefined): PodObject[] {
    const records = this.#recordsOf(workload);
    const own = this.#pods.of(workload);
    // Nobody keeps records of a lone ReplicaSet.
    if (records.length === 0) return own;
    const current =
      templateDigest === undefined
        ? records.sort((a, b) => b.revision - a.revision)[0]
        : records.find(record => record.templateDigest === templateDigest);
    if (!current) return [];
    return current.podHash === undefined
      ? this.#pods.of(current.uid)
      : own.filter(pod => pod.revisionHash === current.podHash);
  }

  #place(node: string | undefined, uid: string): void {
    if (node === undefined) return;
    const uids = this.#onNode.get(node);
    if (uids) uids.add(uid);
    else this.#onNode.set(this.#shared(node), new Set([uid]));
  }

  #leave(node: string | undefined, uid: string): void {
    const uids = node === undefined ? undefined : this.#onNode.get(node);
    uids?.delete(uid);
    if (uids?.size === 0) this.#onNode.delete(node!);
  }

  /** Of nodes, namespaces and templates there are few. */
  #shared(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, text);
    return text;
  }

  #recordsOf(workload: string): PackedRevision[] {
    return [...this.#revisions.values()].flatMap(of => of.of(workload));
  }

  /** Pods belong to a workload, or to the record of one of its templates. */
  #workloadOf(owner: string): string {
    for (const revisions of this.#revisions.values()) {
      const workload = revisions.ownerOf(owner);
      if (workload !== undefined) return workload;
    }
    return owner;
  }

  #of(kind: Kind): OwnedObjects<PackedRevision> {
    const known =
      this.#revisions.get(kind) ?? new OwnedObjects<PackedRevision>();
    this.#revisions.set(kind, known);
    return known;
  }
}

/** With its template as one text: there may be tens of thousands before the first is told. */
type PackedRevision = Omit<RevisionObject, 'template'> & {
  packedTemplate?: string;
};

function packed(record: RevisionObject): PackedRevision {
  const { template, ...rest } = record;
  return template === undefined
    ? rest
    : { ...rest, packedTemplate: JSON.stringify(template) };
}

function unpacked(record: PackedRevision): RevisionObject {
  const { packedTemplate, ...rest } = record;
  return packedTemplate === undefined
    ? rest
    : { ...rest, template: JSON.parse(packedTemplate) };
}

function withoutTold(record: RevisionObject | PackedRevision): PackedRevision {
  const {
    template: _,
    packedTemplate: __,
    writtenAt: ___,
    ...lean
  } = record as RevisionObject & PackedRevision;
  return lean;
}

/** A ControllerRevision that is used again gets a new number and forgets the one that it had. */
function withFormer(
  read: RevisionObject,
  before: PackedRevision | undefined,
): RevisionObject {
  if (!before) return read;
  const former = new Set([...before.formerRevisions, before.revision]);
  former.delete(read.revision);
  return read.formerRevisions.length > 0 || former.size === 0
    ? read
    : { ...read, formerRevisions: [...former] };
}
