export { Incident } from './Incident.ts';
export type { IncidentTold } from './Incident.ts';
export { NO_CHANGE } from './noChange.ts';
export { INCIDENT_IDS } from './Plot.ts';
export type { IncidentId, Plot } from './Plot.ts';
export { REPLICA_CUT } from './replicaCut.ts';
