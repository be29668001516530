import { setTimeout as pause } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { CoverageNote } from '@ripplehq/backstage-plugin-changes-common';
import type {
  SourceConnection,
  WebhookInstance,
  WebhookReceiver,
} from '@ripplehq/backstage-plugin-changes-node';

/** The door's own word; a watch speaks as often. */
const NOTE_EVERY_SECONDS = 60;
/** Silence of more than so many times what is expected is told. */
const SILENT_PERIODS = 2;

export interface WebhookWatchOptions {
  receivers: readonly WebhookReceiver[];
  connect(source: string): Pick<SourceConnection, 'commit' | 'position'>;
  logger: LoggerService;
  /** Milliseconds. */
  now(): number;
  wait?(ms: number, signal: AbortSignal): Promise<void>;
}

/**
 * Notes whether the senders of webhooks are heard: not observed until their first proven delivery, live while the door stands open after
 * it, and stale where more was expected. What is sent while no backend runs is lost sooner or later, so that this time is a gap.
 */
export class WebhookWatch {
  readonly #options: WebhookWatchOptions;
  /** By system and instance, when its last delivery was noted. */
  readonly #noted = new Map<string, number>();

  static create(options: WebhookWatchOptions): WebhookWatch {
    return new WebhookWatch(options);
  }

  private constructor(options: WebhookWatchOptions) {
    this.#options = options;
  }

  /** Something proven has arrived, be it a test; noted at most once a minute. */
  async heard(
    system: string,
    instance: string,
    receivedAt: number,
  ): Promise<void> {
    const key = `${system} ${instance}`;
    const last = this.#noted.get(key);
    if (last !== undefined && receivedAt - last < NOTE_EVERY_SECONDS * 1000) {
      return;
    }
    const at = new Date(receivedAt).toISOString();
    await this.#options.connect(system).commit({
      coverage: [
        {
          scope: scopeOf(instance),
          state: 'live',
          at,
          periodSeconds: NOTE_EVERY_SECONDS,
        },
      ],
      scope: scopeOf(instance),
      position: at,
    });
    this.#noted.set(key, receivedAt);
  }

  /** Works until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { receivers, logger } = this.#options;
    const wait =
      this.#options.wait ??
      ((ms, until) => pause(ms, undefined, { signal: until, ref: false }));
    if (receivers.length === 0) return;
    while (!signal.aborted) {
      for (const receiver of receivers) {
        try {
          await this.#note(receiver);
        } catch (error) {
          if (signal.aborted) return;
          logger.warn(
            `Whether ${receiver.system}'s webhooks arrive could not be noted`,
            error as Error,
          );
        }
      }
      await wait(NOTE_EVERY_SECONDS * 1000, signal).catch(() => {
        // Aborted: the loop ends.
      });
    }
  }

  async #note({ system, instances }: WebhookReceiver): Promise<void> {
    const { connect, now } = this.#options;
    const connection = connect(system);
    const at = new Date(now()).toISOString();
    const coverage: CoverageNote[] = [];
    for (const instance of instances) {
      coverage.push(
        webhookCoverage(instance, {
          lastHeardAt: await connection.position(scopeOf(instance.name)),
          at,
        }),
      );
    }
    await connection.commit({
      instances: { names: instances.map(({ name }) => name), at },
      coverage,
    });
  }
}

/** What is to be told of a sender now. Pure. Times are RFC 3339. */
export function webhookCoverage(
  { name, expectEverySeconds }: WebhookInstance,
  { lastHeardAt, at }: { lastHeardAt?: string; at: string },
): CoverageNote {
  const note = {
    scope: scopeOf(name),
    at,
    periodSeconds: NOTE_EVERY_SECONDS,
  };
  if (lastHeardAt === undefined) {
    return {
      ...note,
      state: 'not-observed',
      reason:
        'Nothing has arrived yet: set up the webhook there, or let it send a test',
    };
  }
  const silentSeconds = (Date.parse(at) - Date.parse(lastHeardAt)) / 1000;
  if (
    expectEverySeconds !== undefined &&
    silentSeconds > SILENT_PERIODS * expectEverySeconds
  ) {
    return {
      ...note,
      state: 'stale',
      reason: `Nothing has arrived since ${lastHeardAt}, though something is expected every ${expectEverySeconds} s`,
    };
  }
  return { ...note, state: 'live' };
}

function scopeOf(instance: string): string {
  return encodeURIComponent(instance);
}
