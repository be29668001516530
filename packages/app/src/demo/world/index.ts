export { useWorld, type World } from './useWorld';
export type { Incident, WorldState } from './WorldState';
export type { WorldView } from './worldView';
