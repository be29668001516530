import type { Queryable } from './Sql';

interface WordRow {
  id: number;
  text: string;
}

/**
 * The dictionary of kinds, sources, instances, clusters, environments, namespaces and actors. A word never changes and is never removed,
 * so what was once read is kept in memory.
 */
export class Words {
  readonly #ids = new Map<string, number>();
  readonly #texts = new Map<number, string>();

  static create(): Words {
    return new Words();
  }

  private constructor() {}

  /** Makes {@link Words.text} know these ids. */
  async load(queryable: Queryable, ids: Iterable<number>): Promise<void> {
    const missing = [...ids].filter(id => !this.#texts.has(id));
    if (missing.length === 0) return;
    const list = queryable.list('integer', missing);
    this.learn(
      await queryable.all<WordRow>(
        `select id, text from word where id ${list.isAnyOf}`,
        [list.param],
      ),
    );
  }

  /** The text of an id that was loaded. */
  text = (id: number): string => {
    const text = this.#texts.get(id);
    if (text === undefined) throw new Error(`Word ${id} was not loaded`);
    return text;
  };

  /** The ids of the texts that are words; what is missing was never stored, so nothing can match it. */
  async find(
    queryable: Queryable,
    texts: Iterable<string>,
  ): Promise<Map<string, number>> {
    const found = new Map<string, number>();
    const unknown: string[] = [];
    for (const text of new Set(texts)) {
      const id = this.#ids.get(text);
      if (id === undefined) unknown.push(text);
      else found.set(text, id);
    }
    if (unknown.length > 0) {
      const list = queryable.list('text', unknown);
      const rows = await queryable.all<WordRow>(
        `select id, text from word where text ${list.isAnyOf}`,
        [list.param],
      );
      for (const row of rows) found.set(row.text, row.id);
    }
    return found;
  }

  /**
   * The ids of all texts; new ones are stored. Pass the answer to {@link Words.learn} once the transaction is committed, never before.
   */
  async assign(
    tx: Queryable,
    texts: Iterable<string>,
  ): Promise<Map<string, number>> {
    const wanted = new Set(texts);
    const known = await this.find(tx, wanted);
    const fresh = [...wanted].filter(text => !known.has(text)).sort();
    if (fresh.length === 0) return known;
    const list = tx.list('text', fresh);
    await tx.run(
      `insert into word (text) select value from ${list.rows} where true order by value on conflict (text) do nothing`,
      [list.param],
    );
    for (const [text, id] of await this.find(tx, fresh)) known.set(text, id);
    return known;
  }

  learn(words: Iterable<WordRow> | Map<string, number>): void {
    const rows =
      words instanceof Map
        ? [...words].map(([text, id]) => ({ text, id }))
        : words;
    for (const { id, text } of rows) {
      this.#ids.set(text, id);
      this.#texts.set(id, text);
    }
  }
}
