export { WorldClock } from './WorldClock.ts';
export type { Pace, RealTime, Task } from './WorldClock.ts';
