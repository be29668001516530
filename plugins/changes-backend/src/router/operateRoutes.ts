import { changesOperatePermission } from '@ripplehq/backstage-plugin-changes-common';
import { subjectsQuery } from '@ripplehq/backstage-plugin-changes-common/schema';
import type { Router } from 'express';
import { sourcesAnswer } from '../services/sources';
import { subjectRowOf } from '../store/rows';
import { subjectsAfter } from '../store/questions/subjects';
import { type RouterContext, readerOf, requirePermission } from './context';
import { formatCursor, parseCursor } from './cursor';
import { parse } from './parse';

/** For who operates Ripple. @internal */
export function operateRoutes(router: Router, context: RouterContext) {
  const { store } = context;

  router.get('/subjects', async (request, response) => {
    const query = parse(subjectsQuery, request.query);
    const [afterId] = parseCursor(query.cursor, 1) ?? [0];
    const reader = await readerOf(context, request);
    await requirePermission(reader, changesOperatePermission);
    const records = await subjectsAfter(store.sql, { ...query, afterId });
    const last = records.length === query.limit ? records.at(-1) : undefined;
    response.json({
      subjects: records.map(subjectRowOf),
      ...(last ? { nextCursor: formatCursor(last.id) } : {}),
    });
  });

  router.get('/sources', async (request, response) => {
    const reader = await readerOf(context, request);
    await requirePermission(reader, changesOperatePermission);
    response.json(
      await sourcesAnswer(store.sql, context.sourceStatus(), context.now()),
    );
  });
}
