import { revisionsOf, type Revision } from '../interpret';
import type { Named, PodObject, ReplicaSetObject } from '../kinds';
import { OwnedObjects } from './OwnedObjects';

/**
 * Which ReplicaSets and pods belong to which Deployment. The methods that change something answer the uid of the Deployment that it
 * concerns.
 */
export class WorkloadPods {
  readonly #sets = new OwnedObjects<ReplicaSetObject>();
  readonly #pods = new OwnedObjects<PodObject>();

  setReplicaSet(set: ReplicaSetObject): string | undefined {
    this.#sets.set(set);
    return set.owner;
  }

  deleteReplicaSet(uid: string): string | undefined {
    return this.#sets.delete(uid);
  }

  setPod(pod: PodObject): string | undefined {
    this.#pods.set(pod);
    return this.#sets.ownerOf(pod.owner);
  }

  deletePod(uid: string): string | undefined {
    const set = this.#pods.delete(uid);
    return set === undefined ? undefined : this.#sets.ownerOf(set);
  }

  replicaSets(): Named[] {
    return this.#sets.all();
  }

  pods(): Named[] {
    return this.#pods.all();
  }

  /** uids of the Deployments that have pods on a node. */
  on(node: string): Set<string> {
    const found = new Set<string>();
    for (const pod of this.#pods.all()) {
      const deployment =
        pod.node === node ? this.#sets.ownerOf(pod.owner) : undefined;
      if (deployment !== undefined) found.add(deployment);
    }
    return found;
  }

  /** Oldest first. */
  revisions(deployment: string): Revision[] {
    return revisionsOf(this.#sets.of(deployment));
  }

  /**
   * Pods of the template that a Deployment has now. Until the controller has made or found the ReplicaSet of a new template, that one
   * has none.
   * @param templateDigest - where it is not known, the newest revision counts
   */
  current(deployment: string, templateDigest: string | undefined): PodObject[] {
    const sets = this.#sets.of(deployment);
    const current =
      templateDigest === undefined
        ? sets.sort((a, b) => b.revision - a.revision)[0]
        : sets.find(set => set.templateDigest === templateDigest);
    return current ? this.#pods.of(current.uid) : [];
  }
}
