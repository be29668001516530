import { z } from 'zod';
import type { SourceState } from '@ripplehq/backstage-plugin-changes-common';
import {
  platformSubject,
  versionSeen,
  type KnownVersion,
  type Sighting,
} from '../interpret';
import { emptyStep, type ModelStep } from './Book';

const STATE_ID = 'version/apiserver';
/** How often an API server is asked which version it is. */
const EVERY_MS = 10 * 60_000;
/** While that cannot be told, as when several servers are upgraded one after another. */
const AGAIN_MS = 60_000;

const stored = z.object({
  version: z.string(),
  seenAt: z.string(),
  next: z.object({ version: z.string(), seenAt: z.string() }).optional(),
});

/** Which version the API server of a cluster is. */
export class ServerVersion {
  #known: KnownVersion | undefined;

  static create(): ServerVersion {
    return new ServerVersion();
  }

  private constructor() {}

  /** How long to wait until it is asked for again. */
  get waitMs(): number {
    return this.#known && !this.#known.next ? EVERY_MS : AGAIN_MS;
  }

  /** Takes back what was stored, if it is its own. */
  restore({ id, body }: SourceState): boolean {
    if (id !== STATE_ID) return false;
    const read = stored.safeParse(body);
    if (read.success) this.#known = read.data;
    return true;
  }

  /** What an answer brings. */
  seen(version: string, sighting: Sighting): ModelStep {
    const before = this.#known;
    const { known, observations } = versionSeen(before, version, sighting);
    this.#known = known;
    const isNews =
      before?.version !== known.version ||
      before.next?.version !== known.next?.version;
    return {
      ...emptyStep(),
      observations,
      states: isNews ? [{ id: STATE_ID, body: { ...known } }] : [],
      subjects: [
        {
          subject: platformSubject(sighting.cluster),
          kind: 'Cluster',
          cluster: sighting.cluster,
          name: sighting.cluster,
          annotations: { 'app.kubernetes.io/version': known.version },
          observedAt: sighting.now,
        },
      ],
    };
  }
}
