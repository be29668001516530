import { z } from 'zod';
import { changeEvent, timestamp } from '../event';
import { coverageInterval } from './coverage';
import { health } from './health';
import { lanePlace } from './lanePlace';

/** @public */
export const lane = lanePlace
  .extend({
    health,
    /** Per type, events that start in each of the window's buckets. */
    counts: z.object({
      change: z.array(z.int()),
      alert: z.array(z.int()),
      health: z.array(z.int()),
    }),
    /** All its events of the window are in `events`; else it is drawn from its counts. */
    complete: z.boolean(),
    /** Indexes into `coverage`: the scopes by which its subjects are observed. Empty: nobody observes it. */
    coverage: z.array(z.int()),
  })
  .meta({ id: 'Lane' });

/** @public */
export const laneEvent = changeEvent
  .extend({
    /** Indexes into `lanes`. */
    lanes: z.array(z.int()),
    /** Of a run of autoscaling: the replicas that were desired. */
    replicas: z
      .object({
        /** Before the first step. */
        before: z.int().optional(),
        /** The autoscaler's maximum. */
        max: z.int().optional(),
        /** Oldest first. */
        steps: z.array(z.object({ at: timestamp, value: z.int() })),
      })
      .optional(),
  })
  .meta({ id: 'LaneEvent' });

/** @public */
export const timelineAnswer = z
  .object({
    entityRef: z.string(),
    window: z.object({
      from: timestamp,
      to: timestamp,
      /** The counts' bucket width. */
      bucketSeconds: z.int().positive(),
    }),
    lanes: z.array(lane),
    /** Newest first; at most `perLane` a lane. */
    events: z.array(laneEvent),
    /** Alerts, health issues and lasting changes that overlap the window and are not in `events`. */
    intervals: z.array(laneEvent),
    coverage: z.array(coverageInterval),
    /** Entities on the way that the reader may not see. */
    withheld: z.int(),
    /** Visible entities within reach that are not among the lanes, of which there are at most 200. Absent when none. */
    lanesLeftOut: z.int().min(1).optional(),
    /** Signal channel on which "something changed" is told. */
    channel: z.string().optional(),
  })
  .meta({ id: 'Timeline' });
