import {
  entityEventsQuery,
  timelineQuery,
} from '@ripplehq/backstage-plugin-changes-common/schema';
import type { Router } from 'express';
import { neighbourhood } from '../graph/lanes';
import { eventPage } from '../timeline/list';
import { timeline } from '../timeline/timeline';
import { windowOf } from '../timeline/window';
import { type RouterContext, checkKinds, entityOf, readerOf } from './context';
import { formatCursor, parseCursor } from './cursor';
import { parse } from './parse';

const ENTITY = '/entities/by-name/:kind/:namespace/:name';

/** Timeline and list of an entity. @internal */
export function entityRoutes(router: Router, context: RouterContext) {
  const { store, board, channels } = context;

  router.get(`${ENTITY}/timeline`, async (request, response) => {
    const query = parse(timelineQuery, request.query);
    const window = windowOf(query, context.now());
    await checkKinds(context, query.kind);
    const reader = await readerOf(context, request);
    const entity = await entityOf(context, reader, request);
    const answer = await timeline({
      store,
      board,
      neighbourhood: await neighbourhood({
        ...query,
        sql: store.sql,
        reader,
        entity,
        at: window.to,
      }),
      query,
      window,
      channel: channels.ask(entity.ref),
      now: context.now(),
    });
    response.setHeader('cache-control', 'private, no-cache');
    response.json(answer);
  });

  router.get(`${ENTITY}/events`, async (request, response) => {
    const query = parse(entityEventsQuery, request.query);
    const window = windowOf(query, context.now());
    const cursor = parseCursor(query.cursor, 2);
    await checkKinds(context, query.kind);
    const reader = await readerOf(context, request);
    const entity = await entityOf(context, reader, request);
    const { lanes } = await neighbourhood({
      ...query,
      sql: store.sql,
      reader,
      entity,
      at: window.to,
    });
    const { events, next } = await eventPage({
      store,
      lanes,
      ...window,
      filter: query,
      limit: query.limit,
      before: cursor && { at: cursor[0], eventId: cursor[1] },
    });
    response.json({
      events,
      ...(next ? { nextCursor: formatCursor(next.at, next.eventId) } : {}),
    });
  });
}
