export { AlertmanagerReceiver } from './AlertmanagerReceiver';
