export { Outbox } from './Outbox.ts';
export type { Message, Post } from './Outbox.ts';
export { PagerDuty } from './PagerDuty.ts';
export type { PagerDutyIncident } from './PagerDuty.ts';
export { Tool } from './Tool.ts';
export type { ToolEvent } from './Tool.ts';
