export { ControlRefusal, ControlServer } from './ControlServer.ts';
export type { WorldControl } from './ControlServer.ts';
export { PortalReader } from './PortalReader.ts';
export { scenesOf } from './scenes.ts';
export { StateTeller } from './StateTeller.ts';
export type { WorldPhase, WorldState } from './WorldState.ts';
