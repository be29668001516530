import { setTimeout as delay } from 'node:timers/promises';
import { configMap, deployment } from 'app/e2e/world/cluster/manifests.ts';
import { Ledger, type Track } from './Ledger.ts';

/** All that the story touches belongs to this component. */
export const STORY = 'story';

const IMAGE = 'registry.k8s.io/pause:3.10';
const LABELS = { 'backstage.io/kubernetes-id': STORY };
const STEP = 'STEP';
const RETRY_MS = 300;
/** So many of the objects that live shortly are there at a time. */
const PASSING_MAX = 3;
/** A write that nobody answers is sent again. */
const WRITE_TIMEOUT_MS = 10_000;

export interface StoryOptions {
  /** Where the API is served over HTTP to somebody who may write. */
  url: string;
  cluster: string;
  namespace: string;
  /** In [0, 1). */
  random: () => number;
}

interface Part {
  track: Track;
  path: string;
  /** Where its field is written, and as a JSON pointer. */
  field: { path: string; pointer: string };
}

/** The API server did not take a write, and will not take it later. */
class Refused extends Error {}

/** Changes things in a cluster, one after another, and keeps the ledger of what it did. Each value is given once only. */
export class Story {
  readonly ledger = new Ledger();
  readonly #options: StoryOptions;
  readonly #parts: Part[] = [];
  readonly #passing: Part[] = [];
  #count = 0;

  static create(options: StoryOptions): Story {
    return new Story(options);
  }

  private constructor(options: StoryOptions) {
    this.#options = options;
  }

  /** Creates the objects that last, before anybody watches. */
  async begin(): Promise<void> {
    for (const name of ['settings', 'flags', 'limits']) {
      const part = this.#configMap(name);
      this.#parts.push(part);
      await this.#create(part, false);
    }
    for (const name of ['api', 'worker']) {
      const part = this.#deployment(name);
      this.#parts.push(part);
      await this.#create(part, false);
    }
    const scaled = this.#scaled('cache');
    this.#parts.push(scaled);
    await this.#create(scaled, false);
  }

  /** Does something every so often until the signal aborts. */
  async play(everyMs: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.act();
      await delay(everyMs * 2 * this.#options.random());
    }
  }

  /** Changes, creates or deletes one thing. Returns when it is done, whatever that takes. */
  async act(): Promise<void> {
    const { random } = this.#options;
    const dice = random();
    if (dice < 0.08 && this.#passing.length < PASSING_MAX) {
      const part = this.#configMap(`passing-${lettersOf(this.#count)}`);
      await this.#create(part, true);
      this.#passing.push(part);
    } else if (dice < 0.15 && this.#passing.length > 0) {
      await this.#delete(this.#passing.shift()!);
    } else {
      const parts = [...this.#parts, ...this.#passing];
      await this.#change(parts[Math.floor(random() * parts.length)]);
    }
  }

  #configMap(name: string): Part {
    const path = `/api/v1/namespaces/${
      this.#options.namespace
    }/configmaps/${name}`;
    return {
      path,
      track: this.#track(`ConfigMap/${name}`, 'data.step'),
      field: { path, pointer: '/data/step' },
    };
  }

