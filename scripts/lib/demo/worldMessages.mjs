import { z } from 'zod';

const name = z.string().min(1);
const file = name;
const url = z.url({ protocol: /^https?$/ });

/** What the world says once it stands. */
const ready = z.object({
  type: z.literal('ready'),
  clusters: z.array(z.object({ name, kubeconfig: file })).min(1),
  github: z.object({ host: name, apiBaseUrl: url }),
  catalog: file,
  control: url,
  users: z.array(z.object({ entityRef: name, title: name })).min(1),
  hidden: z.array(z.object({ user: name, entities: z.array(name) })),
});

const message = z.discriminatedUnion('type', [
  ready,
  z.object({ type: z.literal('caught-up') }),
  z.object({ type: z.literal('stop-portal') }),
  z.object({ type: z.literal('start-portal') }),
]);

/** Reads a message of the world. Throws a sentence that names the field. */
export function readWorldMessage(value) {
  const { success, data, error } = message.safeParse(value);
  if (success) return data;
  throw new Error(
    `The simulated world sent a message that the launcher does not understand:\n${z.prettifyError(
      error,
    )}`,
  );
}
