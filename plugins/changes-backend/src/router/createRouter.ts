import { createValidatedOpenApiRouter } from '@backstage/backend-openapi-utils';
import { InputError, NotFoundError } from '@backstage/errors';
import express, { type RequestHandler, type Router } from 'express';
import { BODY_LIMIT_BYTES, openapiDocument } from '../openapi/document';
import type { RouterContext } from './context';
import { createEventsRoute } from './createEvents';
import { entityRoutes } from './entityRoutes';
import { eventRoutes } from './eventRoutes';
import { operateRoutes } from './operateRoutes';
import { serviceRoutes } from './serviceRoutes';

// PostgreSQL has no text with it, and no name or filter holds one.
const refuseNul: RequestHandler = (request, _response, next) => {
  const [where, query] = request.url.split('?', 2);
  const field = /(?:^|&)([^=&]*)=[^&]*%00/.exec(query ?? '')?.[1];
  if (where.includes('%00')) {
    throw new InputError('path: must not hold a NUL character (%00)');
  }
  if (query?.includes('%00')) {
    throw new InputError(
      `${field ?? 'query'}: must not hold a NUL character (%00)`,
    );
  }
  next();
};

/**
 * Ripple's HTTP API. Requests are checked against its own OpenAPI document, then read by the schemas, which know the defaults. Routes
 * that need a raw body are mounted before this router.
 * @internal
 */
export function createRouter(context: RouterContext): Router {
  const router = createValidatedOpenApiRouter(
    openapiDocument() as unknown as Parameters<
      typeof createValidatedOpenApiRouter
    >[0],
    {
      middleware: [refuseNul, jsonBody()],
      validatorOptions: {
        validateRequests: {
          // A key that stands once is a list of one.
          coerceTypes: 'array',
          allowUnknownQueryParameters: false,
        },
        // Who asks is the portal's business.
        validateSecurity: false,
      },
    },
  ) as unknown as Router;
  entityRoutes(router, context);
  eventRoutes(router, context);
  createEventsRoute(router, context);
  serviceRoutes(router, context);
  operateRoutes(router, context);
  router.use(request => {
    throw new NotFoundError(
      `The changes plugin has no route ${request.method} ${request.path}`,
    );
  });
  return router;
}

function jsonBody(): RequestHandler {
  const read = express.json({ limit: BODY_LIMIT_BYTES });
  return (request, response, next) =>
    read(request, response, (error?: { type?: string; message: string }) =>
      next(error && new InputError(bodySentence(error))),
    );
}

function bodySentence(error: { type?: string; message: string }): string {
  return error.type === 'entity.too.large'
    ? `body: must be at most ${
        BODY_LIMIT_BYTES / 1000
      } kB; send fewer events at once`
    : `body: is no JSON: ${error.message}`;
}
