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

/**
 * What a source holds back because nobody would call it a change, and what it counts because it never stops.
 * @public
 */
export const noise = z.object({
  /** Since when it is counted. */
  since: timestamp,
  /** How many changes each rule swallowed, most first. */
  rules: z.array(
    z.object({ id: z.string(), reason: z.string(), count: z.int() }),
  ),
  /** The noisiest subjects, most changes first. */
  subjects: z.array(
    z.object({
      subject: z.string(),
      changes: z.int(),
      perMinute: z.number(),
      firstAt: timestamp,
      lastAt: timestamp,
      /** The program that writes it, where one is named. */
      manager: z.string().optional(),
      /** A rule for the configuration that would ignore it, as YAML. */
      ignore: z.string(),
    }),
  ),
});

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
        /** When its servers' audit log last told of a write, where that was within an hour. */
        auditHeardAt: timestamp.optional(),
        /** Age of the source's last word. */
        lagSeconds: z.number().optional(),
        error: z.string().optional(),
        /** Bytes of state that it keeps. */
        bytes: z.int(),
        scopes: z.array(coverageInterval),
        noise: noise.optional(),
      }),
    ),
  })
  .meta({ id: 'Sources' });
