import type { ClusterTransport } from '../clusters';
import { readBody } from './answers';

const TIMEOUT_MS = 10_000;
const LIMIT_BYTES = 16_384;
const REFUSED = 400;

/** Which container's log. */
export interface LogSource {
  namespace: string;
  pod: string;
  container: string;
  lines: number;
}

/**
 * The last lines that a container wrote before it last ended, as it wrote them; of one that was never started again, its last lines.
 * Undefined where they cannot be had: the pod is gone, they may not be read, its kubelet does not answer.
 */
export async function askLog(
  transport: ClusterTransport,
  source: LogSource,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const before = await ask(transport, source, 'previous', signal);
    const answer =
      before.status === REFUSED
        ? await ask(transport, source, 'latest', signal)
        : before;
    return answer.status === 200 ? answer.text : undefined;
  } catch {
    return undefined;
  }
}

async function ask(
  transport: ClusterTransport,
  { namespace, pod, container, lines }: LogSource,
  attempt: 'previous' | 'latest',
  signal: AbortSignal,
): Promise<{ status: number; text: string }> {
  const query = new URLSearchParams({
    container,
    tailLines: String(lines),
    limitBytes: String(LIMIT_BYTES),
    ...(attempt === 'previous' ? { previous: 'true' } : {}),
  });
  const response = await transport.get(
    `/api/v1/namespaces/${namespace}/pods/${pod}/log?${query}`,
    {
      accept: '*/*',
      encoding: 'identity',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    },
  );
  const body = await readBody(response, 2 * LIMIT_BYTES);
  return { status: response.status, text: body.toString('utf8') };
}
