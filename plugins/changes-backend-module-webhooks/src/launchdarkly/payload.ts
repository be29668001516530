import { z } from 'zod';
import { oneLine } from '../text/oneLine';

/*
 * An entry of the audit log, as webhooks bring it, by the fields that are read.
 * https://launchdarkly.com/docs/home/infrastructure/webhooks and https://launchdarkly.com/docs/api/audit-log
 *
 * Only its id is required. Texts come as text, or, from what LaunchDarkly renders for integrations, as `{ plainText }`.
 */

const NAME_MAX_CHARS = 200;
const TEXT_MAX_CHARS = 1000;
const ITEMS_MAX = 100;

const line = (maxChars: number) =>
  z
    .union([
      z.string(),
      z.object({ plainText: z.string() }).transform(text => text.plainText),
    ])
    .transform(text => oneLine(text, maxChars) || undefined)
    .nullish()
    .catch(undefined);

const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .transform(items => items.slice(0, ITEMS_MAX))
    .nullish()
    .catch(undefined);

const named = z
  .object({ name: line(NAME_MAX_CHARS) })
  .nullish()
  .catch(undefined);

const person = z
  .object({
    email: line(NAME_MAX_CHARS),
    firstName: line(NAME_MAX_CHARS),
    lastName: line(NAME_MAX_CHARS),
  })
  .nullish()
  .catch(undefined);

/** A variation of a flag: what it serves. */
const variation = z.object({
  _id: z.string().nullish().catch(undefined),
  name: line(NAME_MAX_CHARS),
  value: z.unknown().optional(),
});

/** A flag or a segment; what it is in each environment stands below `environments`. */
const version = z
  .looseObject({
    key: line(NAME_MAX_CHARS),
    tags: list(z.string()),
    variations: list(variation),
    environments: z
      .record(z.string(), z.looseObject({}))
      .nullish()
      .catch(undefined),
  })
  .nullish()
  .catch(undefined);

export const entry = z.object({
  _id: z
    .string()
    .max(100)
    .regex(/^[\w.:-]+$/, 'must be an id'),
  date: z.unknown().optional(),
  timestamp: z
    .object({ milliseconds: z.unknown().optional() })
    .nullish()
    .catch(undefined),
  kind: z.string().max(50).catch('flag'),
  name: line(NAME_MAX_CHARS),
  key: line(NAME_MAX_CHARS),
  title: line(TEXT_MAX_CHARS),
  titleVerb: line(NAME_MAX_CHARS),
  shortDescription: line(TEXT_MAX_CHARS),
  description: line(TEXT_MAX_CHARS),
  details: line(TEXT_MAX_CHARS),
  comment: line(TEXT_MAX_CHARS),
  accesses: list(
    z.object({
      action: line(NAME_MAX_CHARS),
      resource: line(NAME_MAX_CHARS),
    }),
  ),
  target: z
    .object({
      name: line(NAME_MAX_CHARS),
      resources: list(z.string()),
    })
    .nullish()
    .catch(undefined),
  project: z
    .object({
      key: line(NAME_MAX_CHARS),
      environment: z
        .object({ key: line(NAME_MAX_CHARS) })
        .nullish()
        .catch(undefined),
    })
    .nullish()
    .catch(undefined),
  tags: list(z.string()),
  member: person,
  token: named,
  app: named,
  subject: named,
  _links: z
    .object({
      site: z
        .object({ href: z.string().max(2000) })
        .nullish()
        .catch(undefined),
    })
    .nullish()
    .catch(undefined),
  previousVersion: version,
  currentVersion: version,
});

export type Entry = z.infer<typeof entry>;
export type Version = NonNullable<z.infer<typeof version>>;
export type Variation = z.infer<typeof variation>;
