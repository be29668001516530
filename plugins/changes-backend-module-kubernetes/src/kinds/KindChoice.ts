import { z } from 'zod';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { Kind } from './Kind';
import { KindTable } from './KindTable';
import { KINDS } from './kinds';
import { plainKind } from './plain';
import { SECRET } from './secret';
import { HELM_RECORD } from '../delivery/helm/helmRecordKind';

/** The API server is asked for each kind that is watched, always. */
const FURTHER_KINDS_MAX = 50;

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const profileName = z.enum(['core', 'wide']);
const furtherKinds = z
  .array(
    z.object({
      resource: z.string().regex(/^[a-z0-9]+$/, 'is a plural: certificates'),
      group: z
        .string()
        .regex(/^[a-z0-9.-]*$/)
        .default(''),
      version: z.string().regex(DNS_LABEL).optional(),
      kind: z
        .string()
        .regex(/^[A-Z][A-Za-z0-9]*$/, 'begins with a capital: Certificate')
        .optional(),
      scope: z.enum(['namespaced', 'cluster']).optional(),
    }),
  )
  .max(FURTHER_KINDS_MAX);
const secretPlaces = z.array(
  z.object({
    cluster: z.string().min(1),
    namespaces: z.array(z.string().regex(DNS_LABEL)).min(1).optional(),
  }),
);

export type SecretPlace = z.infer<typeof secretPlaces>[number];

/** What is read where Secrets may be. */
const OF_SECRETS: readonly Kind[] = [SECRET, HELM_RECORD];

/** Which kinds are watched in which cluster. */
export class KindChoice {
  readonly #kinds: readonly Kind[];
  readonly #secrets: readonly SecretPlace[];

  /**
   * By `changes.kubernetes.profile`, `.kinds` and `.secrets`.
   * @throws InputError naming the field that does not fit
   */
  static fromConfig(config: Config): KindChoice {
    const read = <T>(key: string, schema: z.ZodType<T>): T | undefined => {
      const value = config.getOptional(`changes.kubernetes.${key}`);
      return value === undefined ? undefined : parsed(key, schema, value);
    };
    const profile = read('profile', profileName) ?? 'core';
    const further = read('kinds', furtherKinds) ?? [];
    return KindChoice.of({
      profile,
      further: further.map(furtherKind),
      secrets: read('secrets', secretPlaces),
    });
  }

  static of(options: {
    profile: 'core' | 'wide';
    further?: readonly Kind[];
    secrets?: readonly SecretPlace[];
  }): KindChoice {
    const { profile, further = [], secrets = [] } = options;
    const kinds = KINDS.filter(kind => isOf(kind, profile));
    return new KindChoice([...new Set([...kinds, ...further])], secrets);
  }

  private constructor(kinds: readonly Kind[], secrets: readonly SecretPlace[]) {
    this.#kinds = kinds;
    this.#secrets = secrets;
  }

  /** All kinds that are watched in any cluster. */
  all(): KindTable {
    return KindTable.of([
      ...this.#kinds,
      ...(this.#secrets.length > 0 ? OF_SECRETS : []),
    ]);
  }

  /** The kinds that are watched in a cluster: Secrets only where it is named for that. */
  in(cluster: string): KindTable {
    const places = this.#secrets.filter(place => place.cluster === cluster);
    if (places.length === 0) return KindTable.of(this.#kinds);
    const isWhole = places.some(({ namespaces }) => namespaces === undefined);
    const namespaces = new Set(places.flatMap(place => place.namespaces ?? []));
    return KindTable.of(
      [...this.#kinds, ...OF_SECRETS],
      isWhole
        ? new Map()
        : new Map(OF_SECRETS.map(kind => [kind, [...namespaces]])),
    );
  }
}

function isOf({ profile }: Kind, chosen: 'core' | 'wide'): boolean {
  return (
    profile === 'core' ||
    profile === 'delivery' ||
    (profile === 'wide' && chosen === 'wide')
  );
}

function furtherKind(
  entry: z.infer<typeof furtherKinds>[number],
  index: number,
): Kind {
  const { resource, group, version, kind, scope } = entry;
  const field = `changes.kubernetes.kinds[${index}]`;
  const id = group ? `${resource}.${group}` : resource;
  if (id === SECRET.id) {
    throw new InputError(
      `${field}: Secrets are switched on with changes.kubernetes.secrets, for a cluster or for namespaces`,
    );
  }
  const known = KINDS.find(row => row.id === id);
  if (known) return known;
  if (version === undefined || kind === undefined) {
    throw new InputError(
      `${field}: ${id} needs version and kind, as in its manifests: version: v1, kind: Certificate`,
    );
  }
  return plainKind({
    resource,
    group,
    version,
    kind,
    scope: scope ?? 'namespaced',
    profile: 'config',
    isOptional: true,
    tells: { word: kind, event: 'config', changes: true },
  });
}

function parsed<T>(key: string, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = [`changes.kubernetes.${key}`, ...issue.path].join('.');
  throw new InputError(`${place}: ${issue.message}`);
}
