import type { JsonObject } from '@backstage/types';
import { listAt, numberOf, objectAt, textOf } from './KubernetesObject';

/** What the kubelet asks a container. */
export interface Probe {
  /** `GET :8080/healthz, every 10 s` */
  words: string;
  /** How long after the container's start it has failed for good, at the earliest. */
  failsAfterSeconds: number;
}

export type ProbeName = 'readiness' | 'liveness' | 'startup';

export type Probes = Partial<Record<ProbeName, Probe>>;

const NAMES: readonly ProbeName[] = ['readiness', 'liveness', 'startup'];
const COMMAND_CHARS = 80;
/** What the API server fills in. */
const DEFAULTS = { period: 10, timeout: 1, failures: 3 };

/** The probes of a container as its pod's spec has them; undefined where it has none. */
export function probesOf(
  container: JsonObject,
  clean: (value: unknown) => string | undefined,
): Probes | undefined {
  const found = NAMES.flatMap((name): [ProbeName, Probe][] => {
    const probe = objectAt(container, `${name}Probe`);
    const target = targetOf(probe, container, clean);
    if (target === undefined) return [];
    const period = numberOf(probe.periodSeconds) ?? DEFAULTS.period;
    const timeout = numberOf(probe.timeoutSeconds) ?? DEFAULTS.timeout;
    const failures = numberOf(probe.failureThreshold) ?? DEFAULTS.failures;
    const delay = numberOf(probe.initialDelaySeconds) ?? 0;
    return [
      [
        name,
        {
          words: `${target} every ${period} s, answer within ${timeout} s, ${failures} failures in a row count`,
          failsAfterSeconds: delay + period * failures,
        },
      ],
    ];
  });
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}

function targetOf(
  probe: JsonObject,
  container: JsonObject,
  clean: (value: unknown) => string | undefined,
): string | undefined {
  const { httpGet, tcpSocket, grpc, exec } = probe;
  if (httpGet) {
    const { path, scheme } = objectAt(httpGet);
    const method = scheme === 'HTTPS' ? 'HTTPS GET' : 'GET';
    return `${method} :${portOf(httpGet, container)}${clean(path) ?? '/'}`;
  }
  if (tcpSocket) return `TCP :${portOf(tcpSocket, container)}`;
  if (grpc) return `gRPC :${portOf(grpc, container)}`;
  if (!exec) return undefined;
  const { command } = objectAt(exec);
  const words = Array.isArray(command) ? command.join(' ') : '';
  // Secrets first: half of one looks like none.
  return `exec ${(clean(words) ?? '').slice(0, COMMAND_CHARS)}`.trim();
}

/** A port may be given by the name that the container gives it. */
function portOf(handler: unknown, container: JsonObject): string {
  const { port } = objectAt(handler);
  const named = listAt(container, 'ports').find(({ name }) => name === port);
  return String(
    numberOf(named?.containerPort) ?? numberOf(port) ?? textOf(port) ?? '',
  );
}
