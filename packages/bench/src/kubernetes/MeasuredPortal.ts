import path from 'node:path';
import { PortalApi } from 'app/e2e/world/PortalApi.ts';
import { startBackend } from '../../../../scripts/lib/backend.mjs';
import { freePort } from '../../../../scripts/lib/port.mjs';
import { writePortalConfig } from '../../../../scripts/lib/portalConfig.mjs';
import { Probe } from './Probe';

/** The whole portal as a process of its own, with its databases in a folder. */
export class MeasuredPortal {
  readonly probe: Probe;
  readonly #backend: ReturnType<typeof startBackend>;
  readonly #url: string;

  /** Resolves when it answers and has come to rest. */
  static async start(options: {
    folder: string;
    clusters: { name: string; kubeconfig: string }[];
  }): Promise<MeasuredPortal> {
    const { folder, clusters } = options;
    const port = await freePort();
    const probe = Probe.at(path.join(folder, 'probe.sock'));
    const backend = startBackend({
      configFiles: writePortalConfig({
        port,
        clusters,
        directory: folder,
        // A developer's own settings have no part in this.
        overlay: { app: {} },
      }),
      logFile: path.join(folder, 'portal.log'),
      nodeOptions: probe.nodeOptions,
      env: probe.env,
    });
    try {
      await backend.ready(port);
      await probe.settled();
    } catch (error) {
      backend.stop('SIGKILL');
      throw error;
    }
    return new MeasuredPortal(probe, backend, `http://localhost:${port}`);
  }

  private constructor(
    probe: Probe,
    backend: ReturnType<typeof startBackend>,
    url: string,
  ) {
    this.probe = probe;
    this.#backend = backend;
    this.#url = url;
  }

  guest(): Promise<PortalApi> {
    return PortalApi.asGuest(this.#url).signedIn();
  }

  async stop(): Promise<void> {
    this.#backend.stop('SIGTERM');
    await this.#backend.exited;
  }
}
