import { InputError, NotFoundError } from '@backstage/errors';
import type {
  Redactor,
  SourceConnection,
  WebhookReceiver,
} from '@ripplehq/backstage-plugin-changes-node';
import express, { type Request, type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { Deliveries } from '../store/Deliveries';

export interface WebhookRouterOptions {
  receivers: readonly WebhookReceiver[];
  connect(source: string): Pick<SourceConnection, 'commit'>;
  deliveries: Deliveries;
  redactor: Redactor;
  /** Milliseconds. */
  now(): number;
}

/**
 * `POST /webhooks/{system}/{instance}`: one route a receiver, on the raw body that its signature covers. A body that is proven but not
 * understood is kept and accepted: to send it again would not help.
 */
export function webhookRouter(options: WebhookRouterOptions): Router {
  const router = PromiseRouter();
  for (const receiver of options.receivers) {
    router.post(
      `/webhooks/${receiver.system}/:instance`,
      express.raw({
        type: () => true,
        limit: receiver.limitBytes,
        inflate: false,
      }),
      async (request, response) => {
        const stored = await receive(receiver, request, options);
        response.status(202).json({ stored });
      },
    );
  }
  router.use('/webhooks', request => {
    throw new NotFoundError(
      `No module takes webhooks at ${request.method} /webhooks${request.path}`,
    );
  });
  return router;
}

async function receive(
  receiver: WebhookReceiver,
  request: Request,
  options: WebhookRouterOptions,
): Promise<number> {
  const { connect, deliveries, redactor, now } = options;
  const { system } = receiver;
  const { instance } = request.params;
  const raw: Buffer = Buffer.isBuffer(request.body)
    ? request.body
    : Buffer.alloc(0);
  const headers = headersOf(request);
  await receiver.verify(raw, headers, instance);

  const receivedAt = now();
  const body = bodyOf(raw);
  try {
    const observations = receiver.toObservations(
      body,
      headers,
      new Date(receivedAt).toISOString(),
      instance,
    );
    await connect(system).commit({ observations });
    return observations.length;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    await deliveries.keep({
      system,
      instance,
      receivedAt,
      reason: redactor.redactText(error.message),
      body: redactor.redact(body),
    });
    return 0;
  }
}

function headersOf(request: Request): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  );
}

function bodyOf(raw: Buffer): unknown {
  const text = raw.toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
