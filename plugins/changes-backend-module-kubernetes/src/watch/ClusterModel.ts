import type { JsonObject } from '@backstage/types';
import type {
  Observation,
  SourceState,
  SubjectRow,
} from '@ripplehq/backstage-plugin-changes-common';
import { tied, type Places } from '../delivery';
import {
  DEFAULT_HEALTH_SETTINGS,
  type HealthSettings,
  type WantedLog,
} from '../health';
import {
  PLATFORM_NAMESPACES,
  Platform,
  later,
  subjectOf,
  type Sighting,
} from '../interpret';
import type { Kind, Named } from '../kinds';
import {
  NoisySubjects,
  isCounted,
  type NoiseFilter,
  type NoisySubject,
} from '../noise';
import type { Change } from '../reflector';
import { emptyStep, type Book, type ModelStep, type Reading } from './Book';
import { createBooks } from './books';
import type { Health } from './Health';
import { Manifests } from './Manifests';
import { Predecessors } from './Predecessors';
import { ServerVersion } from './ServerVersion';
import { readState, stateId, uidOf } from './stored';
import { SubjectRows } from './SubjectRows';

/** So many objects are taken in, and so many rows told, before others get their turn. */
const SLICE_ITEMS = 100;

export interface ClusterModelOptions {
  cluster: string;
  environment?: string;
  /** The watched cluster that goes by a name or an address; default: by its name alone this one. */
  clusterOf?: Places['clusterOf'];
  /** Namespaces of what all workloads stand on; `*` stands for any letters. */
  platformNamespaces?: readonly string[];
  /** Knows what the configuration ignores. */
  noise?: Pick<NoiseFilter, 'isChange'>;
  /** When something counts as wrong; default: as for everybody who says nothing. */
  health?: HealthSettings;
}

/** When a collection is read. */
export interface ListedWhen {
  now: string;
  gapFrom?: string;
  /** Nobody has read it before: what is there is no news. */
  isFirst: boolean;
}

/**
 * What is known of one cluster, in memory: brings what reflectors read to the books that take it in, and collects what they say. Knows
 * no clock and no network.
 */
export class ClusterModel {
  readonly #place: { cluster: string; environment?: string };
  readonly #listed = new Set<string>();
  readonly #books: ReturnType<typeof createBooks>;
  readonly #rows = new SubjectRows();
  readonly #manifests = new Manifests();
  readonly #predecessors = Predecessors.create();
  readonly #platform: Platform;
  readonly #version = ServerVersion.create();
  readonly #noisy = new NoisySubjects();
  readonly #isChange: NoiseFilter['isChange'];
  #observedAt: string | undefined;

  static create(options: ClusterModelOptions): ClusterModel {
    return new ClusterModel(options);
  }

