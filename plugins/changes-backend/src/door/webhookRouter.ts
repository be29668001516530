import { InputError, NotFoundError } from '@backstage/errors';
import type {
  Redactor,
  SourceConnection,
  WebhookReceiver,
} from '@ripplehq/backstage-plugin-changes-node';
import express, { type Request, type Response, type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { Deliveries } from '../store/Deliveries';
import { TokenBucket } from './TokenBucket';
import type { WebhookWatch } from './WebhookWatch';
import { refuse } from './refuse';
import { remember } from './remember';

/** Per instance, of proven deliveries: an incident storm passes, a sender that loops does not. */
const BURST = 1000;
const PER_SECOND = 50;

export interface WebhookRouterOptions {
  receivers: readonly WebhookReceiver[];
  connect(source: string): Pick<SourceConnection, 'commit' | 'load'>;
  watch: Pick<WebhookWatch, 'heard'>;
  deliveries: Deliveries;
  redactor: Redactor;
  /** Milliseconds. */
  now(): number;
}

/**
 * `POST /webhooks/{system}/{instance}`: one route a receiver, on the raw body that its signature covers. 200 once what it says is stored,
 * 401 without proof, 404 for an instance that the config does not name, 422 with the reason for what is proven and not understood, which
 * is kept for whoever mends its reading. 429 and 5xx are to be sent again.
 */
export function webhookRouter(options: WebhookRouterOptions): Router {
  const router = PromiseRouter();
  for (const receiver of options.receivers) {
    const limits = new Map(
      receiver.instances.map(({ name }) => [
        name,
        TokenBucket.create({
          burst: BURST,
          perSecond: PER_SECOND,
          now: options.now,
        }),
      ]),
    );
    const route = router.route(`/webhooks/${receiver.system}/:instance`);
    route.all((request, response, next) => {
      const { instance } = request.params;
      if (!limits.has(instance)) {
        throw new NotFoundError(
          `changes.webhooks.${receiver.system} has no '${instance}'`,
        );
      }
      if (request.method === 'POST') return next();
      return refuse(response.set('Allow', 'POST'), 405, {
        name: 'MethodNotAllowedError',
        message: 'A webhook is sent by POST',
      });
    });
    route.post(
      express.raw({
        type: () => true,
        limit: receiver.limitBytes,
        inflate: false,
      }),
      async (request, response) => {
        const raw: Buffer = Buffer.isBuffer(request.body)
          ? request.body
          : Buffer.alloc(0);
        const { instance } = request.params;
        const headers = headersOf(request);
        await receiver.verify(raw, headers, instance);
        const waitSeconds = limits.get(instance)!.take();
        if (waitSeconds > 0) {
          return refuse(
            response.set('Retry-After', String(Math.ceil(waitSeconds))),
            429,
            {
              name: 'TooManyRequestsError',
              message: `More than ${PER_SECOND} webhooks a second`,
            },
          );
        }
        return receive({ receiver, instance, raw, headers, response }, options);
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
  delivery: {
    receiver: WebhookReceiver;
    instance: string;
    raw: Buffer;
    headers: Record<string, string>;
    response: Response;
  },
  options: WebhookRouterOptions,
): Promise<unknown> {
  const { receiver, instance, raw, headers, response } = delivery;
  const { connect, deliveries, redactor, watch, now } = options;
  const { system } = receiver;
  const at = now();
  const receivedAt = new Date(at).toISOString();
  await watch.heard(system, instance, at);
  const body = bodyOf(raw);
  try {
    const reading = receiver.toObservations(
      body,
      headers,
      receivedAt,
      instance,
    );
    const arrival = { instance, receivedAt };
    const stored = await remember(connect(system), reading, arrival);
    return response.status(200).json({ stored });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const reason = redactor.redactText(error.message);
    await deliveries.keep({
      system,
      instance,
      receivedAt: at,
      reason,
      body: withoutSecrets(body, redactor),
    });
    return refuse(response, 422, {
      name: 'UnprocessableContentError',
      message: reason,
    });
  }
}

function headersOf(request: Request): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  );
}

function withoutSecrets(body: unknown, redactor: Redactor): unknown {
  try {
    const clean = redactor.redact(body);
    JSON.stringify(clean);
    return clean;
  } catch (error) {
    // Thousands of levels exhaust the stack.
    if (!(error instanceof RangeError)) throw error;
    return 'JSON that is nested too deep to be kept';
  }
}

function bodyOf(raw: Buffer): unknown {
  const text = raw.toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
