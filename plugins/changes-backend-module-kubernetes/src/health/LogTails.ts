import {
  LOG_EVIDENCE_LABEL,
  type Evidence,
} from '@ripplehq/backstage-plugin-changes-common';
import type { Finding } from './Detector';

/** As long as the backend keeps them of issues that are over. */
const KEPT_MS = 7 * 86_400_000;

/** Whose last lines are wanted, and for which issue. */
export interface WantedLog {
  id: string;
  namespace: string;
  pod: string;
  container: string;
}

/** What crashed containers last wrote, of issues that are open. */
export class LogTails {
  readonly #asked = new Set<string>();
  readonly #tails = new Map<string, { text: string; at: number }>();
  #wanted: WantedLog[] = [];

  /** What was asked for since; each is asked for once. */
  take(): WantedLog[] {
    const wanted = this.#wanted;
    this.#wanted = [];
    return wanted;
  }

  /** An issue is open whose container may have said why. */
  want(
    id: string,
    namespace: string | undefined,
    log: NonNullable<Finding['log']>,
  ): void {
    if (namespace === undefined || this.#asked.has(id)) return;
    this.#asked.add(id);
    this.#wanted.push({ id, namespace, ...log });
  }

  /** @param at - milliseconds by the cluster's clock */
  set(id: string, text: string, at: number): void {
    if (this.#asked.has(id)) this.#tails.set(id, { text, at });
  }

  /** An issue is over. */
  forget(id: string): void {
    this.#asked.delete(id);
    this.#tails.delete(id);
  }

  /** @param now - milliseconds by the cluster's clock */
  evidence(id: string, now: number): Evidence[] {
    const tail = this.#tails.get(id);
    return tail && now - tail.at < KEPT_MS
      ? [{ label: LOG_EVIDENCE_LABEL, text: tail.text }]
      : [];
  }
}
