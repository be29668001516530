import { z } from 'zod';
import {
  changeEvent,
  evidence,
  fieldChange,
  rollout,
  timestamp,
} from '../event';
import { json } from '../json';
import { health } from './health';
import { lanePlace } from './lanePlace';

/** @public */
export const eventsAnswer = z
  .object({
    events: z.array(changeEvent),
    nextCursor: z.string().optional(),
  })
  .meta({ id: 'EventPage' });

/** @public */
export const eventDetail = changeEvent
  .extend({
    diff: z.array(fieldChange),
    before: json.optional(),
    after: json.optional(),
    rollout: rollout.optional(),
    evidence: z.array(evidence).optional(),
    raw: json.optional(),
    /** The event that `partOf` names, where the reader may see it. */
    whole: changeEvent.optional(),
    /**
     * The events inside this one that the reader may see, oldest first, those inside them too: `partOf` of each says where it lies.
     */
    parts: z.array(changeEvent),
    /** False: there are more parts than are answered. */
    partsComplete: z.boolean(),
    /** Downstream entities, nearest first. */
    affects: z.array(lanePlace.extend({ health })),
    affectsWithheld: z.int(),
    /** Why diff, manifests and evidence are left out, where they are. */
    detailWithheld: z.string().optional(),
    verdicts: z.array(
      z.object({
        symptom: z.string(),
        verdict: z.enum(['cause', 'not-cause']),
        by: z.string(),
        at: timestamp,
      }),
    ),
  })
  .meta({ id: 'EventDetail' });

/** @public */
export const createdEvents = z
  .object({
    results: z.array(
      z.object({
        index: z.int(),
        id: z.string().optional(),
        key: z.string().optional(),
        error: z.object({ field: z.string(), message: z.string() }).optional(),
      }),
    ),
  })
  .meta({ id: 'CreatedEvents' });
