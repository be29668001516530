export { LaunchDarklyReceiver } from './LaunchDarklyReceiver';
