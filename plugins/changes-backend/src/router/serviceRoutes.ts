import { servicesQuery } from '@ripplehq/backstage-plugin-changes-common/schema';
import type { Router } from 'express';
import { ALL_SERVICES } from '../services/Nudges';
import { servicesAnswer } from '../services/services';
import { type RouterContext, readerOf } from './context';
import { formatCursor, parseCursor } from './cursor';
import { parse } from './parse';

/** The explorer. @internal */
export function serviceRoutes(router: Router, context: RouterContext) {
  router.get('/services', async (request, response) => {
    const query = parse(servicesQuery, request.query);
    const [afterId] = parseCursor(query.cursor, 1) ?? [];
    const { answer, nextAfterId } = await servicesAnswer({
      ...context,
      reader: await readerOf(context, request),
      query,
      afterId,
      now: context.now(),
    });
    response.setHeader('cache-control', 'private, no-cache');
    response.json({
      ...answer,
      ...(nextAfterId ? { nextCursor: formatCursor(nextAfterId) } : {}),
      channel: context.channels.ask(ALL_SERVICES),
    });
  });
}
