import { z } from 'zod';
import { changeEvent, timestamp } from '../event';
import { coverageInterval } from './coverage';
import { health } from './health';
import { lanePlace } from './lanePlace';

/** @public */
export const reason = z
  .object({
    /** Stable name of the feature. */
    code: z.string(),
    /** A fact that one can check. */
    text: z.string(),
    /** Negative: speaks against it. */
    weight: z.number(),
    link: z.string().optional(),
  })
  .meta({ id: 'Reason' });

/** @public */
export const suspectsAnswer = z
  .object({
    /** Absent: nothing is wrong at that moment. */
    symptom: z
      .object({
        entityRef: z.string(),
        title: z.string(),
        status: health.shape.status,
        eventId: z.string().optional(),
      })
      .optional(),
    onset: z.object({ from: timestamp, to: timestamp }).optional(),
    /** Most likely first. All probabilities, others and noChange add up to 1. */
    suspects: z.array(
      z.object({
        event: changeEvent,
        lane: lanePlace,
        probability: z.number().min(0).max(1),
        reasons: z.array(reason),
      }),
    ),
    others: z.object({ count: z.int(), probability: z.number() }),
    noChange: z.number().min(0).max(1),
    coverage: z.array(
      z.object({
        source: z.string(),
        instance: z.string(),
        state: coverageInterval.shape.state,
        completeTo: timestamp.optional(),
        reason: z.string().optional(),
      }),
    ),
    withheld: z.int(),
  })
  .meta({ id: 'Suspects' });
