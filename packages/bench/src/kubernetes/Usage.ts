/** What a measured process has used so far. */
export interface Usage {
  /** Of all its threads, user and system. */
  cpuMs: number;
  rssMib: number;
  /** Since the last reset. */
  peakRssMib: number;
  heapMib: number;
  /** How late timers were since the last reset, by `monitorEventLoopDelay`; waiting for a core counts. */
  delayMaxMs: number;
  delayP99Ms: number;
  /** Most CPU that the main thread used between two turns of its event loop, since the last reset. */
  longestHoldMs: number;
}

/** The process emits it when a program that waits for it may begin. */
export const GO = 'ripple-bench-go';
