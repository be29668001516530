import type {
  AuthService,
  HttpAuthService,
  LoggerService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { BasicPermission } from '@backstage/plugin-permission-common';
import { CHANGE_KINDS } from '@ripplehq/backstage-plugin-changes-common';
import type {
  CodeProvider,
  SourceConnection,
} from '@ripplehq/backstage-plugin-changes-node';
import type { Request } from 'express';
import type { SourceStatus } from '../door/SourceRunner';
import { Reader } from '../access/Reader';
import type { CatalogRefresh } from '../graph/CatalogRefresh';
import { ownersOf } from '../health/owners';
import type { Environments } from '../ingest/environments';
import type { Channels } from '../services/Channels';
import type { StatusBoard } from '../services/StatusBoard';
import { type StoredEntity, entitiesByRefs } from '../store/questions/entities';
import type { Store } from '../store/Store';

const OWNER_KINDS = ['group', 'user'];

/** What all routes stand on. @internal */
export interface RouterContext {
  store: Store;
  board: StatusBoard;
  /** Systems that tell alerts. */
  alertSources: readonly string[];
  channels: Channels;
  catalogRefresh: CatalogRefresh;
  environments: Environments;
  environmentOrder: readonly string[];
  connect(source: string): Pick<SourceConnection, 'commit'>;
  installedSources: readonly string[];
  sourceStatus(): readonly SourceStatus[];
  codeProviders: readonly CodeProvider[];
  auth: AuthService;
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  catalog: CatalogService;
  logger: LoggerService;
  now(): number;
}

/** Who asks. @internal */
export async function readerOf(
  context: RouterContext,
  request: Request,
): Promise<Reader> {
  const credentials = await context.httpAuth.credentials(
    request as Parameters<HttpAuthService['credentials']>[0],
    { allow: ['user', 'service'] },
  );
  return Reader.create({ ...context, credentials });
}

/**
 * The entity that a path names, if the reader may see it.
 * @throws NotFoundError that does not tell whether it exists.
 * @internal
 */
export async function entityOf(
  context: RouterContext,
  reader: Reader,
  request: Request,
): Promise<StoredEntity> {
  const ref = await visibleRef(reader, request);
  const find = async () => (await entitiesByRefs(context.store.sql, [ref]))[0];
  // The catalog may know it since a moment ago.
  const entity =
    (await find()) ??
    ((await context.catalogRefresh.refreshEntity(ref)) && (await find()));
  if (!entity) {
    throw new NotFoundError(
      `Changes are kept for Components, Resources, APIs and Systems; '${ref}' is none`,
    );
  }
  return entity;
}

/**
 * The Group or User that a path names, with those by whose ownership something belongs to it; undefined for other kinds.
 * @throws NotFoundError that does not tell whether it exists.
 * @internal
 */
export async function ownerOf(
  { auth, catalog }: RouterContext,
  reader: Reader,
  request: Request,
): Promise<{ ownerRef: string; owners: Set<string> } | undefined> {
  const kind = request.params.kind.toLocaleLowerCase('en-US');
  if (!OWNER_KINDS.includes(kind)) return undefined;
  const ownerRef = await visibleRef(reader, request);
  const { credentials } = reader;
  const owners = await ownersOf(
    catalog,
    ownerRef,
    auth.isPrincipal(credentials, 'service')
      ? await auth.getOwnServiceCredentials()
      : credentials,
  );
  if (!owners) throw notFound(ownerRef);
  return { ownerRef, owners };
}

async function visibleRef(reader: Reader, request: Request): Promise<string> {
  const { kind, namespace, name } = request.params;
  const ref = `${kind}:${namespace}/${name}`.toLocaleLowerCase('en-US');
  const isRef = /^[^:/\s]+:[^:/\s]+\/[^:/\s]+$/.test(ref);
  if (!isRef || !(await reader.visible([ref])).has(ref)) throw notFound(ref);
  return ref;
}

function notFound(ref: string): NotFoundError {
  return new NotFoundError(
    `No entity '${ref}' in the catalog, or you may not see it`,
  );
}

/** @throws NotAllowedError that names the permission. @internal */
export async function requirePermission(
  reader: Reader,
  permission: BasicPermission,
): Promise<void> {
  if (!(await reader.may(permission))) {
    throw new NotAllowedError(
      `You need the permission '${permission.name}' for this`,
    );
  }
}

/** @throws InputError for a kind that no event ever had. @internal */
export async function checkKinds(
  { store }: RouterContext,
  kinds: readonly string[] | undefined,
): Promise<void> {
  const unknown = (kinds ?? []).filter(
    kind => !(CHANGE_KINDS as readonly string[]).includes(kind),
  );
  if (unknown.length === 0) return;
  const stored = await store.words.find(store.sql, unknown);
  const missing = unknown.find(kind => !stored.has(kind));
  if (missing !== undefined) {
    throw new InputError(
      `kind: '${missing}' is unknown; changes have one of ${CHANGE_KINDS.join(
        ', ',
      )}, and no alert or health issue of this kind was ever stored`,
    );
  }
}
