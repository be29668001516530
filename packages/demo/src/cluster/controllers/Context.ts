import type { WorldClock } from '../../clock/index.ts';
import type { ObjectStore, Registry } from '../store/index.ts';

/** What controllers act on. */
export interface ControllerContext {
  clock: WorldClock;
  store: ObjectStore;
  registry: Registry;
}

/** A program that acts in a cluster until it is stopped. */
export interface Controller {
  stop(): void;
}

/** The field manager of the controllers that come with Kubernetes. */
export const CONTROLLER_MANAGER = 'kube-controller-manager';
