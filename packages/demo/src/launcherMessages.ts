import { z } from 'zod';

const secret = z.string().min(1);

const start = z.object({
  type: z.literal('start'),
  /** In which the world keeps everything. */
  directory: z.string().min(1),
  portalUrl: z.url({ protocol: /^https?$/ }),
  /** Go on with what is there, and keep it for the next time. */
  keep: z.boolean(),
  secrets: z.object({
    control: secret,
    github: z.object({ token: secret, webhook: secret }),
    pagerduty: secret,
    clusters: secret,
    /** With which API servers tell the portal who writes. */
    audit: secret,
    /** Tokens of the programs that post events, by their names. */
    tools: z.object({
      flyway: secret,
      'feature-flags': secret,
      aws: secret,
      statuspage: secret,
    }),
  }),
});

const launcherMessage = z.discriminatedUnion('type', [
  start,
  z.object({ type: z.literal('portal-stopped') }),
  z.object({ type: z.literal('portal-started') }),
  z.object({ type: z.literal('stop') }),
]);

/** What the launcher says. */
export type LauncherMessage = z.infer<typeof launcherMessage>;
/** With what the launcher starts the world. */
export type StartMessage = z.infer<typeof start>;

/** What the world says. */
export type WorldMessage =
  | {
      type: 'ready';
      /** `kubeconfig`: a file. */
      clusters: { name: string; kubeconfig: string }[];
      github: { host: string; apiBaseUrl: string };
      /** A file. */
      catalog: string;
      control: string;
      users: { entityRef: string; title: string }[];
      hidden: { user: string; entities: string[] }[];
    }
  | { type: 'caught-up' }
  | { type: 'stop-portal' }
  | { type: 'start-portal' };

/** Reads a message of the launcher. Throws a sentence that names the field. */
export function readLauncherMessage(value: unknown): LauncherMessage {
  const { data, error, success } = launcherMessage.safeParse(value);
  if (success) return data;
  throw new Error(
    `The launcher sent a message that the world does not understand:\n${z.prettifyError(
      error,
    )}`,
  );
}
