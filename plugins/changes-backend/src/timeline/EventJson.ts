import type { LaneEntity } from '../graph/lanes';
import { severityOf, statusOf, typeOf } from '../store/codes';
import type { EventRow } from '../store/rows';
import type { JsonBuffer } from './JsonBuffer';
import { Presenter } from './present';
import { Timestamps } from './Timestamps';

/** @internal */
export interface EventJsonOptions {
  lanes: readonly LaneEntity[];
  /** The text of a word's id: `Words.text` after `Words.load`. */
  word(id: number): string;
  /** By the event's id in the store: `replicas` as JSON. */
  replicas: ReadonlyMap<number, string>;
}

/**
 * Writes events of a timeline from their rows, as {@link Presenter} with `lanes` and `replicas` would give them. A timeline is
 * thousands of events: what is JSON in the store is not read, what many events share is put together once.
 * @internal
 */
export class EventJson {
  readonly #presenter: Presenter;
  readonly #refs: string[];
  readonly #word: (id: number) => string;
  readonly #replicas: ReadonlyMap<number, string>;
  readonly #words = new Map<number, string>();
  readonly #places = new Map<string, string>();
  readonly #timestamps = Timestamps.create();

  static create(options: EventJsonOptions): EventJson {
    return new EventJson(options);
  }

  private constructor({ lanes, word, replicas }: EventJsonOptions) {
    this.#presenter = Presenter.create(lanes);
    this.#refs = lanes.map(({ entity }) => entity.ref);
    this.#word = word;
    this.#replicas = replicas;
  }

  /** Adds a list of LaneEvents. */
  write(rows: readonly EventRow[], json: JsonBuffer): void {
    json.add('[');
    rows.forEach((row, index) => {
      json.add(`${index === 0 ? '' : ','}${this.#what(row)}`);
      // Titles alone usually hold more than ASCII, which is quicker to write by itself.
      json.add(JSON.stringify(row.title));
      json.add(this.#when(row));
      json.add(this.#where(row.subjects));
    });
    json.add(']');
  }

  #what(row: EventRow): string {
    let json = `{"id":"${row.public_id}","type":"${typeOf(
      row.type,
    )}","kind":${this.#text(row.kind)},"source":${this.#text(row.source)}`;
    if (row.cluster !== null) json += `,"cluster":${this.#text(row.cluster)}`;
    if (row.environment !== null) {
      json += `,"environment":${this.#text(row.environment)}`;
    }
    if (row.namespace !== null) {
      json += `,"namespace":${this.#text(row.namespace)}`;
    }
    return `${json},"status":"${statusOf(row.status)}","severity":"${severityOf(
      row.severity,
    )}","title":`;
  }

  #when(row: EventRow): string {
    const time = this.#timestamps;
    let json = `,"startedAt":"${time.of(row.started_at)}"`;
    if (row.ended_at !== null) {
      const to = time.of(row.ended_at);
      json += `,"endedAt":"${to}"`;
      if (row.ended_after !== null) {
        const from = time.of(row.ended_after);
        json += `,"endedBetween":{"from":"${from}","to":"${to}"}`;
      }
    }
    if (row.observed_from !== null && row.observed_to !== null) {
      const { observed_from: from, observed_to: to } = row;
      json += `,"observedBetween":{"from":"${time.of(from)}","to":"${time.of(
        to,
      )}"}`;
    }
    if (row.reconstructed === 1) json += ',"reconstructed":true';
    if (row.actor_detail !== null) json += `,"actor":${row.actor_detail}`;
    if (row.part_of !== null) json += `,"partOf":"${row.part_of}"`;
    const replicas = this.#replicas.get(row.id);
    if (replicas !== undefined) json += `,"replicas":${replicas}`;
    return `${json},"links":${row.links ?? '[]'},"hasDiff":${
      row.has_diff === 1
    },"hasCode":${row.has_code === 1}`;
  }

  /** By the JSON of its subjects' ids. */
  #where(subjects: string): string {
    let json = this.#places.get(subjects);
    if (json === undefined) {
      const ids: number[] = JSON.parse(subjects);
      const lanes = this.#presenter.lanesOf(ids);
      json = `,${JSON.stringify({
        subjects: this.#presenter.subjectsOf(ids),
        entityRefs: lanes.map(lane => this.#refs[lane]),
        lanes,
      }).slice(1)}`;
      this.#places.set(subjects, json);
    }
    return json;
  }

  #text(word: number): string {
    let json = this.#words.get(word);
    if (json === undefined) {
      json = JSON.stringify(this.#word(word));
      this.#words.set(word, json);
    }
    return json;
  }
}
