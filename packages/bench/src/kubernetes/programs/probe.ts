import { readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import v8 from 'node:v8';
import { isMainThread } from 'node:worker_threads';
import { GO, type Usage } from '../Usage';

// Loaded into a process before its program: tells over a socket what the process uses.
const RESOLUTION_MS = 5;
const HOLD_EVERY_MS = 5;
const PROC_RESET_PEAK = '5';

const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
let longestHoldMs = 0;

// Threads and children of the process are loaded with it too.
const socket = isMainThread ? process.env.RIPPLE_BENCH_PROBE : undefined;
delete process.env.RIPPLE_BENCH_PROBE;
if (socket !== undefined) listen(socket);

function listen(path: string): void {
  delay.enable();
  watchHolds();
  http
    .createServer((request, response) => {
      answer(request.url!).then(
        body => response.end(JSON.stringify(body)),
        error => response.writeHead(500).end(String(error)),
      );
    })
    .listen(path)
    .unref();
}

/** How long the event loop was held by this process's own work: others on the same cores do not count. */
function watchHolds(): void {
  let cpu = process.threadCpuUsage();
  setInterval(() => {
    const { user, system } = process.threadCpuUsage(cpu);
    cpu = process.threadCpuUsage();
    longestHoldMs = Math.max(longestHoldMs, (user + system) / 1000);
  }, HOLD_EVERY_MS).unref();
}

async function answer(command: string): Promise<unknown> {
  switch (command) {
    case '/usage':
      return usage();
    case '/reset':
      delay.reset();
      longestHoldMs = 0;
      writeFileSync('/proc/self/clear_refs', PROC_RESET_PEAK);
      return usage();
    case '/gc':
      globalThis.gc?.();
      globalThis.gc?.();
      return usage();
    case '/go':
      process.emit(GO as never);
      return null;
    case '/heap':
      return v8.writeHeapSnapshot(process.env.RIPPLE_BENCH_HEAP);
    default:
      throw new Error(`what is ${command}?`);
  }
}

function usage(): Usage {
  const { user, system } = process.cpuUsage();
  const status = readFileSync('/proc/self/status', 'utf8');
  const mib = (name: string) =>
    Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)![1]) / 1024;
  return {
    cpuMs: (user + system) / 1000,
    rssMib: mib('VmRSS'),
    peakRssMib: mib('VmHWM'),
    heapMib: process.memoryUsage().heapUsed / 1024 / 1024,
    delayMaxMs: delay.max / 1e6,
    delayP99Ms: delay.percentile(99) / 1e6,
    longestHoldMs,
  };
}
