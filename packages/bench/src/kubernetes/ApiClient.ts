import https from 'node:https';
import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { KubeConfig } from '@kubernetes/client-node';

/** Asks an API server for bytes as it sends them. */
export class ApiClient {
  readonly #server: string;
  readonly #options: https.RequestOptions;

  static async create(kubeconfig: string): Promise<ApiClient> {
    const config = new KubeConfig();
    config.loadFromFile(kubeconfig);
    const options: https.RequestOptions = {};
    await config.applyToHTTPSOptions(options);
    const { ca, cert, key } = options;
    return new ApiClient(config.getCurrentCluster()!.server, {
      headers: options.headers,
      agent: new https.Agent({ keepAlive: true, ca, cert, key }),
    });
  }

  private constructor(server: string, options: https.RequestOptions) {
    this.#server = server.replace(/\/$/, '');
    this.#options = options;
  }

  /** The answer's body, undecoded. */
  async get(path: string, encoding: 'gzip' | 'identity'): Promise<Buffer> {
    const response = await this.open(path, { encoding });
    const body = await buffer(response);
    if (response.statusCode !== 200) {
      throw new Error(`${path}: ${response.statusCode} ${body}`);
    }
    return body;
  }

  open(
    path: string,
    request: {
      encoding?: 'gzip' | 'identity';
      method?: string;
      type?: string;
      body?: string;
      signal?: AbortSignal;
    } = {},
  ): Promise<IncomingMessage> {
    const { encoding = 'identity', type, body, ...rest } = request;
    return new Promise((resolve, reject) => {
      https
        .request(
          this.#server + path,
          {
            ...this.#options,
            ...rest,
            headers: {
              ...this.#options.headers,
              accept: 'application/json',
              'accept-encoding': encoding,
              ...(type ? { 'content-type': type } : {}),
            },
          },
          resolve,
        )
        .on('error', reject)
        .end(body);
    });
  }

  close(): void {
    (this.#options.agent as https.Agent).destroy();
  }
}
