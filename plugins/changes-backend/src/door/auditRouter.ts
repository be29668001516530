import { InputError, NotFoundError } from '@backstage/errors';
import type {
  AuditReceiver,
  SourceConnection,
} from '@ripplehq/backstage-plugin-changes-node';
import express, { type Request, type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { TokenBucket } from './TokenBucket';
import { refuse } from './refuse';

/** Per instance. An API server sends ten batches a second at most, by its own default; a cluster has several. */
const BURST = 200;
const PER_SECOND = 50;
/** Of a body, in one transaction. */
const COMMIT_MAX = 500;

export interface AuditRouterOptions {
  receivers: readonly AuditReceiver[];
  connect(source: string): Pick<SourceConnection, 'commit'>;
  /** Milliseconds. */
  now(): number;
}

/**
 * `POST /{source}/audit/{instance}`: what audit logs say of writes. 200 once it is stored, 401 without proof, 404 for an instance that the
 * config does not name, 400 with the field for what is not understood. 429 and 503 are to be sent again, which the header says: an API
 * server gives up what is refused without it.
 */
export function auditRouter(options: AuditRouterOptions): Router {
  const router = PromiseRouter();
  for (const receiver of options.receivers) {
    const limits = new Map(
      receiver.instances.map(name => [
        name,
        TokenBucket.create({
          burst: BURST,
          perSecond: PER_SECOND,
          now: options.now,
        }),
      ]),
    );
    const route = router.route(`/${receiver.source}/audit/:instance`);
    route.all((request, response, next) => {
      const { instance } = request.params;
      const limit = limits.get(instance);
      if (!limit) {
        throw new NotFoundError(
          `changes.${receiver.source}.audit names no '${instance}'`,
        );
      }
      if (request.method !== 'POST') {
        return refuse(response.set('Allow', 'POST'), 405, {
          name: 'MethodNotAllowedError',
          message: 'An audit log is sent by POST',
        });
      }
      receiver.verify(headersOf(request), instance);
      const waitSeconds = limit.take();
      if (waitSeconds === 0) return next();
      return refuse(
        response.set('Retry-After', String(Math.ceil(waitSeconds))),
        429,
        {
          name: 'TooManyRequestsError',
          message: `More than ${PER_SECOND} batches a second`,
        },
      );
    });
    route.post(
      express.raw({
        type: () => true,
        limit: receiver.limitBytes,
        inflate: false,
      }),
      async (request, response) => {
        if (!Buffer.isBuffer(request.body)) {
          throw new InputError('body: is missing');
        }
        const { instance } = request.params;
        const attributions = await receiver.read(request.body, instance);
        const connection = options.connect(receiver.source);
        for (let at = 0; at < attributions.length; at += COMMIT_MAX) {
          await connection.commit({
            attributions: attributions.slice(at, at + COMMIT_MAX),
          });
        }
        return response.status(200).json({ attributions: attributions.length });
      },
    );
    router.use(`/${receiver.source}/audit`, request => {
      throw new NotFoundError(
        `An audit log is taken at POST /${receiver.source}/audit/{instance}, not at ${request.method} ${request.originalUrl}`,
      );
    });
  }
  return router;
}

function headersOf(request: Request): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  );
}
