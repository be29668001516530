import { z } from 'zod';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  parseFieldPath,
  type FieldPathStep,
} from '@ripplehq/backstage-plugin-changes-common';
import type { Kind } from '../kinds';

const RULES_MAX = 200;
const FIELDS_MAX = 50;

/** `*` stands for any characters. */
const pattern = z.string().min(1).max(253);
const ignoreRule = z
  .strictObject({
    reason: z.string().min(1).max(300),
    cluster: pattern.optional(),
    /** As in manifests, `ConfigMap`, or as in RBAC rules, `configmaps`, `deployments.apps`. */
    kind: z.string().min(1).max(253).optional(),
    namespace: pattern.optional(),
    name: pattern.optional(),
    fields: z
      .array(z.string().min(1).max(500))
      .min(1)
      .max(FIELDS_MAX)
      .optional(),
  })
  .refine(
    ({ kind, namespace, name, fields }) => kind ?? namespace ?? name ?? fields,
    'needs kind, namespace, name or fields: without any it would ignore everything',
  );

/** What somebody said is noise: an object, or some of its fields. */
export interface IgnoreRule {
  /** `ignore[2]`: its place in the configuration. */
  id: string;
  reason: string;
  cluster?: RegExp;
  kind?: string;
  namespace?: RegExp;
  name?: RegExp;
  /** Absent: the whole object is ignored. A `*` within a path stands for any one field or item. */
  fields?: FieldPathStep[][];
}

/**
 * Reads `changes.kubernetes.ignore`.
 * @throws InputError naming the rule and the field that does not fit
 */
export function ignoreRulesFrom(config: Config): IgnoreRule[] {
  const key = 'changes.kubernetes.ignore';
  const value = config.getOptional(key);
  if (value === undefined) return [];
  const read = z.array(ignoreRule).max(RULES_MAX).safeParse(value);
  if (!read.success) throw new InputError(problemOf(key, read.error.issues[0]));
  return read.data.map(({ reason, kind, fields, ...where }, index) => ({
    id: `ignore[${index}]`,
    reason,
    kind,
    cluster: expressionOf(where.cluster),
    namespace: expressionOf(where.namespace),
    name: expressionOf(where.name),
    fields: fields?.map((path, at) =>
      stepsOf(path, `${key}[${index}].fields[${at}]`),
    ),
  }));
}

/** Whether a rule is for a kind in a cluster at all. */
export function isRuleFor(
  rule: IgnoreRule,
  cluster: string,
  { id, kind, resource }: Pick<Kind, 'id' | 'kind' | 'resource'>,
): boolean {
  return (
    (rule.cluster?.test(cluster) ?? true) &&
    (rule.kind === undefined ||
      [id, kind, resource].some(
        word => word.toLowerCase() === rule.kind?.toLowerCase(),
      ))
  );
}

export function isRuleForObject(
  rule: IgnoreRule,
  { namespace, name }: { namespace?: string; name: string },
): boolean {
  return (
    (rule.namespace?.test(namespace ?? '') ?? true) &&
    (rule.name?.test(name) ?? true)
  );
}

function stepsOf(path: string, place: string): FieldPathStep[] {
  const steps = parseFieldPath(path);
  const [first] = steps;
  if (!first || !('field' in first)) {
    throw new InputError(
      `${place}: '${path}' is no path; write it as differences show it: spec.template.metadata.annotations['example.com/synced-at']`,
    );
  }
  return steps;
}

function expressionOf(text: string | undefined): RegExp | undefined {
  return text === undefined
    ? undefined
    : new RegExp(
        `^${text
          .split('*')
          .map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
          .join('.*')}$`,
      );
}

function problemOf(key: string, issue: z.core.$ZodIssue): string {
  const place = issue.path.reduce<string>(
    (path, part) =>
      typeof part === 'number' ? `${path}[${part}]` : `${path}.${String(part)}`,
    key,
  );
  if (issue.code === 'unrecognized_keys') {
    return `${place}: '${issue.keys[0]}' is no part of a rule; it may have reason, cluster, kind, namespace, name and fields`;
  }
  if (issue.path.at(-1) === 'reason') {
    return `${place}: must say in a few words why this is noise`;
  }
  return `${place}: ${issue.message}`;
}
