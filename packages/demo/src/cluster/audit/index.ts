export {
  type ApiIdentity,
  AuditLog,
  type EventList,
  type Write,
} from './AuditLog.ts';
export { type Writer, identityOf, userAgentOf } from './Writer.ts';
