import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

/** GitHub waits no longer for an answer. */
const ANSWER_TIMEOUT_MS = 10_000;
const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 15_000;
/** A receiver that stays away for longer has lost what was sent meanwhile. */
const GIVE_UP_AFTER_MS = 15 * 60_000;
/** What waits for a receiver that is away; the oldest of more is given up. */
const QUEUE_MAX = 500;
const RECORDS_MAX = 200;

/** Where word of everything is sent. */
export interface WebhookTarget {
  /** e.g. `http://localhost:7007/api/events/http/github` */
  url: string;
  secret: string;
}

/** One delivery of a webhook, as GitHub's page of recent deliveries shows it. */
export interface DeliveryRecord {
  guid: string;
  /** `pull_request` */
  event: string;
  action: string | undefined;
  /** The repository's full name; absent for a ping. */
  repository: string | undefined;
  state: 'waiting' | 'delivered' | 'refused' | 'given-up';
  attempts: number;
  /** Epoch milliseconds of the world. */
  at: number;
  /** The last answer's status, or why there was none. */
  answer?: number | string;
}

interface Delivery {
  record: DeliveryRecord;
  body: string;
  /** Real epoch milliseconds. */
  since: number;
}

/** Real time, so that tests need none. */
export interface RealTime {
  now(): number;
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

const REAL_TIME: RealTime = {
  now: Date.now,
  wait: (ms, signal) => delay(ms, undefined, { signal, ref: false }),
};

/**
 * A webhook of an organization. Deliveries go out one at a time, in order. GitHub itself sends each once and leaves it to its users to have
 * it sent again within three days; this one does so by itself, with the same guid, as long as the receiver is away.
 */
export class Hook {
  readonly #target: WebhookTarget;
  readonly #id: number;
  readonly #organization: number;
  readonly #now: () => number;
  readonly #real: RealTime;
  readonly #stop = new AbortController();
  readonly #queue: Delivery[] = [];
  readonly #records: DeliveryRecord[] = [];
  #sending: Promise<void> | undefined;

  static create(options: {
    target: WebhookTarget;
    id: number;
    /** The id of the organization that it belongs to. */
    organization: number;
    /** Epoch milliseconds of the world. */
    now: () => number;
    real?: RealTime;
  }): Hook {
    return new Hook(options);
  }

  private constructor(options: Parameters<typeof Hook.create>[0]) {
    this.#target = options.target;
    this.#id = options.id;
    this.#organization = options.organization;
    this.#now = options.now;
    this.#real = options.real ?? REAL_TIME;
  }

  /** The newest deliveries, oldest first. */
  get deliveries(): readonly DeliveryRecord[] {
    return this.#records;
  }

  /** Queues it and returns. */
  send(told: { event: string; repository?: string; payload: object }): void {
    if (this.#stop.signal.aborted) return;
    const { event, repository, payload } = told;
    const record: DeliveryRecord = {
      guid: randomUUID(),
      event,
      action: 'action' in payload ? String(payload.action) : undefined,
      repository,
      state: 'waiting',
      attempts: 0,
      at: this.#now(),
    };
    this.#records.push(record);
    if (this.#records.length > RECORDS_MAX) this.#records.shift();
    const since = this.#real.now();
    this.#queue.push({ record, body: JSON.stringify(payload), since });
    // The first one is on its way.
    if (this.#queue.length > QUEUE_MAX) {
      const [dropped] = this.#queue.splice(1, 1);
      dropped.record.state = 'given-up';
    }
    this.#sending ??= this.#sendAll();
  }

  /** Resolves when nothing waits. */
  async settled(): Promise<void> {
    await this.#sending;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#sending;
  }

  async #sendAll(): Promise<void> {
    let pauseMs = RETRY_FIRST_MS;
    while (this.#queue.length > 0 && !this.#stop.signal.aborted) {
      const [delivery] = this.#queue;
      await this.#attempt(delivery);
      if (delivery.record.state === 'waiting') {
        await this.#real.wait(pauseMs, this.#stop.signal).catch(() => {});
        pauseMs = Math.min(pauseMs * 2, RETRY_MAX_MS);
      } else {
        this.#queue.shift();
        pauseMs = RETRY_FIRST_MS;
      }
    }
    this.#sending = undefined;
  }

  async #attempt({ record, body, since }: Delivery): Promise<void> {
    record.attempts += 1;
    try {
      const response = await fetch(this.#target.url, {
        method: 'POST',
        headers: this.#headers(record, body),
        body,
        redirect: 'manual',
        signal: AbortSignal.any([
          AbortSignal.timeout(ANSWER_TIMEOUT_MS),
          this.#stop.signal,
        ]),
      });
      await response.body?.cancel();
      record.answer = response.status;
      if (response.ok) record.state = 'delivered';
      // A wrong proof or body gets no better by being sent again; a portal that starts answers 404 and 503.
      else if ([400, 401, 403, 413, 415, 422].includes(response.status)) {
        record.state = 'refused';
      }
    } catch (error) {
      record.answer = reasonOf(error);
    }
    if (
      record.state === 'waiting' &&
      this.#real.now() - since > GIVE_UP_AFTER_MS
    ) {
      record.state = 'given-up';
    }
  }

  #headers(record: DeliveryRecord, body: string): Record<string, string> {
    const digest = createHmac('sha256', this.#target.secret)
      .update(body)
      .digest('hex');
    return {
      Accept: '*/*',
      'Content-Type': 'application/json',
      'User-Agent': 'GitHub-Hookshot/d3m0000',
      'X-GitHub-Delivery': record.guid,
      'X-GitHub-Event': record.event,
      'X-GitHub-Hook-ID': String(this.#id),
      'X-GitHub-Hook-Installation-Target-ID': String(this.#organization),
      'X-GitHub-Hook-Installation-Target-Type': 'organization',
      'X-Hub-Signature-256': `sha256=${digest}`,
    };
  }
}

function reasonOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: string } };
  return cause?.code ?? (error as Error).message;
}
