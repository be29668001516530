import { z } from 'zod';
import type { ClusterTransport } from '../clusters';
import { readBody } from './answers';

const ANSWER_MAX_BYTES = 64 * 1024;
const TIMEOUT_MS = 30_000;

const answer = z.looseObject({ gitVersion: z.string().min(1).max(100) });

/** Asks an API server which version it is; undefined where it does not say, for whatever reason. */
export async function askVersion(
  transport: ClusterTransport,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const response = await transport.get('/version', {
      encoding: 'gzip',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    const body = await readBody(response, ANSWER_MAX_BYTES);
    if (response.status !== 200) return undefined;
    return answer.safeParse(JSON.parse(body.toString('utf8'))).data?.gitVersion;
  } catch {
    return undefined;
  }
}
