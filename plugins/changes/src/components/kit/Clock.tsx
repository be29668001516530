import {
  ReactNode,
  createContext,
  useContext,
  useEffect,
  useState,
} from 'react';

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

const SYSTEM_CLOCK: Clock = { now: () => Date.now() };

const ClockContext = createContext<Clock>(SYSTEM_CLOCK);

/** Gives what is below it another clock than the browser's. */
export function ClockProvider(props: { clock: Clock; children: ReactNode }) {
  return (
    <ClockContext.Provider value={props.clock}>
      {props.children}
    </ClockContext.Provider>
  );
}

export function useClock(): Clock {
  return useContext(ClockContext);
}

const TICK_MS = 10_000;

/** The present in milliseconds; moves on every so often, so that "26 min ago" stays true. */
export function useNow(tickMs: number = TICK_MS): number {
  const clock = useClock();
  const [now, setNow] = useState(() => clock.now());
  useEffect(() => {
    setNow(clock.now());
    const timer = setInterval(() => setNow(clock.now()), tickMs);
    return () => clearInterval(timer);
  }, [clock, tickMs]);
  return now;
}
