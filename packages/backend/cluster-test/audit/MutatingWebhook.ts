import { readFile } from 'node:fs/promises';
import https from 'node:https';
import type { AddressInfo } from 'node:net';

/** An admission webhook that writes a key of its own into every ConfigMap that asks for it by a label. */
export class MutatingWebhook {
  readonly #server: https.Server;
  readonly #caFile: string;

  static async start(files: {
    certFile: string;
    keyFile: string;
    caFile: string;
  }): Promise<MutatingWebhook> {
    const server = https.createServer({
      cert: await readFile(files.certFile),
      key: await readFile(files.keyFile),
    });
    server.on('request', async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const review = JSON.parse(Buffer.concat(chunks).toString());
      const { uid, object } = review.request;
      const patch = [
        {
          op: 'add',
          path: '/data/webhook-saw',
          value: object.metadata.resourceVersion ?? 'new',
        },
      ];
      response.setHeader('Content-Type', 'application/json');
      response.end(
        JSON.stringify({
          apiVersion: review.apiVersion,
          kind: review.kind,
          response: {
            uid,
            allowed: true,
            patchType: 'JSONPatch',
            patch: Buffer.from(JSON.stringify(patch)).toString('base64'),
          },
        }),
      );
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return new MutatingWebhook(server, files.caFile);
  }

  private constructor(server: https.Server, caFile: string) {
    this.#server = server;
    this.#caFile = caFile;
  }

  /** What makes an API server ask it. */
  async configuration(label: string) {
    const { port } = this.#server.address() as AddressInfo;
    const ca = await readFile(this.#caFile);
    return {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingWebhookConfiguration',
      metadata: { name: 'ripple-test' },
      webhooks: [
        {
          name: 'mutate.ripple.test',
          clientConfig: {
            url: `https://127.0.0.1:${port}/mutate`,
            caBundle: ca.toString('base64'),
          },
          rules: [
            {
              apiGroups: [''],
              apiVersions: ['v1'],
              resources: ['configmaps'],
              operations: ['CREATE', 'UPDATE'],
            },
          ],
          objectSelector: { matchLabels: { [label]: 'yes' } },
          admissionReviewVersions: ['v1'],
          sideEffects: 'None',
        },
      ],
    };
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }
}
