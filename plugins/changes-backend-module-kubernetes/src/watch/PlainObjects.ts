import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import {
  PLAIN_KINDS,
  PLAIN_RESOURCES,
  plainChanged,
  plainCreated,
  plainDeleted,
  rememberPlain,
  type KnownPlain,
  type PlainContext,
  type PlainResource,
} from '../interpret';
import type { AutoscalerObject, Named, PlainObject, Written } from '../kinds';
import { isNewer } from './isNewer';

/** Objects of the kinds of which only what somebody wanted counts. */
export class PlainObjects {
  readonly #known = new Map<PlainResource, Map<string, KnownPlain>>(
    PLAIN_RESOURCES.map(resource => [resource, new Map()]),
  );

  restore(resource: PlainResource, object: KnownPlain): void {
    this.#known.get(resource)?.set(object.uid, object);
  }

  all(resource: PlainResource): KnownPlain[] {
    return [...this.#known.get(resource)!.values()];
  }

  get(resource: PlainResource, uid: string): KnownPlain | undefined {
    return this.#known.get(resource)!.get(uid);
  }

  /**
   * Takes in an object; undefined when it is known already.
   * @param how - `first`: nobody has read its kind before, so it is no news
   */
  set(
    resource: PlainResource,
    next: PlainObject & Written,
    context: PlainContext,
    how: 'first' | 'list' | 'watch',
  ): { known: KnownPlain; observations: Observation[] } | undefined {
    const kind = PLAIN_KINDS[resource];
    const previous = this.get(resource, next.uid);
    if (previous && !isNewer(next, previous)) return undefined;
    const told = previous
      ? plainChanged(kind, previous, next, context)
      : how !== 'first' && plainCreated(kind, next, context);
    const known = rememberPlain(next);
    this.#known.get(resource)!.set(next.uid, known);
    return { known, observations: told ? [told] : [] };
  }

  /** Takes one out; undefined when it was not known. */
  delete(
    resource: PlainResource,
    last: Named,
    context: PlainContext,
  ): Observation | undefined {
    const known = this.get(resource, last.uid);
    if (!known) return undefined;
    this.#known.get(resource)!.delete(last.uid);
    return plainDeleted(PLAIN_KINDS[resource], known, last, context);
  }

  /** The autoscaler that targets a Deployment. */
  autoscalerOf(
    deployment: Pick<Named, 'namespace' | 'name'>,
  ): AutoscalerObject | undefined {
    for (const object of this.#known
      .get('horizontalpodautoscalers')!
      .values()) {
      const autoscaler = object as PlainObject & Partial<AutoscalerObject>;
      if (
        autoscaler.target?.kind === 'Deployment' &&
        autoscaler.target.name === deployment.name &&
        autoscaler.namespace === deployment.namespace
      ) {
        return autoscaler as AutoscalerObject;
      }
    }
    return undefined;
  }
}
