import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { KubeConfig } from '@kubernetes/client-node';
import type {
  ClusterResponse,
  ClusterTransport,
  RequestOptions,
} from './Cluster';
import { USER_AGENT } from './userAgent';

/** Finds connections that a firewall has silently dropped. */
const KEEP_ALIVE_PROBE_MS = 30_000;

export interface KubeconfigOptions {
  /** Path of a kubeconfig; absent together with inCluster: the default one, as kubectl finds it. */
  kubeconfig?: string;
  context?: string;
  /** The service account that is mounted into our own pod. */
  inCluster?: boolean;
}

/** A page of a list is some megabytes: each chunk of it is a way to zlib's threads and back. */
const UNZIPPED_CHUNK_BYTES = 256 * 1024;

/**
 * Reaches an API server as a kubeconfig says: with its certificates, tokens, exec and OIDC plugins. The only user of
 * `@kubernetes/client-node`, which is an ES module and therefore imported when needed.
 */
export class KubeconfigTransport implements ClusterTransport {
  readonly #options: KubeconfigOptions;
  #config: Promise<KubeConfig> | undefined;
  #agent: { key: string; agent: http.Agent } | undefined;

  static create(options: KubeconfigOptions): KubeconfigTransport {
    return new KubeconfigTransport(options);
  }

  private constructor(options: KubeconfigOptions) {
    this.#options = options;
  }

  async get(path: string, options: RequestOptions): Promise<ClusterResponse> {
    const { url, request } = await this.#request(path);
    request.headers = {
      ...request.headers,
      Accept: options.accept ?? 'application/json',
      'Accept-Encoding': options.encoding,
      'User-Agent': USER_AGENT,
    };
    const response = await send(url, { ...request, signal: options.signal });
    if (response.statusCode === 401) {
      // A token may have been renewed in the file: the next attempt reads it again.
      this.#config = undefined;
    }
    return {
      status: response.statusCode ?? 0,
      header: name => {
        const value = response.headers[name.toLowerCase()];
        return Array.isArray(value) ? value[0] : value;
      },
      body:
        response.headers['content-encoding'] === 'gzip'
          ? unzipped(response)
          : response,
    };
  }

  /** The address that the kubeconfig has for it. */
  async server(): Promise<string | undefined> {
    return (await this.#load()).getCurrentCluster()?.server;
  }

  async #load(): Promise<KubeConfig> {
    this.#config ??= load(this.#options);
    try {
      return await this.#config;
    } catch (error) {
      this.#config = undefined;
      throw error;
    }
  }

  async #request(
    path: string,
  ): Promise<{ url: URL; request: https.RequestOptions }> {
    const config = await this.#load();
    const cluster = config.getCurrentCluster();
    if (!cluster) {
      throw new Error(
        `context '${config.getCurrentContext()}' of the kubeconfig names no cluster`,
      );
    }
    // client-node refuses this too, in words that help nobody.
    if (cluster.server.startsWith('http:') && !cluster.skipTLSVerify) {
      throw new Error(
        `its kubeconfig reaches ${cluster.server} without encryption; give it https://, or insecure-skip-tls-verify: true where that is meant`,
      );
    }
    const request: https.RequestOptions = {};
    await config.applyToHTTPSOptions(request);
    request.agent = this.#agentFor(
      request,
      cluster.server,
      cluster.proxyUrl !== undefined,
    );
    return { url: new URL(cluster.server.replace(/\/$/, '') + path), request };
  }

  // client-node makes an agent for each request, which would open a connection for each page of a list.
  #agentFor(
    request: https.RequestOptions,
    server: string,
    proxied: boolean,
  ): http.Agent {
    if (proxied) return request.agent as http.Agent;
    const { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } =
      request;
    const tls = {
      ca,
      cert,
      key,
      pfx,
      passphrase,
      rejectUnauthorized,
      servername,
    };
    const identity = JSON.stringify(tls, (_, value) =>
      value instanceof Uint8Array
        ? Buffer.from(value).toString('base64')
        : value,
    );
    if (this.#agent?.key !== identity) {
      const options = { keepAlive: true, keepAliveMsecs: KEEP_ALIVE_PROBE_MS };
      this.#agent = {
        key: identity,
        agent: server.startsWith('http:')
          ? new http.Agent(options)
          : new https.Agent({ ...options, ...withoutUndefined(tls) }),
      };
    }
    return this.#agent.agent;
  }
}

async function load(options: KubeconfigOptions): Promise<KubeConfig> {
  const client = await import('@kubernetes/client-node');
  const config = new client.KubeConfig();
  if (options.inCluster) config.loadFromCluster();
  else if (options.kubeconfig) config.loadFromFile(options.kubeconfig);
  else config.loadFromDefault();
  if (options.context !== undefined) {
    if (!config.getContextObject(options.context)) {
      throw new Error(`the kubeconfig has no context '${options.context}'`);
    }
    config.setCurrentContext(options.context);
  }
  return config;
}

function send(
  url: URL,
  options: https.RequestOptions,
): Promise<http.IncomingMessage> {
  const client = url.protocol === 'http:' ? http : https;
  return new Promise((resolve, reject) => {
    const request = client.get(url, options, resolve);
    request.on('error', reject);
    request.on('socket', socket => {
      socket.setKeepAlive(true, KEEP_ALIVE_PROBE_MS);
      tolerate(socket);
    });
  });
}

/**
 * A request that is given up right after its answer ended destroys a connection which neither it nor the agent listens to any more: the
 * error would end the process.
 */
function tolerate(socket: Socket): void {
  if (!socket.listeners('error').includes(ignore)) socket.on('error', ignore);
}

function ignore(): void {
  // Whoever still waits for an answer hears of it from the request or the answer.
}

/** Fails with what breaks the answer: `pipe` would leave its reader waiting for ever. */
function unzipped(response: http.IncomingMessage): Readable {
  return pipeline(
    response,
    createGunzip({ chunkSize: UNZIPPED_CHUNK_BYTES }),
    ignore,
  );
}

function withoutUndefined<T extends object>(object: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}
