import { InputError } from '@backstage/errors';
import {
  type Attribution,
  CHANGE_KINDS,
  CHANGE_STATUSES,
  type CoverageNote,
  ISSUE_STATUSES,
  type Observation,
  type SourceState,
  type SubjectRow,
  parseSubject,
} from '@ripplehq/backstage-plugin-changes-common';
import {
  attribution,
  coverageNote,
  noise,
  observation,
  sourceState,
  subjectRow,
  timestamp,
} from '@ripplehq/backstage-plugin-changes-common/schema';
import type { CommitBatch } from '@ripplehq/backstage-plugin-changes-node';
import { z } from 'zod';
import { TimeSlice } from '../store/TimeSlice';
import { entitySubject } from './identify';
import { isFinal } from './merge';
import { plainLine } from './plainText';

const INSTANCES_MAX = 10_000;

const acceptedObservation = observation.superRefine((value, context) => {
  const refuse = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path, message });
  const statuses: readonly string[] =
    value.type === 'change' ? CHANGE_STATUSES : ISSUE_STATUSES;
  const oneOf = `of a ${value.type} must be one of ${statuses.join(', ')}`;
  if (value.status && !statuses.includes(value.status)) {
    refuse(['status'], oneOf);
  }
  if (value.end && !statuses.includes(value.end.status)) {
    refuse(['end', 'status'], oneOf);
  } else if (value.end && !isFinal(value.end.status)) {
    refuse(
      ['end', 'status'],
      `'${value.end.status}' is no end; leave 'end' out until it has ended`,
    );
  }
  if (
    value.type === 'change' &&
    !(CHANGE_KINDS as readonly string[]).includes(value.kind)
  ) {
    refuse(['kind'], `of a change must be one of ${CHANGE_KINDS.join(', ')}`);
  }
  for (const [path, text] of [
    ['title', value.title],
    ['actor.name', value.actor?.name],
  ] as const) {
    if (text !== undefined && plainLine(text) === '') {
      refuse(path.split('.'), 'must hold a character that can be seen');
    }
  }
  value.subjects.forEach((subject, index) => {
    const problem = problemOf(() => parseSubject(subject));
    if (problem) refuse(['subjects', index], problem);
  });
  value.entityRefs?.forEach((entityRef, index) => {
    const problem = problemOf(() => entitySubject(entityRef));
    if (problem) refuse(['entityRefs', index], problem);
  });
});

const acceptedSubject = subjectRow.superRefine((value, context) => {
  const problem = problemOf(() => parseSubject(value.subject));
  if (problem) {
    context.addIssue({ code: 'custom', path: ['subject'], message: problem });
  }
});

const acceptedAttribution = attribution.superRefine((value, context) => {
  const problem = problemOf(() => parseSubject(value.subject));
  if (problem) {
    context.addIssue({ code: 'custom', path: ['subject'], message: problem });
  }
});

const items = z.array(z.unknown()).default([]);

const batchSchema = z
  .object({
    observations: items,
    subjects: items,
    coverage: items,
    attributions: items,
    instances: z
      .object({
        names: z.array(z.string().min(1).max(200)).max(INSTANCES_MAX),
        at: timestamp,
      })
      .optional(),
    states: items,
    noise: noise.extend({ instance: z.string().min(1).max(200) }).optional(),
    position: z.string().max(10_000).optional(),
    scope: z.string().min(1).max(500).optional(),
  })
  .refine(
    batch =>
      batch.scope !== undefined ||
      (batch.states.length === 0 && batch.position === undefined),
    {
      path: ['scope'],
      message: 'is needed where states or a position are given',
    },
  );

/** A batch that fits the schemas. */
export interface ValidBatch {
  observations: Observation[];
  subjects: SubjectRow[];
  coverage: CoverageNote[];
  attributions: Attribution[];
  instances?: CommitBatch['instances'];
  states: SourceState[];
  noise?: CommitBatch['noise'];
  position?: string;
  scope?: string;
}

/**
 * Checks a batch item by item, with turns of the event loop between.
 * @throws InputError that names the first field which does not fit, as `observations[3].end.at: …`.
 */
export async function validateBatch(
  batch: Omit<CommitBatch, 'lease'>,
): Promise<ValidBatch> {
  const slice = TimeSlice.create();
  const valid = parsed(batchSchema, batch, []);
  const each = async <T>(name: keyof ValidBatch, schema: z.ZodType<T>) => {
    const results: T[] = [];
    for (const [index, item] of (valid[name] as unknown[]).entries()) {
      await slice.turn();
      results.push(parsed(schema, item, [name, index]));
    }
    return results;
  };
  return {
    ...valid,
    observations: await each('observations', acceptedObservation),
    subjects: await each('subjects', acceptedSubject),
    coverage: await each('coverage', coverageNote),
    attributions: await each('attributions', acceptedAttribution),
    states: await each('states', sourceState),
  };
}

function parsed<T>(
  schema: z.ZodType<T>,
  value: unknown,
  path: PropertyKey[],
): T {
  try {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    throw new InputError(
      `${fieldOf([...path, ...issue.path])}: ${issue.message}`,
    );
  } catch (error) {
    // The schemas walk JSON recursively: a cycle or thousands of levels exhaust the stack.
    if (!(error instanceof RangeError)) throw error;
    throw new InputError(
      `${fieldOf(path)}: must be JSON that is not nested too deep`,
    );
  }
}

/** A path as a person writes it: `observations[3].end.at`. */
export function fieldOf(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      return index === 0 ? String(part) : `.${String(part)}`;
    })
    .join('');
}

function problemOf(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
