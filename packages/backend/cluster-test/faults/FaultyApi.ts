import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** What the way to the API server does to an answer. */
export type ApiFault =
  | { type: 'none' }
  /** Watches are cut after about so many bytes, in the middle of a line or not. */
  | { type: 'cut'; bytes: number }
  /** Watches are told that their position is too old: every other one by the status, the rest inside the stream. */
  | { type: 'expired' }
  /** Nothing but "too many requests". */
  | { type: 'busy'; retryAfterSeconds: number }
  /** Nothing but an error. */
  | { type: 'broken'; status: number }
  /** Answers come in drops. */
  | { type: 'trickle'; bytes: number; everyMs: number }
  /** Nobody is there. */
  | { type: 'away' };

const GONE = JSON.stringify({
  kind: 'Status',
  apiVersion: 'v1',
  status: 'Failure',
  message: 'too old resource version: 1 (2)',
  reason: 'Expired',
  code: 410,
});

/** Stands between a backend and an API server, and hurts what passes. */
export class FaultyApi {
  readonly #server: http.Server;
  readonly #upstream: URL;
  readonly #random: () => number;
  readonly #sockets = new Set<Socket>();
  readonly #watches = new Set<http.ServerResponse>();
  #fault: ApiFault = { type: 'none' };
  #refused = 0;

  static async start(options: {
    /** Where the API is served over HTTP. */
    upstream: string;
    /** In [0, 1). */
    random: () => number;
  }): Promise<FaultyApi> {
    const api = new FaultyApi(new URL(options.upstream), options.random);
    await new Promise<void>(resolve =>
      api.#server.listen(0, '127.0.0.1', resolve),
    );
    return api;
  }

  private constructor(upstream: URL, random: () => number) {
    this.#upstream = upstream;
    this.#random = random;
    this.#server = http.createServer((request, response) =>
      this.#answer(request, response),
    );
    this.#server.on('connection', socket => {
      if (this.#fault.type === 'away') socket.destroy();
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** How many requests the fault at hand has refused. */
  get refused(): number {
    return this.#refused;
  }

  /** Open watches. */
  get watches(): number {
    return this.#watches.size;
  }

  /** Hurts all answers from now on, and ends the watches that were opened before. */
  set fault(fault: ApiFault) {
    this.#fault = fault;
    this.#refused = 0;
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  #answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    const fault = this.#fault;
    const isWatch = request.url!.includes('watch=true');
    if (fault.type === 'busy' || fault.type === 'broken') {
      this.#refused++;
      const status = fault.type === 'busy' ? 429 : fault.status;
      const headers =
        fault.type === 'busy'
          ? { 'retry-after': String(fault.retryAfterSeconds) }
          : {};
      response.writeHead(status, headers).end();
      return;
    }
    if (fault.type === 'expired' && isWatch) {
      this.#refused++;
      const json = { 'content-type': 'application/json' };
      if (this.#refused % 2 === 0) response.writeHead(410, json).end(GONE);
      else {
        response
          .writeHead(200, json)
          .end(`{"type":"ERROR","object":${GONE}}\n`);
      }
      return;
    }
    const { host: _, ...headers } = request.headers;
    const upstream = http.request(
      {
        hostname: this.#upstream.hostname,
        port: this.#upstream.port,
        method: request.method,
        path: request.url,
        headers,
      },
      answer => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        response.flushHeaders();
        if (isWatch) this.#watches.add(response);
        this.#pass(answer, response, isWatch ? fault : lists(fault)).then(
          () => response.end(),
          () => response.destroy(),
        );
      },
    );
    upstream.on('error', () => response.destroy());
    response.on('close', () => {
      this.#watches.delete(response);
      upstream.destroy();
    });
    upstream.end();
  }

  async #pass(
    answer: http.IncomingMessage,
    response: http.ServerResponse,
    fault: ApiFault,
  ): Promise<void> {
    let left =
      fault.type === 'cut'
        ? Math.ceil(fault.bytes * 2 * this.#random())
        : Infinity;
    for await (const chunk of answer as AsyncIterable<Uint8Array>) {
      if (fault.type === 'trickle') {
        for (let at = 0; at < chunk.length; at += fault.bytes) {
          response.write(chunk.subarray(at, at + fault.bytes));
          await delay(fault.everyMs);
        }
        continue;
      }
      response.write(chunk.subarray(0, left));
      left -= chunk.length;
      if (left <= 0) {
        this.#refused++;
        // What was written before must arrive: it is cut at this very byte.
        await new Promise(resolve => setImmediate(resolve));
        throw new Error('cut');
      }
    }
    if (!answer.complete) throw new Error('the API server broke off');
  }
}

/** Lists are cut short less often than watches: one that never ends well would tell nothing. */
function lists(fault: ApiFault): ApiFault {
  return fault.type === 'cut' ? { type: 'none' } : fault;
}
