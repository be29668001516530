export { lastDay, SHIPPED_IN_LAST_DAY } from './lastDay.ts';
export { IN_TROUBLE } from './staging.ts';