  private constructor(options: ClusterModelOptions) {
    const { cluster, environment, platformNamespaces } = options;
    this.#place = { cluster, environment };
    this.#isChange = change => options.noise?.isChange(change) ?? true;
    this.#platform = Platform.of(platformNamespaces ?? PLATFORM_NAMESPACES);
    this.#books = createBooks({
      isListed: kindId => this.#listed.has(kindId),
      manifests: this.#manifests,
      places: {
        own: cluster,
        clusterOf:
          options.clusterOf ??
          (({ name }) => (name === cluster ? cluster : undefined)),
      },
      settings: options.health ?? DEFAULT_HEALTH_SETTINGS,
    });
  }

  /** Takes back what was stored. */
  restore(kind: Kind, stored: unknown): void {
    this.#book(kind).restore(kind, stored);
  }

  /** Takes back what was stored of no object: of the API server's version, of Helm's releases; says whether it is that. */
  restoreOwn(state: SourceState): boolean {
    return (
      this.#version.restore(state) ||
      this.#books.releases.restoreRun(state) ||
      this.#books.health.restoreOwn(state) ||
      this.#noisy.restore(state)
    );
  }

  /** After all is restored: the rows, in slices, which count as told. */
  *restored(now: string): Generator<SubjectRow[]> {
    const sighting = { ...this.#place, now };
    do yield this.#tell(sighting, emptyStep(), SLICE_ITEMS).subjects;
    while (this.#hasMore());
  }

  /**
   * Ids of the states that must be brought back before objects are taken in: what they were is to be told, and memory does not hold it.
   */
  missing(
    kind: Kind,
    changes: Iterable<Pick<Change<Named>, 'type' | 'object'>>,
  ): string[] {
    const book = this.#book(kind);
    const ids = new Set<string>();
    for (const { type, object } of changes) {
      const uid = book.lacks?.(kind, object, type);
      if (uid !== undefined) ids.add(stateId(kind, uid));
    }
    return [...ids];
  }

  /** As {@link missing}, before a whole collection replaces what is known of it. */
  missingFor(
    kind: Kind,
    items: readonly Named[],
    namespace?: string,
  ): string[] {
    return this.missing(kind, [
      ...this.#gone(kind, items, namespace).map(object => ({
        type: 'deleted' as const,
        object,
      })),
      ...asSet(items),
    ]);
  }

  /** As {@link missing}, before a part is taken in. */
  missingForPart(kind: Kind, items: readonly Named[]): string[] {
    return this.missing(kind, asSet(items));
  }

  /** Brings a state back. */
  bringBack(state: SourceState): void {
    const manifest = readState(state)?.object.manifest;
    if (manifest) this.#manifests.hold(uidOf(state.id), manifest as JsonObject);
  }

  /** All that was told is stored: whoever lets manifests go brings those back that are {@link missing} from then on. */
  letManifestsGo(): void {
    this.#manifests.letGo();
  }

  /** Whether nothing is known of a kind, in a cluster or in a namespace. */
  isBlank(kind: Kind, namespace?: string): boolean {
    for (const item of this.#book(kind).all(kind)) {
      if (namespace === undefined || namespace === item.namespace) return false;
    }
    return true;
  }

  /** Takes in a part of a collection of which nothing was known, in slices: a large one would hold everything else up. */
  *part(
    kind: Kind,
    items: readonly Named[],
    when: ListedWhen,
  ): Generator<ModelStep> {
    const sighting = this.#sight(when);
    yield this.#tell(
      sighting,
      yield* this.#takeIn(kind, items, sighting, when, emptyStep()),
      SLICE_ITEMS,
    );
    yield* this.#tellAll(sighting);
  }

  /** Takes in a whole collection, of a cluster or of a namespace, or what is left of it after some parts; in slices. */
  *replace(
    kind: Kind,
    items: readonly Named[],
    when: ListedWhen & { namespace?: string; isRest?: boolean },
  ): Generator<ModelStep> {
    const sighting = this.#sight(when);
    const first = emptyStep();
    if (!when.isRest) {
      const successors = new Map(items.map(item => [nameKey(item), item]));
      for (const object of this.#gone(kind, items, when.namespace)) {
        const successor = successors.get(nameKey(object));
        this.#delete(kind, object, madeRoomFor(successor, sighting), first);
      }
    }
    const last = yield* this.#takeIn(kind, items, sighting, when, first);
    this.#listed.add(kind.id);
    this.#book(kind).listed?.(kind);
    yield this.#tell(sighting, last, SLICE_ITEMS);
    yield* this.#tellAll(sighting);
  }

  /** Takes in changes of one moment, in their order. */
  apply(
    kind: Kind,
    changes: Pick<Change<Named>, 'type' | 'object'>[],
    when: { now: string; gapFrom?: string },
  ): ModelStep {
    const step = emptyStep();
    this.#listed.add(kind.id);
    const sighting = this.#sight(when);
    for (const { type, object } of changes) {
      if (type === 'deleted') {
        this.#delete(kind, object, sighting, step);
        this.#predecessors.note(kind, object, sighting.now);
        continue;
      }
      const roomMadeAt = this.#predecessors.goneAt(kind, object);
      this.#set(kind, object, { ...sighting, how: 'watch', roomMadeAt }, step);
    }
    return this.#tell(sighting, step);
  }

  /** The ends of all issues that were restored: the cluster has another name from now on. */
  endedIssues(now: string): Observation[] {
    return [...this.#books.health.ended({ ...this.#place, now })];
  }

  /** Containers whose last lines are wanted; each is named once. */
  wantedLogs(): WantedLog[] {
    return this.#books.health.wantedLogs();
  }

  /** The last lines of one of {@link wantedLogs}. */
  logRead(wanted: WantedLog, text: string, now: string): Iterable<ModelStep> {
    this.#books.health.logRead(wanted, text, now);
    return this.#tellAll(this.#sight({ now }));
  }

  /** Of what was restored, health is judged by what is still watched alone. */
  leaveUnwatched(isWatched: Parameters<Health['leaveUnwatched']>[0]): void {
    this.#books.health.leaveUnwatched(isWatched);
  }

  /** What was restored is told anew. */
  forgetIssues(): void {
    this.#books.health.forgetIssues();
  }

  /**
   * All that health is judged by has been read: what is wrong is looked for, in slices.
   * @param when - `gapFrom`: nobody watched from then on; absent: nobody ever has
   */
  *awake(when: { now: string; gapFrom?: string }): Generator<ModelStep> {
    const { health } = this.#books;
    if (health.isAwake) return;
    health.awake(when.gapFrom);
    yield* this.#tellAll(this.#sight({ now: when.now }));
  }

  /**
   * What follows from time alone: each at its own moment, the earliest first.
   * @param by - milliseconds by the cluster's clock; all that happened before has been taken in
   * @param isSteady - `false` while the clock jumps: what is wrong has to last, and it is not known then of what one has not heard yet
   */
  *tick(by: number, { isSteady } = { isSteady: true }): Generator<ModelStep> {
    const { health: _, ...others } = this.#books;
    const books = isSteady ? this.#books : others;
    for (;;) {
      const next = [...Object.values<Book>(books), this.#noisy]
        .flatMap(book => (book.due ? [{ book, due: book.due }] : []))
        .sort((a, b) => a.due.next - b.due.next)[0];
      const due = next?.due.take(by);
      if (!due) return;
      const step = emptyStep();
      const sighting = this.#sight({ now: new Date(due.at).toISOString() });
      next.book.pass?.(due.id, sighting, step);
      yield this.#tell(sighting, step);
    }
  }

  /** What changes so often that it is counted. */
  noisiest(): NoisySubject[] {
    return this.#noisy.noisiest();
  }

  /** How long to wait until the API server is asked again which version it is. */
  get versionWaitMs(): number {
    return this.#version.waitMs;
  }

  /** Takes in which version it says that it is. */
  version(version: string, now: string): ModelStep {
    const sighting = this.#sight({ now });
    const step = this.#version.seen(version, sighting);
    return this.#tell(sighting, {
      ...step,
      subjects: step.subjects.flatMap(row => this.#rows.tell(row)),
    });
  }

  /** Gives what the last slice brought, which is not told yet. */
  *#takeIn(
    kind: Kind,
    items: readonly Named[],
    sighting: Sighting,
    { isFirst }: ListedWhen,
    first: ModelStep,
  ): Generator<ModelStep, ModelStep> {
    const reading = { ...sighting, how: isFirst ? 'first' : 'list' } as const;
    let step = first;
    for (const [index, item] of items.entries()) {
      this.#set(kind, item, reading, step);
      if ((index + 1) % SLICE_ITEMS === 0) {
        yield this.#tell(sighting, step, SLICE_ITEMS);
        step = emptyStep();
      }
    }
    return step;
  }

  *#tellAll(sighting: Sighting): Generator<ModelStep> {
    while (this.#hasMore()) {
      yield this.#tell(sighting, emptyStep(), SLICE_ITEMS);
    }
  }

  /** What is known of a place and not there any more. */
  #gone(
    kind: Kind,
    items: readonly Named[],
    namespace: string | undefined,
  ): Named[] {
    const present = new Set(items.map(({ uid }) => uid));
    return [...this.#book(kind).all(kind)].filter(
      item =>
        !present.has(item.uid) &&
        (namespace === undefined || namespace === item.namespace),
    );
  }

  #hasMore(): boolean {
    return Object.values(this.#books).some(book => book.hasMore);
  }

  #book({ book }: Kind): Book {
    return this.#books[book];
  }

  #sight({ now, gapFrom }: { now: string; gapFrom?: string }): Sighting {
    // Of two words about one thing the one that was observed later counts, so none may seem to be older than those before it.
    this.#observedAt = later(this.#observedAt ?? now, now);
    return { ...this.#place, now, gapFrom, observedAt: this.#observedAt };
  }

  #set(kind: Kind, object: Named, reading: Reading, step: ModelStep): void {
    this.#books.health.catchUp(object, reading, step);
    const { standings, ...rest } = object;
    if (!standings) {
      this.#book(kind).set(kind, object, reading, step);
      return;
    }
    for (const [aspect, standing] of Object.entries(standings)) {
      this.#books.health.note(aspect, rest, standing);
    }
    this.#book(kind).set(kind, rest, reading, step);
  }

  #delete(kind: Kind, last: Named, sighting: Sighting, step: ModelStep): void {
    const reading = { ...sighting, how: 'watch' as const };
    this.#books.health.catchUp(last, reading, step);
    this.#books.health.gone(last.uid, reading, step);
    const subject = subjectOf(sighting, kind, last);
    // What came and went in one step has no row yet, without which nobody could tell whose its events are.
    if (!this.#rows.isTold(subject)) this.#tellRows(kind, sighting, step);
    if (!this.#book(kind).delete(kind, last, reading, step)) return;
    const known = step.subjects.find(row => row.subject === subject);
    step.subjects = [
      ...step.subjects.filter(row => row !== known),
      ...this.#rows
        .tellGone(subject, sighting.now)
        .map(row => ({ ...known, ...row })),
    ];
  }

  /** Takes down the rows that a kind's book has to tell. */
  #tellRows(kind: Kind, sighting: Sighting, step: ModelStep): void {
    const news = emptyStep();
    this.#book(kind).tell(sighting, news, Infinity);
    step.observations.push(...news.observations);
    step.states.push(...news.states);
    step.subjects.push(...news.subjects.flatMap(row => this.#rows.tell(row)));
  }

  /** Lets all books say what is new, since what one took in may matter to another. */
  #tell(sighting: Sighting, step: ModelStep, limit = Infinity): ModelStep {
    const news = emptyStep();
    for (const book of Object.values(this.#books)) {
      book.tell(sighting, news, limit);
    }
    const observed = [...step.observations, ...news.observations].filter(
      observation => this.#isChange(observation),
    );
    const releases = this.#books.releases.follow(observed);
    const changes = [...observed, ...releases.observations].map(observation =>
      this.#platform.mark(
        // Of many changes that were counted none is tied to anything.
        isCounted(observation) ? observation : tied(observation),
      ),
    );
    return this.#noisy.take(
      {
        observations: changes,
        subjects: [
          ...step.subjects,
          ...news.subjects.flatMap(row => this.#rows.tell(row)),
        ],
        states: [...step.states, ...news.states, ...releases.states],
      },
      sighting,
    );
  }
}

/** What made room for an object of its name was gone before that was made. */
function madeRoomFor(
  successor: Named | undefined,
  sighting: Sighting,
): Sighting {
  const { now, gapFrom } = sighting;
  const madeAt = Date.parse(successor?.createdAt ?? '');
  return gapFrom !== undefined &&
    madeAt > Date.parse(gapFrom) &&
    madeAt <= Date.parse(now)
    ? { ...sighting, now: new Date(madeAt - 1).toISOString() }
    : sighting;
}

function asSet(
  items: readonly Named[],
): Pick<Change<Named>, 'type' | 'object'>[] {
  return items.map(object => ({ type: 'set', object }));
}

function nameKey({ namespace, name }: Pick<Named, 'namespace' | 'name'>) {
  return `${namespace ?? ''}/${name}`;
}
