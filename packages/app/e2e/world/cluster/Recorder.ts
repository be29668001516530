import { setTimeout as delay } from 'node:timers/promises';
import type { Kubectl } from './Kubectl.ts';
import { apiVersionOf, pathOf } from 'demo/src/cluster/kinds.ts';
import type { KubernetesObject } from 'demo/src/cluster/KubernetesObject.ts';
import { RECORDED_KINDS } from './kinds.ts';
import type { RecordedEvent, Recording } from './Recording.ts';
import type { StoryScene } from './story.ts';
import { scrub } from './scrub.ts';

/** No word from any watch for so long: all that a scene set off has been told. */
const QUIET_MS = 2_500;
const POLL_MS = 100;

interface List {
  metadata: { resourceVersion: string };
  items: KubernetesObject[];
}

/** Plays a story on a disposable cluster and keeps what the API server tells meanwhile. */
export class Recorder {
  readonly #kubectl: Kubectl;
  readonly #url: string;
  readonly #events: RecordedEvent[] = [];
  #lastWordAt = Date.now();

  static async record(options: {
    kubectl: Kubectl;
    background: StoryScene[];
    story: StoryScene[];
    onScene(name: string): void;
  }): Promise<Recording> {
    const { kubectl, background, story, onScene } = options;
    const proxy = await kubectl.proxy();
    const stop = new AbortController();
    try {
      const recorder = new Recorder(kubectl, proxy.url);
      const scenes: Recording['scenes'] = [];
      const play = async (scene: StoryScene) => {
        onScene(scene.name);
        scenes.push({
          name: scene.name,
          startedAt: await recorder.#nextSecond(),
          minutesBeforeEnd: scene.minutesBeforeEnd,
        });
        await scene.play(kubectl);
        await recorder.#quiet();
      };
      for (const scene of background) await play(scene);
      const lists = await recorder.#listAndWatch(stop.signal);
      for (const scene of story) await play(scene);
      return {
        gitVersion: await recorder.#gitVersion(),
        endedAt: await recorder.#nextSecond(),
        scenes,
        lists,
        events: recorder.#events,
      };
    } finally {
      stop.abort();
      proxy.close();
    }
  }

  private constructor(kubectl: Kubectl, url: string) {
    this.#kubectl = kubectl;
    this.#url = url;
  }

  async #listAndWatch(signal: AbortSignal): Promise<Recording['lists']> {
    const lists: Recording['lists'] = new Map();
    for (const kind of RECORDED_KINDS) {
      const response = await fetch(`${this.#url}${pathOf(kind)}`);
      const list = (await response.json()) as List;
      const { resourceVersion } = list.metadata;
      // A list's items come without their type.
      const items = list.items
        .map(item => ({
          ...item,
          kind: kind.kind,
          apiVersion: apiVersionOf(kind),
        }))
        .flatMap(item => scrub(item) ?? []);
      lists.set(kind.resource, { resourceVersion, items });
      const query = `watch=true&resourceVersion=${resourceVersion}`;
      const watch = await fetch(`${this.#url}${pathOf(kind)}?${query}`, {
        signal,
      });
      void this.#read(kind.resource, watch).catch(error => {
        if (!signal.aborted) throw error;
      });
    }
    return lists;
  }

  async #read(resource: string, watch: Response): Promise<void> {
    let rest = '';
    for await (const chunk of watch.body!.pipeThrough(
      new TextDecoderStream(),
    )) {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop()!;
      for (const line of lines) {
        const { type, object } = JSON.parse(line);
        const at = new Date().toISOString();
        const kept = scrub(object);
        this.#lastWordAt = Date.now();
        if (kept) this.#events.push({ resource, type, at, object: kept });
      }
    }
  }

  async #gitVersion(): Promise<string> {
    const { serverVersion } = JSON.parse(
      await this.#kubectl.run(['version', '-o', 'json']),
    );
    return serverVersion.gitVersion;
  }

  /** Scenes begin on whole seconds, so that no time of Kubernetes, cut to seconds, lies before the scene that it belongs to. */
  async #nextSecond(): Promise<string> {
    await delay(1000 - (Date.now() % 1000));
    return new Date(Math.floor(Date.now() / 1000) * 1000).toISOString();
  }

  async #quiet(): Promise<void> {
    this.#lastWordAt = Date.now();
    while (Date.now() - this.#lastWordAt < QUIET_MS) await delay(POLL_MS);
  }
}
