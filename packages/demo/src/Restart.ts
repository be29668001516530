import { ControlRefusal } from './control/index.ts';
import type { WorldMessage } from './launcherMessages.ts';
import { type Stage, changeMeanwhile } from './script/index.ts';

/** Stops the portal, changes something while nobody watches, and starts it again. */
export class Restart {
  readonly #stage: Stage;
  readonly #send: (message: WorldMessage) => void;
  #waitsFor: 'stopped' | 'started' | undefined;

  static create(options: {
    stage: Stage;
    send: (message: WorldMessage) => void;
  }): Restart {
    return new Restart(options.stage, options.send);
  }

  private constructor(stage: Stage, send: (message: WorldMessage) => void) {
    this.#stage = stage;
    this.#send = send;
  }

  /** Throws a {@link ControlRefusal} while it is being restarted. */
  begin(): void {
    if (this.#waitsFor) {
      throw new ControlRefusal(409, 'The portal is being restarted already');
    }
    this.#waitsFor = 'stopped';
    const { clock, moments } = this.#stage;
    moments.restarted = clock.now();
    this.#send({ type: 'stop-portal' });
  }

  /** Word of the launcher. */
  portal(is: 'stopped' | 'started'): void {
    if (is !== this.#waitsFor) return;
    this.#waitsFor = undefined;
    if (is === 'started') return;
    changeMeanwhile(this.#stage);
    this.#waitsFor = 'started';
    this.#send({ type: 'start-portal' });
  }
}
