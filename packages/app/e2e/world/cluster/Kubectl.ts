import { execFile, spawn } from 'node:child_process';
import path from 'node:path';

const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Runs kubectl against one cluster, never against the one of the caller's environment. */
export class Kubectl {
  readonly #command: string;
  readonly #kubeconfig: string;

  /** kubectl is taken from $KUBEBOX's folder where that is set, else from PATH. */
  static create(options: { kubeconfig: string; kubebox?: string }): Kubectl {
    const command = options.kubebox
      ? path.join(path.dirname(options.kubebox), 'kubectl')
      : 'kubectl';
    return new Kubectl(command, path.resolve(options.kubeconfig));
  }

  private constructor(command: string, kubeconfig: string) {
    this.#command = command;
    this.#kubeconfig = kubeconfig;
  }

  get kubeconfig(): string {
    return this.#kubeconfig;
  }

  /** What it printed. Throws with what it complained of. */
  run(args: string[], input?: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const child = execFile(
        this.#command,
        args,
        { env: this.#env(), maxBuffer: MAX_OUTPUT_BYTES },
        (error, stdout, stderr) =>
          error
            ? reject(
                new Error(
                  `kubectl ${args.join(' ')}: ${stderr || error.message}`,
                ),
              )
            : resolve(stdout),
      );
      child.stdin?.end(input);
    });
  }

  /** Gives manifests to `kubectl apply`. */
  apply(manifests: object[], ...args: string[]): Promise<string> {
    const list = { apiVersion: 'v1', kind: 'List', items: manifests };
    return this.run(['apply', '-f', '-', ...args], JSON.stringify(list));
  }

  async get<T = unknown>(args: string[]): Promise<T> {
    return JSON.parse(await this.run(['get', '-o', 'json', ...args])) as T;
  }

  /**
   * Opens the API on a free port of the loopback, logged in, until closed.
   */
  async proxy(): Promise<{ url: string; close(): void }> {
    const child = spawn(this.#command, ['proxy', '--port=0'], {
      env: this.#env(),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const url = await new Promise<string>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', code =>
        reject(new Error(`kubectl proxy stopped with ${code}`)),
      );
      child.stdout.setEncoding('utf8').once('data', (line: string) => {
        const address = /serve on (\S+)/.exec(line)?.[1];
        if (address) resolve(`http://${address}`);
        else reject(new Error(`kubectl proxy said: ${line}`));
      });
    });
    return { url, close: () => void child.kill() };
  }

  #env(): NodeJS.ProcessEnv {
    return { ...process.env, KUBECONFIG: this.#kubeconfig };
  }
}
