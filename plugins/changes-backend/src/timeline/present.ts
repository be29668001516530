import type { ChangeEvent } from '@ripplehq/backstage-plugin-changes-common';
import type { LaneEntity } from '../graph/lanes';
import type { StoredEvent } from '../store/rows';

const CATALOG_SOURCE = 'catalog';

/**
 * Turns stored events into answers for one reader: subjects and entities are those of visible lanes, nothing else is named.
 * @internal
 */
export class Presenter {
  readonly #subjects = new Map<number, { text: string; lanes: Set<number> }>();
  readonly #refs: string[];

  static create(lanes: readonly LaneEntity[]): Presenter {
    return new Presenter(lanes);
  }

  private constructor(lanes: readonly LaneEntity[]) {
    this.#refs = lanes.map(({ entity }) => entity.ref);
    lanes.forEach(({ bindings }, index) => {
      for (const { subjectId, subject, source } of bindings) {
        const known = this.#subjects.get(subjectId) ?? {
          // The catalog's own subjects stand for the entities, which are named beside.
          text: source === CATALOG_SOURCE ? '' : subject,
          lanes: new Set(),
        };
        this.#subjects.set(subjectId, known);
        known.lanes.add(index);
      }
    });
  }

  /** Indexes of the lanes that an event of these subjects lies in, ascending. */
  lanesOf(subjectIds: readonly number[]): number[] {
    const lanes = subjectIds.flatMap(id => [
      ...(this.#subjects.get(id)?.lanes ?? []),
    ]);
    return [...new Set(lanes)].sort((a, b) => a - b);
  }

  /** The subjects that the reader may know of, as texts. */
  subjectsOf(subjectIds: readonly number[]): string[] {
    return subjectIds.flatMap(id => this.#subjects.get(id)?.text || []);
  }

  event(event: StoredEvent): ChangeEvent {
    const {
      rowId,
      instance,
      startedAtMs,
      endedAtMs,
      subjectIds,
      partOf,
      ...rest
    } = event;
    return {
      ...rest,
      ...(partOf ? { partOf } : {}),
      subjects: this.subjectsOf(subjectIds),
      entityRefs: this.lanesOf(subjectIds).map(lane => this.#refs[lane]),
    };
  }
}
