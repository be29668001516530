/**
 * Label of the evidence that holds the last lines of a container's log: it is kept for seven days, and no longer.
 * @public
 */
export const LOG_EVIDENCE_LABEL = 'Log, last lines';
