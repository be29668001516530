import type { Named, ServiceObject } from '../kinds';
import { isNewer } from './isNewer';

/** The Services of a cluster, by uid and by name. */
export class Services {
  readonly #known = new Map<string, ServiceObject>();
  readonly #uids = new Map<string, string>();

  all(): ServiceObject[] {
    return [...this.#known.values()];
  }

  /** What it was before; the same object when it is known already. */
  set(service: ServiceObject): ServiceObject | undefined {
    const previous = this.#known.get(service.uid);
    if (previous && !isNewer(service, previous)) return service;
    this.#known.set(service.uid, service);
    this.#uids.set(nameKey(service), service.uid);
    return previous;
  }

  delete(service: Named): boolean {
    this.#uids.delete(nameKey(service));
    return this.#known.delete(service.uid);
  }

  find(namespace: string | undefined, name: string): ServiceObject | undefined {
    const uid = this.#uids.get(nameKey({ namespace, name }));
    return uid === undefined ? undefined : this.#known.get(uid);
  }
}

function nameKey({ namespace, name }: Pick<Named, 'namespace' | 'name'>) {
  return `${namespace ?? ''}/${name}`;
}
