import type { Scene } from './Recording.ts';

const MINUTE_MS = 60_000;
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/**
 * Moves the times of a recording so that it ends now. A scene's times move as one, so what lasted 4 s still lasts 4 s; scenes that were
 * played one after the other within minutes are told hours apart.
 */
export class StoryClock {
  readonly #scenes: { from: number; shiftMs: number }[];

  /**
   * Throws when a scene would be told before an earlier one has ended.
   * @param options - `now`: epoch milliseconds at which the recording ends.
   */
  static create(options: {
    scenes: Scene[];
    endedAt: string;
    now: number;
  }): StoryClock {
    const { scenes, endedAt, now } = options;
    const placed = scenes.map((scene, index) => {
      const from = Date.parse(scene.startedAt);
      const to = Date.parse(scenes[index + 1]?.startedAt ?? endedAt);
      const toldAt = now - scene.minutesBeforeEnd * MINUTE_MS;
      const limit =
        now - (scenes[index + 1]?.minutesBeforeEnd ?? 0) * MINUTE_MS;
      if (toldAt + (to - from) > limit) {
        throw new Error(
          `scene '${scene.name}' lasted ${
            (to - from) / 1000
          } s and would run into the next one`,
        );
      }
      // Kubernetes' times have whole seconds.
      return { from, shiftMs: Math.round((toldAt - from) / 1000) * 1000 };
    });
    return new StoryClock(placed);
  }

  private constructor(scenes: { from: number; shiftMs: number }[]) {
    this.#scenes = scenes;
  }

  /** The told time of a recorded one, in epoch milliseconds. */
  told(recorded: number): number {
    const scene =
      this.#scenes.findLast(({ from }) => from <= recorded) ?? this.#scenes[0];
    return recorded + scene.shiftMs;
  }

  /** A copy with all its timestamps moved; each keeps its precision. */
  move<T>(value: T): T {
    return this.#move(value) as T;
  }

  #move(value: unknown): unknown {
    if (typeof value === 'string') return this.#moveText(value);
    if (Array.isArray(value)) return value.map(item => this.#move(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, this.#move(item)]),
    );
  }

  #moveText(text: string): string {
    const match = TIMESTAMP.exec(text);
    if (!match) return text;
    const told = new Date(this.told(Date.parse(text))).toISOString();
    return `${told.slice(0, 19)}${match[1] ?? ''}Z`;
  }
}
