import {
  entityEventsQuery,
  healthQuery,
  suspectsQuery,
  timelineQuery,
} from '@ripplehq/backstage-plugin-changes-common/schema';
import { InputError } from '@backstage/errors';
import type { Router } from 'express';
import { neighbourhood } from '../graph/lanes';
import { healthAnswer } from '../health/answer';
import { ownerAnswer } from '../health/ownerAnswer';
import { shownStatuses } from '../health/shown';
import { suspectsAnswer } from '../suspects/answer';
import { eventPage } from '../timeline/list';
import { timelineJson } from '../timeline/timeline';
import { listWindowOf, windowOf } from '../timeline/window';
import {
  type RouterContext,
  checkKinds,
  entityOf,
  ownerOf,
  readerOf,
} from './context';
import { formatCursor, parseCursor } from './cursor';
import { visibleEvent } from './eventRoutes';
import { parse } from './parse';

/** Who asks for a moment this near means now. */
const CLOCK_SKEW_MS = 5000;
const ENTITY = '/entities/by-name/:kind/:namespace/:name';

/** What is asked of one entity. @internal */
export function entityRoutes(router: Router, context: RouterContext) {
  const { store, board, channels } = context;

  router.get(`${ENTITY}/timeline`, async (request, response) => {
    const query = parse(timelineQuery, request.query);
    const window = windowOf(query, context.now());
    await checkKinds(context, query.kind);
    const reader = await readerOf(context, request);
    const entity = await entityOf(context, reader, request);
    const reach = await neighbourhood({
      ...query,
      sql: store.sql,
      reader,
      entity,
      at: window.to,
    });
    const answer = await timelineJson({
      store,
      statusOf: await shownStatuses(
        board,
        reader,
        reach.lanes.map(lane => lane.entity.id),
      ),
      neighbourhood: reach,
      query,
      window,
      channel: channels.ask(entity.ref),
      now: context.now(),
    });
    response.setHeader('cache-control', 'private, no-cache');
    response.type('json').send(answer);
  });

  router.get(`${ENTITY}/events`, async (request, response) => {
    const query = parse(entityEventsQuery, request.query);
    const window = listWindowOf(query, context.now());
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

  router.get(`${ENTITY}/health`, async (request, response) => {
    const query = parse(healthQuery, request.query);
    const reader = await readerOf(context, request);
    const now = context.now();
    response.setHeader('cache-control', 'private, no-cache');
    const owner = await ownerOf(context, reader, request);
    if (owner) {
      if (momentOf(query.at, now) !== undefined) {
        throw new InputError(
          `at: the health of a ${request.params.kind} is told of now alone; ask for each of its services`,
        );
      }
      response.json(
        await ownerAnswer({ ...context, ...owner, ...query, reader, now }),
      );
      return;
    }
    const entity = await entityOf(context, reader, request);
    response.json(
      await healthAnswer({
        ...context,
        reader,
        entity,
        channel: channels.ask(entity.ref),
        days: query.days,
        at: momentOf(query.at, now),
        now,
      }),
    );
  });

  router.get(`${ENTITY}/suspects`, async (request, response) => {
    const query = parse(suspectsQuery, request.query);
    const reader = await readerOf(context, request);
    const entity = await entityOf(context, reader, request);
    const now = context.now();
    const explained =
      query.event === undefined
        ? undefined
        : await visibleEvent(context, reader, query.event, 'event');
    if (explained?.event.type === 'change') {
      throw new InputError(
        `event: '${query.event}' is a change; name the alert or health issue to explain`,
      );
    }
    if (
      explained &&
      !explained.claimants.lanes.some(lane => lane.entity.id === entity.id)
    ) {
      throw new InputError(
        `event: '${query.event}' did not happen to '${entity.ref}'; ask for the suspects of an entity that it happened to`,
      );
    }
    response.json(
      await suspectsAnswer({
        ...context,
        reader,
        entity,
        event: explained?.event,
        at: momentOf(query.at, now) ?? now,
        now,
      }),
    );
  });
}

/** @throws InputError for a moment that has not come. */
function momentOf(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  if (at > now + CLOCK_SKEW_MS) {
    throw new InputError(
      `at: ${text} has not come yet; it is ${new Date(now).toISOString()}`,
    );
  }
  return now - at < CLOCK_SKEW_MS ? undefined : at;
}
