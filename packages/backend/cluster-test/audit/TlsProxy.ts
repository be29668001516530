import { readFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';

/** Stands before a portal as an ingress does: an API server sends its token over TLS only. */
export class TlsProxy {
  readonly #server: https.Server;
  /** Bodies that passed, as they were sent. */
  readonly bodies: string[] = [];

  static async start(options: {
    port: number;
    certFile: string;
    keyFile: string;
    target: string;
  }): Promise<TlsProxy> {
    const server = https.createServer({
      cert: await readFile(options.certFile),
      key: await readFile(options.keyFile),
    });
    const proxy = new TlsProxy(server, options.target);
    await new Promise<void>(resolve => {
      server.listen(options.port, '127.0.0.1', resolve);
    });
    return proxy;
  }

  private constructor(server: https.Server, target: string) {
    this.#server = server;
    server.on('request', async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      this.bodies.push(body.toString());
      const forwarded = http.request(
        new URL(request.url ?? '/', target),
        { method: request.method, headers: request.headers },
        answer => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        },
      );
      forwarded.on('error', () => response.writeHead(502).end());
      forwarded.end(body);
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }
}
