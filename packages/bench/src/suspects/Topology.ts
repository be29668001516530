import type { SuspectCase } from './SuspectCase';

const DEGREE_MAX = 4;

/** Relations by which an entity depends on what they lead to. */
const UPSTREAM = new Set(['dependsOn', 'consumesApi', 'subcomponentOf']);

/** Which entities one depends on, as the catalog declares it. */
export class Topology {
  readonly #edges = new Map<string, Set<string>>();

  static create(one: Pick<SuspectCase, 'relations'>): Topology {
    return new Topology(one.relations);
  }

  private constructor(relations: SuspectCase['relations']) {
    for (const { from, to, type } of relations) {
      if (UPSTREAM.has(type)) this.#add(from, to);
      // Whoever consumes an API depends on whoever provides it.
      if (type === 'providesApi') this.#add(to, from);
      // A System is what its parts are.
      if (type === 'partOf' && to.startsWith('system:')) this.#add(to, from);
    }
  }

  /** The shortest path to each entity within four hops, the entity itself included. APIs are stepped over. */
  pathsFrom(ref: string): Map<string, string[]> {
    const paths = new Map([[ref, [ref]]]);
    let layer = [ref];
    for (let degree = 1; degree <= DEGREE_MAX; degree += 1) {
      const next: string[] = [];
      for (const from of layer) {
        for (const to of this.#next(from)) {
          if (paths.has(to)) continue;
          paths.set(to, [...paths.get(from)!, to]);
          next.push(to);
        }
      }
      layer = next;
    }
    return paths;
  }

  #next(ref: string): string[] {
    return [...(this.#edges.get(ref) ?? [])]
      .flatMap(to =>
        to.startsWith('api:') ? [...(this.#edges.get(to) ?? [])] : [to],
      )
      .sort();
  }

  #add(from: string, to: string): void {
    const known = this.#edges.get(from);
    if (known) known.add(to);
    else this.#edges.set(from, new Set([to]));
  }
}
