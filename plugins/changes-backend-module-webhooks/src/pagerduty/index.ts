export { PagerDutyReceiver } from './PagerDutyReceiver';
