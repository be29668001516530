import type { Outbox } from './Outbox.ts';

/** A change as `POST /api/changes/events` takes it. */
export interface ToolEvent {
  /** Makes start and finish one event. */
  key: string;
  title: string;
  kind: string;
  /** Epoch milliseconds; now without it. */
  startedAt?: number;
  endedAt?: number;
  status?: 'in-progress' | 'succeeded' | 'failed';
  severity?: 'info' | 'warning' | 'error' | 'critical';
  actor?: { name: string; kind: 'user' | 'bot' };
  entityRefs: string[];
  environment?: string;
  links?: { title: string; url: string }[];
  diff?: {
    path: string;
    before?: string | number | boolean;
    after?: string | number | boolean;
  }[];
  details?: Record<string, string>;
}

/** A program that tells the portal what it did, with a token of its own. */
export class Tool {
  readonly #outbox: Outbox;
  readonly #url: string;
  readonly #token: string;
  readonly #now: () => number;

  static create(options: {
    outbox: Outbox;
    portalUrl: string;
    token: string;
    now: () => number;
  }): Tool {
    return new Tool(options);
  }

  private constructor(options: Parameters<typeof Tool.create>[0]) {
    this.#outbox = options.outbox;
    this.#url = `${options.portalUrl}/api/changes/events`;
    this.#token = options.token;
    this.#now = options.now;
  }

  tell(event: ToolEvent): void {
    const { endedAt, startedAt = this.#now(), ...rest } = event;
    this.#outbox.send({
      url: this.#url,
      headers: { authorization: `Bearer ${this.#token}` },
      body: JSON.stringify({
        ...rest,
        startedAt: new Date(startedAt).toISOString(),
        ...(endedAt === undefined
          ? {}
          : { endedAt: new Date(endedAt).toISOString() }),
      }),
    });
  }
}
