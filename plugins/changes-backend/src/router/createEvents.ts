import { randomUUID } from 'node:crypto';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError } from '@backstage/errors';
import { parseEntityRef } from '@backstage/catalog-model';
import {
  type Actor,
  type CreatedEvents,
  type Observation,
  changesEventCreatePermission,
} from '@ripplehq/backstage-plugin-changes-common';
import { BATCH_MAX_ITEMS } from '@ripplehq/backstage-plugin-changes-common/schema';
import type { Router } from 'express';
import { eventId } from '../ingest/identify';
import { eventById } from '../store/questions/events';
import { type RouterContext, readerOf, requirePermission } from './context';
import {
  CUSTOM_INSTANCE,
  type ItemError,
  customObservation,
  entityRefsOf,
  readCustomEvent,
} from './customEvents';

const MANUAL_SOURCE = 'manual';
/** Not for callers: users, and the catalog. */
const RESERVED_SOURCES = [MANUAL_SOURCE, 'catalog'];

/** Fields of an observation that callers know by another name. */
const CALLERS_FIELDS: Record<string, string> = {
  start: 'startedAt',
  'end.at': 'endedAt',
};

type Result = CreatedEvents['results'][number];

/** `POST /events` @internal */
export function createEventsRoute(router: Router, context: RouterContext) {
  router.post('/events', async (request, response) => {
    const reader = await readerOf(context, request);
    await requirePermission(reader, changesEventCreatePermission);
    const source = sourceOf(context, reader.credentials);
    const author = await authorOf(context, reader.credentials);
    const items: unknown[] = [request.body].flat();
    if (items.length === 0 || items.length > BATCH_MAX_ITEMS) {
      throw new InputError(
        `body: must hold 1 to ${BATCH_MAX_ITEMS} events, it holds ${items.length}`,
      );
    }
    const results = await store(context, { source, author, items });
    const failed = results.filter(({ error }) => error);
    if (failed.length === results.length) {
      throw new InputError(failed.map(sentence).join('; '));
    }
    response.status(201).json({ results } satisfies CreatedEvents);
  });
}

async function store(
  context: RouterContext,
  call: { source: string; author?: Actor; items: unknown[] },
): Promise<Result[]> {
  const { source, author, items } = call;
  const receivedAt = new Date(context.now()).toISOString();
  const read = items.map(item => readCustomEvent(item, { receivedAt, author }));
  const unknown = await unknownRefs(
    context,
    read.flatMap(item => ('event' in item ? entityRefsOf(item.event) : [])),
  );
  const results: Result[] = [];
  // One after another: two items of one batch may tell start and finish of the same event.
  for (const [index, item] of read.entries()) {
    if ('error' in item) {
      results.push({ index, error: item.error });
      continue;
    }
    const missing = entityRefsOf(item.event).findIndex(ref => unknown.has(ref));
    if (missing >= 0) {
      results.push({
        index,
        error: {
          field: `entityRefs[${missing}]`,
          message: `the catalog has no entity '${
            entityRefsOf(item.event)[missing]
          }'`,
        },
      });
      continue;
    }
    const key = item.event.key ?? randomUUID();
    const id = eventId(source, CUSTOM_INSTANCE, key);
    const { sql, words } = context.store;
    const observation = customObservation({
      event: author ? { ...item.event, actor: author } : item.event,
      key,
      known: item.event.key ? await eventById(sql, words, id) : undefined,
      receivedAt,
    });
    const error = await commit(context, source, observation);
    results.push(error ? { index, error } : { index, id, key });
  }
  return results;
}

async function commit(
  context: RouterContext,
  source: string,
  observation: Observation,
): Promise<ItemError | undefined> {
  try {
    await context.connect(source).commit({ observations: [observation] });
    return undefined;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const [, field, message] =
      /^observations\[0\]\.?([^:]*): (.*)$/s.exec(error.message) ?? [];
    return {
      field: CALLERS_FIELDS[field] ?? (field || 'body'),
      message: message ?? error.message,
    };
  }
}

async function unknownRefs(
  context: RouterContext,
  refs: string[],
): Promise<Set<string>> {
  const wanted = [...new Set(refs)];
  if (wanted.length === 0) return new Set();
  const { items } = await context.catalog.getEntitiesByRefs(
    {
      entityRefs: wanted,
      fields: ['kind', 'metadata.name', 'metadata.namespace'],
    },
    { credentials: await context.auth.getOwnServiceCredentials() },
  );
  return new Set(wanted.filter((_, index) => !items[index]));
}

/** The signed-in user; a token's events name whom they like. */
async function authorOf(
  { auth, catalog }: RouterContext,
  credentials: BackstageCredentials,
): Promise<Actor | undefined> {
  if (!auth.isPrincipal(credentials, 'user')) return undefined;
  const entityRef = credentials.principal.userEntityRef;
  const user = await catalog.getEntityByRef(entityRef, {
    credentials: await auth.getOwnServiceCredentials(),
  });
  const profile = user?.spec?.profile as { displayName?: string } | undefined;
  return {
    name:
      profile?.displayName ??
      user?.metadata.title ??
      parseEntityRef(entityRef).name,
    kind: 'user',
    entityRef,
  };
}

function sourceOf(
  context: RouterContext,
  credentials: BackstageCredentials,
): string {
  if (!context.auth.isPrincipal(credentials, 'service')) return MANUAL_SOURCE;
  const { subject } = credentials.principal;
  const source = subject
    .replace(/^external:/, '')
    .toLocaleLowerCase('en-US')
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  if (source === '') {
    throw new NotAllowedError(
      `The token's subject '${subject}' holds no letter; it is the source of your events: give the token a subject such as 'my-pipeline'`,
    );
  }
  if ([...context.installedSources, ...RESERVED_SOURCES].includes(source)) {
    throw new NotAllowedError(
      `The token's subject '${subject}' is the name of a source of this portal; give the token another subject`,
    );
  }
  return source;
}

function sentence({ index, error }: Result): string {
  return `events[${index}].${error?.field}: ${error?.message}`;
}
