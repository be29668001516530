import { createHmac, timingSafeEqual } from 'node:crypto';
import { type IncomingHttpHeaders, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What came in, after its proof was checked. */
export interface Received {
  event: string;
  guid: string;
  headers: IncomingHttpHeaders;
  body: any;
}

/** A receiver of webhooks that believes nothing without its proof. */
export class Receiver {
  readonly received: Received[] = [];
  /** What it answers before it takes anything. */
  readonly refusals: number[] = [];
  readonly #secret: string;
  readonly #http = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const raw = Buffer.concat(chunks);
    const refusal = this.refusals.shift();
    if (refusal) {
      response.writeHead(refusal).end();
      return;
    }
    const { headers } = request;
    if (!this.#isProved(raw, String(headers['x-hub-signature-256']))) {
      response.writeHead(403).end();
      return;
    }
    this.received.push({
      event: String(headers['x-github-event']),
      guid: String(headers['x-github-delivery']),
      headers,
      body: JSON.parse(raw.toString()),
    });
    response.writeHead(202).end();
  });

  static async start(secret: string): Promise<Receiver> {
    const receiver = new Receiver(secret);
    await new Promise<void>(resolve => {
      receiver.#http.listen(0, '127.0.0.1', resolve);
    });
    return receiver;
  }

  private constructor(secret: string) {
    this.#secret = secret;
  }

  get url(): string {
    const { port } = this.#http.address() as AddressInfo;
    return `http://127.0.0.1:${port}/api/events/http/github`;
  }

  async close(): Promise<void> {
    this.#http.closeAllConnections();
    await new Promise(resolve => {
      this.#http.close(resolve);
    });
  }

  #isProved(raw: Buffer, signature: string): boolean {
    const right = Buffer.from(
      `sha256=${createHmac('sha256', this.#secret).update(raw).digest('hex')}`,
    );
    const given = Buffer.from(signature);
    return given.length === right.length && timingSafeEqual(given, right);
  }
}
