import { InputError } from '@backstage/errors';
import {
  CHANGE_KINDS,
  CHANGE_STATUSES,
  ISSUE_STATUSES,
  parseSubject,
} from '@ripplehq/backstage-plugin-changes-common';
import {
  coverageNote,
  observation,
  sourceState,
  subjectRow,
} from '@ripplehq/backstage-plugin-changes-common/schema';
import type { CommitBatch } from '@ripplehq/backstage-plugin-changes-node';
import { z } from 'zod';
import { entitySubject } from './identify';
import { isFinal } from './merge';

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

const batchSchema = z
  .object({
    observations: z.array(acceptedObservation).default([]),
    subjects: z.array(acceptedSubject).default([]),
    coverage: z.array(coverageNote).default([]),
    states: z.array(sourceState).default([]),
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
export type ValidBatch = z.infer<typeof batchSchema>;

/** @throws InputError that names the first field which does not fit, as `observations[3].end.at: …`. */
export function validateBatch(batch: Omit<CommitBatch, 'lease'>): ValidBatch {
  const result = parsed(batch);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new InputError(`${fieldOf(issue.path)}: ${issue.message}`);
}

function parsed(batch: Omit<CommitBatch, 'lease'>) {
  try {
    return batchSchema.safeParse(batch);
  } catch (error) {
    // The schemas walk JSON recursively: a cycle or thousands of levels exhaust the stack.
    if (!(error instanceof RangeError)) throw error;
    throw new InputError(
      'before, after, raw, diff and body: must be JSON that is not nested too deep',
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
