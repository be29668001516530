import type { SubjectRow } from '@ripplehq/backstage-plugin-changes-common';

/** The subject rows as they were last told: only what differs is told again. */
export class SubjectRows {
  readonly #told = new Map<string, string>();
  /** Kinds are read a little out of step; a row that is told later must not seem to be older. */
  #toldAt = '';

  /** Whether a row of it was told, and not that it is gone. */
  isTold(subject: string): boolean {
    return this.#told.has(subject);
  }

  /** The row, if it says anything new. */
  tell(row: SubjectRow): SubjectRow[] {
    const { observedAt: _, ...facts } = row;
    const text = JSON.stringify(facts);
    if (this.#told.get(row.subject) === text) return [];
    this.#told.set(row.subject, text);
    return [{ ...JSON.parse(text), observedAt: this.#later(row.observedAt) }];
  }

  /** The last row of something that is gone, if it was ever told. */
  tellGone(subject: string, when: string): SubjectRow[] {
    const at = this.#later(when);
    const text = this.#told.get(subject);
    if (text === undefined) return [];
    this.#told.delete(subject);
    return [{ ...JSON.parse(text), observedAt: at, goneAt: at }];
  }

  /** The last rows of all. */
  tellAllGone(at: string): SubjectRow[] {
    return [...this.#told.keys()].flatMap(subject =>
      this.tellGone(subject, at),
    );
  }

  #later(at: string): string {
    if (!(Date.parse(at) < Date.parse(this.#toldAt))) this.#toldAt = at;
    return this.#toldAt;
  }
}
