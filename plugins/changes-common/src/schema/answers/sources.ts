import { z } from 'zod';
import { timestamp } from '../event';
import { subjectRow } from '../subject';
import { coverageInterval } from './coverage';

/** @public */
export const subjectsAnswer = z
  .object({
    subjects: z.array(subjectRow),
    nextCursor: z.string().optional(),
  })
  .meta({ id: 'SubjectPage' });

/** @public */
export const sourcesAnswer = z
  .object({
    sources: z.array(
      z.object({
        source: z.string(),
        instance: z.string(),
        /** The worst of its scopes. */
        state: coverageInterval.shape.state,
        lastEventAt: timestamp.optional(),
        /** Age of the source's last word. */
        lagSeconds: z.number().optional(),
        error: z.string().optional(),
        /** Bytes of state that it keeps. */
        bytes: z.int(),
        scopes: z.array(coverageInterval),
      }),
    ),
  })
  .meta({ id: 'Sources' });
