import { z } from 'zod';
import { actor, timestamp, writeVerb } from './event';

/**
 * What a server's audit log says of one write that it carried out: who it was. It names the author of the change that the write made,
 * whichever of the two comes first.
 * @public
 */
export const attribution = z
  .object({
    /** The source's instance: a cluster. */
    instance: z.string().min(1).max(200),
    /** One write has one id, however often it is told. */
    id: z.string().min(1).max(200),
    /** The object that was written to, as text, see formatSubject. */
    subject: z.string().min(1).max(1000),
    verb: writeVerb,
    /** The program, as the object will name it. */
    manager: z.string().max(200).optional(),
    subresource: z.string().max(100).optional(),
    /** It was carried out between, by the server's clock. */
    from: timestamp,
    to: timestamp,
    actor,
  })
  .refine(({ from, to }) => Date.parse(to) >= Date.parse(from), {
    path: ['to'],
    message: 'must not be before from',
  });
