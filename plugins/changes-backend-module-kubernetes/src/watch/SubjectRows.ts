import { hash } from 'node:crypto';
import {
  parseKubernetesSubject,
  type SubjectRow,
} from '@ripplehq/backstage-plugin-changes-common';

/** As many as a number holds exactly. */
const DIGEST_HEX_CHARS = 12;

/** Which subject rows were told: only what differs is told again. The store has them; kept are digests, of subjects and of their facts. */
export class SubjectRows {
  readonly #told = new Map<number, number>();
  /** Kinds are read a little out of step; a row that is told later must not seem to be older. */
  #toldAt = '';

  /** Whether a row of it was told, and not that it is gone. */
  isTold(subject: string): boolean {
    return this.#told.has(digestOf(subject));
  }

  /** The row, if it says anything new. */
  tell(row: SubjectRow): SubjectRow[] {
    const { observedAt, ...facts } = row;
    const subject = digestOf(row.subject);
    const digest = digestOf(JSON.stringify(facts));
    if (this.#told.get(subject) === digest) return [];
    this.#told.set(subject, digest);
    return [{ ...row, observedAt: this.#later(observedAt) }];
  }

  /** A row of something that is gone, if one was ever told; the store keeps what it was. */
  tellGone(subject: string, when: string): SubjectRow[] {
    const at = this.#later(when);
    if (!this.#told.delete(digestOf(subject))) return [];
    const { kind, cluster, namespace, name } = parseKubernetesSubject(subject)!;
    return [
      { subject, kind, cluster, namespace, name, observedAt: at, goneAt: at },
    ];
  }

  #later(at: string): string {
    if (!(Date.parse(at) < Date.parse(this.#toldAt))) this.#toldAt = at;
    return this.#toldAt;
  }
}

function digestOf(text: string): number {
  return parseInt(hash('sha256', text, 'hex').slice(0, DIGEST_HEX_CHARS), 16);
}
