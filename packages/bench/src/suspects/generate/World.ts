import type { SuspectCase } from '../SuspectCase';
import type { Dice } from './Dice';

const WORDS =
  'cart checkout orders pricing catalog search inventory billing invoice ledger payments fraud risk shipping tracking returns profile session auth login gateway media image email push report export ingest stream metrics recommender ranking coupon loyalty tax address geo quote booking seat ticket refund wallet payout audit consent feed comment chat review rating'.split(
    ' ',
  );
const SUFFIXES = ['', '-api', '-service', '-worker', '-gw'];
const LAYERS = 6;
const MISSING_SHARE = 0.1;
const EXTRA_SHARE = 0.1;
const REVERSED_SHARE = 0.03;

/** A service, a database, a queue or a third party. */
export interface Node {
  ref: string;
  name: string;
  type: 'service' | 'database' | 'queue' | 'third-party';
  owner: string;
  layer: number;
  /** Seldom quiet, so that its alarms mean little. */
  isFlappy: boolean;
}

/** A made-up company: what truly depends on what, and what its catalog says. */
export class World {
  readonly nodes: readonly Node[];
  readonly #up: ReadonlyMap<Node, readonly Node[]>;
  readonly #down: ReadonlyMap<Node, readonly Node[]>;
  readonly #declared: SuspectCase['relations'];

  static create(dice: Dice): World {
    const nodes = makeNodes(dice, dice.whole(20, 120));
    const edges = makeEdges(dice, nodes);
    return new World(dice, nodes, edges);
  }

  private constructor(dice: Dice, nodes: Node[], edges: [Node, Node][]) {
    this.nodes = nodes;
    const up = new Map<Node, Node[]>(nodes.map(node => [node, []]));
    const down = new Map<Node, Node[]>(nodes.map(node => [node, []]));
    for (const [from, to] of edges) {
      up.get(from)!.push(to);
      down.get(to)!.push(from);
    }
    this.#up = up;
    this.#down = down;
    this.#declared = declared(dice, nodes, edges);
  }

  get entities(): SuspectCase['entities'] {
    return this.nodes.map(({ ref, type, owner }) => ({ ref, type, owner }));
  }

  get relations(): SuspectCase['relations'] {
    return this.#declared;
  }

  /** What a node truly depends on. */
  upstream(node: Node): readonly Node[] {
    return this.#up.get(node)!;
  }

  /** What truly depends on a node. */
  downstream(node: Node): readonly Node[] {
    return this.#down.get(node)!;
  }

  /** All that a node truly depends on within so many hops, without itself. */
  reach(node: Node, hops: number): Node[] {
    const seen = new Set([node]);
    let layer = [node];
    for (let hop = 0; hop < hops; hop += 1) {
      layer = layer
        .flatMap(one => this.upstream(one))
        .filter(one => !seen.has(one));
      layer.forEach(one => seen.add(one));
    }
    seen.delete(node);
    return [...seen];
  }
}

function makeNodes(dice: Dice, count: number): Node[] {
  const names = new Set<string>();
  const nodes: Node[] = [];
  while (nodes.length < count) {
    const type = dice.weighted({
      service: 0.78,
      database: 0.12,
      queue: 0.05,
      'third-party': 0.05,
    });
    const suffix = {
      service: dice.one(SUFFIXES),
      database: '-db',
      queue: '-queue',
      'third-party': '-provider',
    }[type];
    const name = `${dice.one(WORDS)}${suffix}`;
    if (names.has(name)) continue;
    names.add(name);
    const isService = type === 'service';
    nodes.push({
      ref: `${isService ? 'component' : 'resource'}:default/${name}`,
      name,
      type,
      owner: `group:default/team-${dice.whole(1, 12)}`,
      layer: isService ? dice.whole(0, LAYERS - 2) : LAYERS - 1,
      isFlappy: dice.happens(0.15),
    });
  }
  return nodes;
}

// Services lean on lower layers; a few popular ones are everybody's.
function makeEdges(dice: Dice, nodes: Node[]): [Node, Node][] {
  const popularity = new Map(
    nodes.map(node => [node, 1 / (0.03 + dice.next())]),
  );
  const edges: [Node, Node][] = [];
  for (const from of nodes.filter(({ type }) => type === 'service')) {
    const below = nodes.filter(({ layer }) => layer > from.layer);
    const near = below.filter(({ layer }) => layer === from.layer + 1);
    const wanted = dice.whole(1, 4);
    const chosen = new Set<Node>();
    for (let i = 0; i < wanted && below.length > 0; i += 1) {
      const pool = near.length > 0 && dice.happens(0.7) ? near : below;
      const name = dice.weighted(
        Object.fromEntries(pool.map(one => [one.name, popularity.get(one)!])),
      );
      chosen.add(pool.find(one => one.name === name)!);
    }
    // A cycle now and then.
    if (dice.happens(0.04)) chosen.add(dice.one(nodes));
    chosen.delete(from);
    for (const to of chosen) edges.push([from, to]);
  }
  return edges;
}

function declared(
  dice: Dice,
  nodes: Node[],
  edges: [Node, Node][],
): SuspectCase['relations'] {
  const kept = edges.filter(() => !dice.happens(MISSING_SHARE));
  const extra = Array.from(
    { length: Math.round(edges.length * EXTRA_SHARE) },
    (): [Node, Node] => [dice.one(nodes), dice.one(nodes)],
  ).filter(([from, to]) => from !== to);
  return [...kept, ...extra].flatMap(([from, to]) => {
    const [a, b] = dice.happens(REVERSED_SHARE) ? [to, from] : [from, to];
    if (dice.happens(0.2) && b.type === 'service') {
      const api = `api:default/${b.name}`;
      return [
        { from: a.ref, to: api, type: 'consumesApi' },
        { from: b.ref, to: api, type: 'providesApi' },
      ];
    }
    return [{ from: a.ref, to: b.ref, type: 'dependsOn' }];
  });
}
