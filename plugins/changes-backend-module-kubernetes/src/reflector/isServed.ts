import { z } from 'zod';
import type { ClusterTransport } from '../clusters';
import { readBody } from './answers';

const TIMEOUT_MS = 10_000;
const ANSWER_MAX_BYTES = 4 * 1024 * 1024;

const resourceList = z.object({
  resources: z.array(z.object({ name: z.string() })),
});

/**
 * Whether an API server has a kind at all, as far as it tells: whoever may not read a kind that is not there is told only that. All who
 * may log in may ask for it.
 */
export async function isServed(
  transport: ClusterTransport,
  kind: { group: string; version: string; resource: string },
  signal: AbortSignal,
): Promise<boolean> {
  const { group, version, resource } = kind;
  try {
    const response = await transport.get(
      group ? `/apis/${group}/${version}` : `/api/${version}`,
      {
        encoding: 'gzip',
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      },
    );
    const body = await readBody(response, ANSWER_MAX_BYTES);
    if (response.status === 404) return false;
    if (response.status !== 200) return true;
    const { resources } = resourceList.parse(JSON.parse(body.toString('utf8')));
    return resources.some(({ name }) => name === resource);
  } catch {
    return true;
  }
}
