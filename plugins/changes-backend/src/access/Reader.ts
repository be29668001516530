import type {
  AuthService,
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  AuthorizeResult,
  type BasicPermission,
  type ResourcePermission,
  createPermission,
} from '@backstage/plugin-permission-common';
import { changesReadPermission } from '@ripplehq/backstage-plugin-changes-common';

const CHUNK_SIZE = 200;

/** The Kubernetes plugin's: who may not read resources there sees no manifests here. */
const kubernetesResourcesRead = createPermission({
  name: 'kubernetes.resources.read',
  attributes: { action: 'read' },
});

/** A permission that depends on the entity. @internal */
export type EntityPermission = ResourcePermission<'catalog-entity'>;

/** @internal */
export interface ReaderOptions {
  catalog: CatalogService;
  auth: AuthService;
  permissions: PermissionsService;
  credentials: BackstageCredentials;
}

/**
 * Who asks, and what they may see. Lives for one request; every ref is asked about once.
 * @internal
 */
export class Reader {
  readonly #options: ReaderOptions;
  readonly #known = new Map<string, boolean>();

  static create(options: ReaderOptions): Reader {
    return new Reader(options);
  }

  private constructor(options: ReaderOptions) {
    this.#options = options;
  }

  get credentials(): BackstageCredentials {
    return this.#options.credentials;
  }

  /**
   * Of these entities those that the catalog gives the reader and for which `changes.read` is granted. A service has no view of the
   * catalog of its own: for it our own decides, and the permission is checked on its token.
   */
  async visible(refs: readonly string[]): Promise<Set<string>> {
    const unknown = [...new Set(refs)].filter(ref => !this.#known.has(ref));
    for (const chunk of chunks(unknown, CHUNK_SIZE)) {
      const found = await this.#inCatalog(chunk);
      const granted = await this.granted(changesReadPermission, found);
      for (const ref of chunk) this.#known.set(ref, granted.has(ref));
    }
    return new Set(refs.filter(ref => this.#known.get(ref)));
  }

  /** Of these entities those for which a permission is granted. */
  async granted(
    permission: EntityPermission,
    refs: readonly string[],
  ): Promise<Set<string>> {
    const granted = new Set<string>();
    for (const chunk of chunks([...new Set(refs)], CHUNK_SIZE)) {
      const decisions = await this.#options.permissions.authorize(
        chunk.map(resourceRef => ({ permission, resourceRef })),
        { credentials: this.credentials },
      );
      chunk.forEach((ref, index) => {
        if (decisions[index].result === AuthorizeResult.ALLOW) granted.add(ref);
      });
    }
    return granted;
  }

  async may(permission: BasicPermission): Promise<boolean> {
    const [decision] = await this.#options.permissions.authorize(
      [{ permission }],
      { credentials: this.credentials },
    );
    return decision.result === AuthorizeResult.ALLOW;
  }

  mayReadKubernetesResources(): Promise<boolean> {
    return this.may(kubernetesResourcesRead);
  }

  async #inCatalog(refs: string[]): Promise<string[]> {
    const { auth, catalog } = this.#options;
    const credentials = auth.isPrincipal(this.credentials, 'service')
      ? await auth.getOwnServiceCredentials()
      : this.credentials;
    const { items } = await catalog.getEntitiesByRefs(
      {
        entityRefs: refs,
        fields: ['kind', 'metadata.name', 'metadata.namespace'],
      },
      { credentials },
    );
    return refs.filter((_, index) => items[index] !== undefined);
  }
}

function chunks<T>(items: T[], size: number): T[][] {
  const result: T[][] = [];
  for (let i = 0; i < items.length; i += size) {
    result.push(items.slice(i, i + size));
  }
  return result;
}
