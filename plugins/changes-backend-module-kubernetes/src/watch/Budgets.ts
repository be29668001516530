import type { LeanWorkload } from '../interpret';
import { objectAt, selects, type BudgetObject } from '../kinds';

/** The PodDisruptionBudgets of a cluster, by namespace. */
export class Budgets {
  readonly #byNamespace = new Map<string, Map<string, BudgetObject>>();
  readonly #namespaces = new Map<string, string>();

  set(budget: BudgetObject): void {
    const { uid, namespace = '' } = budget;
    const own = this.#byNamespace.get(namespace) ?? new Map();
    this.#byNamespace.set(namespace, own.set(uid, budget));
    this.#namespaces.set(uid, namespace);
  }

  delete(uid: string): void {
    const namespace = this.#namespaces.get(uid);
    if (namespace === undefined) return;
    this.#namespaces.delete(uid);
    const own = this.#byNamespace.get(namespace);
    own?.delete(uid);
    if (own?.size === 0) this.#byNamespace.delete(namespace);
  }

  /** Those that are for a workload's pods. */
  of({
    namespace = '',
    traits,
  }: Pick<LeanWorkload, 'namespace' | 'traits'>): BudgetObject[] {
    const own = this.#byNamespace.get(namespace)?.values() ?? [];
    return [...own].filter(({ manifest }) =>
      selects(objectAt(manifest, 'spec', 'selector'), traits.podLabels),
    );
  }
}
