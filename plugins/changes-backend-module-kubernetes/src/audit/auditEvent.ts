import { z } from 'zod';

const time = z.iso.datetime({ offset: true });

const user = z.object({
  username: z.string().default(''),
  groups: z.array(z.string()).default([]),
});

/** What is read of an event of audit.k8s.io/v1; bodies never are. */
export const auditEvent = z.object({
  auditID: z.string().min(1).max(200),
  stage: z.string(),
  verb: z.string(),
  requestURI: z.string().default(''),
  user: user.optional(),
  impersonatedUser: user.optional(),
  userAgent: z.string().default(''),
  objectRef: z
    .object({
      resource: z.string().default(''),
      namespace: z.string().optional(),
      name: z.string().optional(),
      apiGroup: z.string().default(''),
      subresource: z.string().optional(),
    })
    .optional(),
  responseStatus: z.object({ code: z.number().optional() }).optional(),
  requestReceivedTimestamp: time,
  stageTimestamp: time,
});

export type AuditEvent = z.infer<typeof auditEvent>;

export const AUDIT_FIELDS: ReadonlySet<string> = new Set(
  Object.keys(auditEvent.shape),
);
