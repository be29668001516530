import type {
  AuthService,
  HttpAuthService,
  LoggerService,
  PermissionsService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import type {
  CodeProvider,
  SourceConnection,
} from '@ripplehq/backstage-plugin-changes-node';
import type { Router } from 'express';
import type { SourceStatus } from './door/SourceRunner';
import { CatalogRefresh } from './graph/CatalogRefresh';
import type { ChangeFeed } from './ingest/ChangeFeed';
import type { Environments } from './ingest/environments';
import { createRouter } from './router/createRouter';
import { Channels } from './services/Channels';
import { Nudges } from './services/Nudges';
import { StatusBoard } from './services/StatusBoard';
import { StatusKeeper } from './services/StatusKeeper';
import type { Sql } from './store/Sql';
import type { Words } from './store/Words';
import { channelKeyOf } from './store/channelKey';

const GRAPH_REFRESH_SECONDS_DEFAULT = 60;
const GITHUB_HOST = 'github.com';
const PAGERDUTY_ACCOUNT_DEFAULT = 'main';
const MATCH_LABELS_DEFAULT = ['app.kubernetes.io/name', 'app'];

/** @internal */
export interface ReadingOptions {
  sql: Sql;
  words: Words;
  feed: ChangeFeed;
  connect(source: string): Pick<SourceConnection, 'commit'>;
  /** Names of the sources that modules brought. */
  installedSources: readonly string[];
  /** How the sources' own processes are. */
  sourceStatus(): readonly SourceStatus[];
  /** Systems that tell alerts. */
  alertSources: readonly string[];
  codeProviders: readonly CodeProvider[];
  environments: Environments;
  /** Names of environments in the order of the config. */
  environmentOrder: readonly string[];
  config: RootConfigService;
  logger: LoggerService;
  auth: AuthService;
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  catalog: CatalogService;
  signals?: SignalsService;
  /** Milliseconds. */
  now(): number;
}

/**
 * Everything that answers: the copy of the catalog, the health of all entities, signals, and the HTTP API over them.
 * @internal
 */
export class Reading {
  readonly router: Router;
  readonly #catalogRefresh: CatalogRefresh;
  readonly #keeper: StatusKeeper;

  /** Needs the store to be open. */
  static async create(options: ReadingOptions): Promise<Reading> {
    const { sql, words, config } = options;
    const store = { sql, words };
    const catalogRefresh = CatalogRefresh.create({
      ...options,
      refreshSeconds:
        config.getOptionalNumber('changes.graph.refreshSeconds') ??
        GRAPH_REFRESH_SECONDS_DEFAULT,
      matchLabels:
        config.getOptionalStringArray('changes.kubernetes.matchLabels') ??
        MATCH_LABELS_DEFAULT,
      githubHosts: githubHosts(config),
      pagerdutyAccount: pagerdutyAccount(config),
      clustersByRelation:
        config.getOptionalString('kubernetes.serviceLocatorMethod.type') ===
        'catalogRelation',
    });
    const board = StatusBoard.create({ ...options, store });
    const channels = Channels.create({
      key: await channelKeyOf(sql),
      now: options.now,
    });
    const keeper = StatusKeeper.create({
      ...options,
      board,
      nudges:
        options.signals &&
        Nudges.create({
          ...options,
          store,
          channels,
          signals: options.signals,
        }),
      catalogRefresh,
      isShared: sql.engine === 'postgres',
    });
    const router = createRouter({
      ...options,
      store,
      board,
      channels,
      catalogRefresh,
    });
    return new Reading(router, catalogRefresh, keeper);
  }

  private constructor(
    router: Router,
    catalogRefresh: CatalogRefresh,
    keeper: StatusKeeper,
  ) {
    this.router = router;
    this.#catalogRefresh = catalogRefresh;
    this.#keeper = keeper;
  }

  /** Works until the signal aborts, and resolves when nothing of it works any more. */
  async run(signal: AbortSignal): Promise<void> {
    this.#keeper.start(signal);
    await this.#catalogRefresh.run(signal);
    await this.#keeper.ended();
  }
}

// The first one, as in PagerDuty's own plugin where none is called the default.
function pagerdutyAccount(config: RootConfigService): string {
  const [first] =
    config.getOptionalConfigArray('changes.webhooks.pagerduty') ?? [];
  return first?.getOptionalString('name') ?? PAGERDUTY_ACCOUNT_DEFAULT;
}

// As ScmIntegrations reads them: without a host it is github.com, which is always known.
function githubHosts(config: RootConfigService): string[] {
  const configured = (
    config.getOptionalConfigArray('integrations.github') ?? []
  ).map(one => one.getOptionalString('host') ?? GITHUB_HOST);
  return [...configured, GITHUB_HOST];
}
