import { createHash, timingSafeEqual } from 'node:crypto';
import {
  type IncomingMessage,
  type ServerResponse,
  createServer,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { INCIDENT_IDS, type IncidentId } from '../script/index.ts';
import { isForThisMachine } from '../localHost.ts';
import type { WorldState } from './WorldState.ts';

/** What can be asked of the world. */
export interface WorldControl {
  state(): Promise<WorldState>;
  /** Sets an incident off anew. Throws a {@link ControlRefusal} while it cannot. */
  startIncident(id: IncidentId): void;
  /** Stops the portal, changes something meanwhile, and starts it again. Throws a {@link ControlRefusal} while it cannot. */
  restartPortal(): void;
}

/** Something cannot be done now. */
export class ControlRefusal extends Error {
  readonly status: 404 | 405 | 401 | 409 | 421;

  constructor(status: ControlRefusal['status'], message: string) {
    super(message);
    this.status = status;
  }
}

/** By which the banner of the portal and the command line set things off in the world. Listens on the loopback. */
export class ControlServer {
  readonly #control: WorldControl;
  readonly #token: Buffer;
  readonly #http = createServer((request, response) => {
    void this.#answer(request, response);
  });

  /**
   * Rejects where the port is taken.
   * @param options - `token`: what callers must bear; `port`: a free one without it
   */
  static async start(options: {
    control: WorldControl;
    token: string;
    port?: number;
  }): Promise<ControlServer> {
    const server = new ControlServer(options);
    await new Promise<void>((resolve, reject) => {
      server.#http.once('error', reject);
      server.#http.listen(options.port ?? 0, '127.0.0.1', resolve);
    });
    return server;
  }

  private constructor(options: Parameters<typeof ControlServer.start>[0]) {
    this.#control = options.control;
    this.#token = digest(options.token);
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async close(): Promise<void> {
    this.#http.closeAllConnections();
    await new Promise(resolve => {
      this.#http.close(resolve);
    });
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    request.resume();
    try {
      if (!isForThisMachine(request)) {
        throw new ControlRefusal(421, 'The world has another name');
      }
      this.#authenticate(request);
      const { body, status } = await this.#route(request);
      send(response, status, body);
    } catch (error) {
      if (error instanceof ControlRefusal) {
        send(response, error.status, { error: error.message });
      } else {
        process.stderr.write(`${request.url}: ${String(error)}\n`);
        send(response, 500, { error: 'The simulated world has an error' });
      }
    }
  }

  #authenticate(request: IncomingMessage): void {
    const [, token = ''] =
      /^Bearer (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (!timingSafeEqual(digest(token), this.#token)) {
      throw new ControlRefusal(401, 'The bearer token is not the right one');
    }
  }

  async #route(
    request: IncomingMessage,
  ): Promise<{ status: number; body: unknown }> {
    const { url = '/' } = request;
    const pathname = URL.parse(url, this.url)?.pathname ?? url;
    const only = (method: string) => {
      if (request.method === method) return;
      throw new ControlRefusal(405, `${pathname} takes ${method} only`);
    };
    if (pathname === '/state') {
      only('GET');
      return { status: 200, body: await this.#control.state() };
    }
    if (pathname === '/portal/restart') {
      only('POST');
      this.#control.restartPortal();
      return { status: 202, body: {} };
    }
    const [, asked] = /^\/incidents\/([^/]+)\/start$/.exec(pathname) ?? [];
    if (asked !== undefined) {
      only('POST');
      const id = INCIDENT_IDS.find(known => known === asked);
      if (!id) {
        throw new ControlRefusal(
          404,
          `There is no incident '${asked}', only ${INCIDENT_IDS.join(', ')}`,
        );
      }
      this.#control.startIncident(id);
      return { status: 202, body: {} };
    }
    throw new ControlRefusal(404, `There is nothing at ${pathname}`);
  }
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(body));
}
