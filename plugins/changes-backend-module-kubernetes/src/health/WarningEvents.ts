import type { Named } from '../kinds';
import type { WarningEvent } from './WarningEvent';

const OF_ONE_MAX = 10;
/** Kubernetes itself keeps them for an hour (`--event-ttl`). */
const KEPT_MS = 3_600_000;
const ALL_MAX = 20_000;

/** An Event of Kubernetes, as it is read. */
export interface WarningObject extends Named {
  /** uid of the object that it is about. */
  about: string;
  warning: WarningEvent;
}

/** The warnings of late, by the object that they are about: the newest of each, for as long as Kubernetes keeps them, and never too many. */
export class WarningEvents {
  /** The one that was written the longest ago comes first. */
  readonly #events = new Map<string, WarningObject>();
  readonly #about = new Map<string, WarningObject[]>();

  all(): Iterable<WarningObject> {
    return this.#events.values();
  }

  /** @returns whether it says anything new */
  set(event: WarningObject): boolean {
    const before = this.#events.get(event.uid);
    if (
      before?.warning.lastAt === event.warning.lastAt &&
      before.warning.count === event.warning.count
    ) {
      return false;
    }
    this.delete(event.uid);
    this.#events.set(event.uid, event);
    const own = [event, ...(this.#about.get(event.about) ?? [])].sort(
      (a, b) => Date.parse(b.warning.lastAt) - Date.parse(a.warning.lastAt),
    );
    for (const { uid } of own.splice(OF_ONE_MAX)) this.#events.delete(uid);
    this.#about.set(event.about, own);
    this.#forget(Date.parse(event.warning.lastAt) - KEPT_MS);
    return true;
  }

  delete(uid: string): void {
    const event = this.#events.get(uid);
    if (!event) return;
    this.#events.delete(uid);
    const own = this.#about.get(event.about)?.filter(item => item !== event);
    if (own && own.length > 0) this.#about.set(event.about, own);
    else this.#about.delete(event.about);
  }

  /** The newest first. */
  of(about: string, now: string): WarningEvent[] {
    const oldest = Date.parse(now) - KEPT_MS;
    return (this.#about.get(about) ?? []).flatMap(({ warning }) =>
      Date.parse(warning.lastAt) >= oldest ? [warning] : [],
    );
  }

  #forget(oldest: number): void {
    for (const [uid, { warning }] of this.#events) {
      const isOld = Date.parse(warning.lastAt) < oldest;
      if (!isOld && this.#events.size <= ALL_MAX) return;
      this.delete(uid);
    }
  }
}
