import { version } from '../../package.json';

/** As API servers' metrics and audit logs know us. */
export const USER_AGENT = `ripple/${version}`;
