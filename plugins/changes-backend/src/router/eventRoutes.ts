import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  changesCodeReadPermission,
  changesVerdictCreatePermission,
} from '@ripplehq/backstage-plugin-changes-common';
import {
  eventsQuery,
  verdictRequest,
} from '@ripplehq/backstage-plugin-changes-common/schema';
import type { CodeQuestion } from '@ripplehq/backstage-plugin-changes-node';
import type { Router } from 'express';
import type { EntityPermission, Reader } from '../access/Reader';
import { type Claimants, claimantsOf } from '../graph/claimants';
import { CodeAnswers } from '../services/CodeAnswers';
import { Verdicts } from '../store/Verdicts';
import type { StoredEvent } from '../store/rows';
import { detailsOf } from '../store/questions/details';
import { eventById } from '../store/questions/events';
import { allEvents } from '../timeline/allEvents';
import { detailWithheld, eventDetail } from '../timeline/detail';
import { diffOf } from '../timeline/diff';
import { listWindowOf } from '../timeline/window';
import { type RouterContext, checkKinds, readerOf } from './context';
import { formatCursor, parseCursor } from './cursor';
import { parse } from './parse';

/** Lists and single events. @internal */
export function eventRoutes(router: Router, context: RouterContext) {
  const { store } = context;
  const codeAnswers = CodeAnswers.create({
    ...context,
    sql: store.sql,
    providers: context.codeProviders,
  });
  const verdicts = Verdicts.create(store);

  router.get('/events', async (request, response) => {
    const query = parse(eventsQuery, request.query);
    const window = listWindowOf(query, context.now());
    const cursor = parseCursor(query.cursor, 2);
    await checkKinds(context, query.kind);
    const { events, next } = await allEvents({
      store,
      reader: await readerOf(context, request),
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

  router.get('/events/:id', async (request, response) => {
    const reader = await readerOf(context, request);
    const { event, claimants } = await visibleEvent(
      context,
      reader,
      request.params.id,
    );
    response.setHeader('cache-control', 'private, no-cache');
    response.json(
      await eventDetail({
        ...context,
        reader,
        event,
        claimants,
        now: context.now(),
      }),
    );
  });

  router.get('/events/:id/code', async (request, response) => {
    const reader = await readerOf(context, request);
    const { event, claimants } = await visibleEvent(
      context,
      reader,
      request.params.id,
    );
    await requireOnEntity(reader, changesCodeReadPermission, claimants);
    const withheld = await detailWithheld(reader, event, claimants);
    if (withheld) throw new NotAllowedError(withheld);
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const answer = await codeAnswers.of(
      event.rowId,
      () => codeQuestion(context, event, claimants),
      gone.signal,
    );
    if (!gone.signal.aborted) response.json(answer);
  });

  router.put('/events/:id/verdict', async (request, response) => {
    const { symptom, verdict } = parse(verdictRequest, request.body);
    const reader = await readerOf(context, request);
    const { event, claimants } = await visibleEvent(
      context,
      reader,
      request.params.id,
    );
    await requireOnEntity(reader, changesVerdictCreatePermission, claimants);
    if (event.type !== 'change') {
      throw new InputError(
        `id: event '${event.id}' is no change, so it cannot be a cause; name the change in the path and the ${event.type} in 'symptom'`,
      );
    }
    const explained = await visibleEvent(context, reader, symptom, 'symptom');
    if (explained.event.type === 'change') {
      throw new InputError(
        `symptom: event '${symptom}' is a change; name the alert or health issue that it explains`,
      );
    }
    await verdicts.add(event.rowId, {
      symptom,
      verdict,
      by: nameOf(context, reader),
      at: new Date(context.now()).toISOString(),
    });
    response.status(204).end();
  });
}

/** @throws NotFoundError, also for an event that the reader may not see. @internal */
export async function visibleEvent(
  context: RouterContext,
  reader: Reader,
  id: string,
  field = 'id',
): Promise<{ event: StoredEvent; claimants: Claimants }> {
  const { store } = context;
  const event = await eventById(store.sql, store.words, id);
  const claimants = event && (await claimantsOf(store, reader, [event]));
  if (!event || claimants?.lanes.length === 0 || !claimants) {
    throw new NotFoundError(
      `${field}: no event '${id.slice(0, 64)}', or you may not see it`,
    );
  }
  return { event, claimants };
}

async function requireOnEntity(
  reader: Reader,
  permission: EntityPermission,
  { lanes }: Claimants,
): Promise<void> {
  const refs = lanes.map(({ entity }) => entity.ref);
  if ((await reader.granted(permission, refs)).size === 0) {
    throw new NotAllowedError(
      `You need the permission '${permission.name}' for this`,
    );
  }
}

async function codeQuestion(
  { store }: RouterContext,
  event: StoredEvent,
  { bindings, all }: Claimants,
): Promise<CodeQuestion | { unknown: string }> {
  if (!event.hasCode) {
    return { unknown: 'This change names no version of any code' };
  }
  const binding = bindings.find(({ source }) => source !== 'catalog');
  if (!binding) return { unknown: 'This change names no workload' };
  const detail = (await detailsOf(store.sql, [event.rowId])).get(event.rowId);
  return {
    subject: binding.subject,
    at: event.startedAt,
    environment: event.environment,
    diff: diffOf(detail),
    before: detail?.before,
    after: detail?.after,
    entityAnnotations: all.map(({ annotations }) => annotations),
  };
}

function nameOf({ auth }: RouterContext, { credentials }: Reader): string {
  if (auth.isPrincipal(credentials, 'user')) {
    return credentials.principal.userEntityRef;
  }
  return auth.isPrincipal(credentials, 'service')
    ? credentials.principal.subject
    : 'unknown';
}
