export { ControlRefusal, ControlServer } from './ControlServer.ts';
export type { WorldControl } from './ControlServer.ts';
export { PortalReader } from './PortalReader.ts';
export type { Sought } from './PortalReader.ts';
export { scenesOf } from './scenes.ts';
export type { Scene, SceneAnchors } from './scenes.ts';
export { timestamp } from './WorldState.ts';
export type { WorldPhase, WorldState } from './WorldState.ts';
