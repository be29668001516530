import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** Who can be signed in as in the demo, and what each may not see. */
export class DemoUsers {
  readonly #refs: readonly string[];
  readonly #hidden: ReadonlyMap<string, readonly string[]>;

  /** Nobody where `demo` is not configured. Throws where a ref is malformed or hides something from a stranger. */
  static fromConfig(config: Config): DemoUsers {
    const refs = (config.getOptionalConfigArray('demo.users') ?? []).map(user =>
      normalize(user.getString('entityRef')),
    );
    const hidden = new Map<string, string[]>();
    for (const rule of config.getOptionalConfigArray('demo.hidden') ?? []) {
      const user = normalize(rule.getString('user'));
      if (!refs.includes(user)) {
        throw new InputError(`demo.hidden: ${user} is not one of demo.users`);
      }
      const entities = rule.getStringArray('entities').map(normalize);
      hidden.set(user, [...(hidden.get(user) ?? []), ...entities]);
    }
    return new DemoUsers(refs, hidden);
  }

  private constructor(
    refs: readonly string[],
    hidden: ReadonlyMap<string, readonly string[]>,
  ) {
    this.#refs = refs;
    this.#hidden = hidden;
  }

  /** The user of this ref, else the first. Undefined where there is no demo. */
  find(ref: string | undefined): string | undefined {
    return this.#refs.find(known => known === ref) ?? this.#refs[0];
  }

  /** Refs of the entities that do not exist for a user. */
  hiddenFrom(user: string): readonly string[] {
    return this.#hidden.get(user) ?? [];
  }
}

function normalize(ref: string): string {
  return stringifyEntityRef(parseEntityRef(ref));
}
