import type { Place } from '../shapes/Place.ts';
import type { Page } from './Page.ts';
import { Refusal } from './Refusal.ts';

/** What a route found. */
export type Found =
  | { body: unknown }
  /** One page of a list of so many. */
  | { items: readonly unknown[]; total: number; wrap?: string }
  | { text: string; type: string }
  /** The answer is that there is nothing to say. */
  | { status: 204 };

/** What is asked of a repository. */
export interface Asked {
  place: Place;
  /** By the names in the route's pattern. */
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  page: Page;
  /** The media type that is wanted beside JSON: `raw`, `diff`, `sha`. */
  format: string | undefined;
}

/** A part of the API: `pulls/:number`, where `:x` is one segment and `*x` is some. */
export interface Route {
  pattern: string;
  answer(asked: Asked): Found | Promise<Found>;
}

/** Finds the route of a path, the first that fits. */
export class Router {
  readonly #routes: readonly { route: Route; shape: RegExp }[];

  static create(routes: readonly Route[]): Router {
    return new Router(routes);
  }

  private constructor(routes: readonly Route[]) {
    this.#routes = routes.map(route => ({
      route,
      shape: shapeOf(route.pattern),
    }));
  }

  /**
   * @param path - as it stands in the address, encoded
   */
  find(
    path: string,
  ): { route: Route; params: Record<string, string> } | undefined {
    for (const { route, shape } of this.#routes) {
      const found = shape.exec(path);
      if (found) return { route, params: decode(found.groups ?? {}) };
    }
    return undefined;
  }
}

function shapeOf(pattern: string): RegExp {
  const parts = pattern.split('/').map(part =>
    part
      .replaceAll('.', '\\.')
      .replace(/^:(\w+)/, '(?<$1>[^/]+?)')
      .replace(/^\*(\w+)/, '(?<$1>.+?)'),
  );
  return new RegExp(`^${parts.join('/')}$`);
}

function decode(groups: Record<string, string>): Record<string, string> {
  try {
    return Object.fromEntries(
      Object.entries(groups).map(([name, text]) => [
        name,
        decodeURIComponent(text),
      ]),
    );
  } catch {
    throw new Refusal(400, 'Bad Request');
  }
}

/** The format that an `Accept` header asks for: `application/vnd.github.v3.raw+json`. */
export function formatOf(accept: string): string | undefined {
  return /application\/vnd\.github\.(?:v3\.)?(raw|diff|sha)\b/.exec(
    accept,
  )?.[1];
}