  #deployment(name: string): Part {
    const path = `/apis/apps/v1/namespaces/${
      this.#options.namespace
    }/deployments/${name}`;
    return {
      path,
      track: this.#track(
        `Deployment.apps/${name}`,
        `spec.template.spec.containers[app].env[${STEP}].value`,
      ),
      field: {
        path,
        pointer: '/spec/template/spec/containers/0/env/0/value',
      },
    };
  }

  #scaled(name: string): Part {
    const path = `/apis/apps/v1/namespaces/${
      this.#options.namespace
    }/deployments/${name}`;
    return {
      path,
      track: this.#track(`Deployment.apps/${name}`, 'spec.replicas'),
      field: { path: `${path}/scale`, pointer: '/spec/replicas' },
    };
  }

  #track(object: string, path: string): Track {
    const { cluster, namespace } = this.#options;
    return {
      subject: `kubernetes:${cluster}/${namespace}/${object}`,
      path,
      values: [],
      isCreationTold: false,
    };
  }

  async #create(part: Part, isCreationTold: boolean): Promise<void> {
    const value = this.#value(part);
    part.track.isCreationTold = isCreationTold;
    this.ledger.tracks.push(part.track);
    const done = this.ledger.write(part.track, value);
    const name = part.path.slice(part.path.lastIndexOf('/') + 1);
    const { namespace } = this.#options;
    const object = part.path.startsWith('/api/')
      ? configMap(namespace, name, { step: value }, LABELS)
      : deployment(namespace, {
          name,
          image: IMAGE,
          replicas: part.track.path === 'spec.replicas' ? Number(value) : 1,
          env: { [STEP]: value },
          labels: LABELS,
        });
    await this.#send({
      method: 'POST',
      path: part.path.slice(0, part.path.lastIndexOf('/')),
      type: 'application/json',
      body: object,
      // An attempt that nobody answered may have succeeded.
      acceptedAgain: [409],
    });
    done();
  }

  async #change(part: Part): Promise<void> {
    const { path, pointer } = part.field;
    const before = this.#typed(part, part.track.values.at(-1)!.value);
    const value = this.#value(part);
    const done = this.ledger.write(part.track, value);
    await this.#send({
      method: 'PATCH',
      path,
      type: 'application/json-patch+json',
      // An attempt that nobody answered and that arrives late must not undo what came after it.
      body: [
        { op: 'test', path: pointer, value: before },
        { op: 'replace', path: pointer, value: this.#typed(part, value) },
      ],
      acceptedAgain: [422],
    });
    done();
  }

  async #delete(part: Part): Promise<void> {
    const done = this.ledger.delete(part.track);
    await this.#send({
      method: 'DELETE',
      path: part.path,
      acceptedAgain: [404],
    });
    done();
  }

  #value({ track }: Part): string {
    this.#count++;
    // Replicas cost pods: few, but never the same number twice.
    return track.path === 'spec.replicas'
      ? String(1 + track.values.length)
      : `n${this.#count}`;
  }

  /** Whoever writes the same thing again and again is counted instead of told: so each time it is another one. */
  #writer(): string {
    return `writer-${lettersOf(this.#count)}`;
  }

  #typed({ track }: Part, value: string): string | number {
    return track.path === 'spec.replicas' ? Number(value) : value;
  }

  async #send(request: {
    method: string;
    path: string;
    type?: string;
    body?: object;
    /** What says of a further attempt that an earlier one has succeeded. */
    acceptedAgain?: number[];
  }): Promise<void> {
    const { method, path, type, body, acceptedAgain = [] } = request;
    for (let isAgain = false; ; isAgain = true) {
      try {
        const response = await fetch(
          `${this.#options.url}${path}?fieldManager=${this.#writer()}`,
          {
            method,
            headers: type ? { 'content-type': type } : {},
            body: body && JSON.stringify(body),
            signal: AbortSignal.timeout(WRITE_TIMEOUT_MS),
          },
        );
        const text = await response.text();
        if (response.ok) return;
        if (isAgain && acceptedAgain.includes(response.status)) return;
        if (response.status < 500 && response.status !== 429) {
          // A server that has just started knows no roles yet.
          if (response.status !== 403) {
            throw new Refused(`${method} ${path}: ${response.status} ${text}`);
          }
        }
      } catch (error) {
        if (error instanceof Refused) throw error;
        // It is away.
      }
      await delay(RETRY_MS);
    }
  }
}

/** Numbers in names are taken for those of one thing that comes and goes. */
function lettersOf(count: number): string {
  return count
    .toString(26)
    .replace(/\d/g, digit => 'qrstuvwxyz'[Number(digit)]);
}
