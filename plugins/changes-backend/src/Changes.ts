import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type AuditReceiver,
  type ChangeSource,
  type CodeProvider,
  Redactor,
  type SourceConnection,
  type WebhookReceiver,
} from '@ripplehq/backstage-plugin-changes-node';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { Connection } from './door/Connection';
import { Leases } from './door/Leases';
import { SourceRunner } from './door/SourceRunner';
import { WebhookWatch } from './door/WebhookWatch';
import { auditRouter } from './door/auditRouter';
import { webhookRouter } from './door/webhookRouter';
import { ChangeFeed } from './ingest/ChangeFeed';
import { Ingest } from './ingest/Ingest';
import { Reading, type ReadingOptions } from './Reading';
import { Deliveries } from './store/Deliveries';
import { LeaseTable } from './store/LeaseTable';
import { Retention } from './store/Retention';
import { SourceStates } from './store/SourceStates';
import type { Sql } from './store/Sql';
import type { Settings } from './settings';
import { Words } from './store/Words';

const RETENTION_EVERY_MS = 3_600_000;

/** What modules brought. */
export interface Inputs {
  sources: readonly ChangeSource[];
  webhooks: readonly WebhookReceiver[];
  audits: readonly AuditReceiver[];
  codeProviders: readonly CodeProvider[];
}

/** What stands on an open store. */
export interface ChangesOptions
  extends Pick<
    ReadingOptions,
    | 'auth'
    | 'httpAuth'
    | 'permissions'
    | 'catalog'
    | 'signals'
    | 'config'
    | 'logger'
  > {
  sql: Sql;
  settings: Settings;
  inputs: Inputs;
}

/** Everything that runs once the store is open: the door, the sources, retention and the API. */
export class Changes {
  readonly router: Router;
  readonly #runner: SourceRunner;
  readonly #leases: Leases;
  readonly #stop: AbortController;
  readonly #background: Promise<unknown>;

  static async create(options: ChangesOptions): Promise<Changes> {
    const { sql, inputs, settings, logger } = options;
    const stop = new AbortController();
    const now = () => Date.now();
    const words = Words.create();
    const feed = ChangeFeed.create({ logger });
    const states = SourceStates.create({ sql });
    const table = LeaseTable.create({ sql });
    const leases = Leases.create({ table, holder: holderName(), logger });
    const redactor = Redactor.create({ secretKey: settings.secretKey });
    const { environments } = settings;
    const ingest = Ingest.create({
      sql,
      words,
      redactor,
      environments,
      leases: table,
      states,
      feed,
      isAudited: (source, instance) =>
        inputs.audits.some(
          audit =>
            audit.source === source && audit.instances.includes(instance),
        ),
      now,
    });
    const connect = (source: string): SourceConnection =>
      Connection.create({ source, sql, ingest, states, leases });
    const runner = SourceRunner.create({
      sources: inputs.sources,
      connect,
      logger,
    });
    const reading = await Reading.create({
      ...options,
      words,
      feed,
      environments,
      environmentOrder: environments.names,
      connect,
      installedSources: [
        ...inputs.sources.map(({ source }) => source),
        ...inputs.webhooks.map(({ system }) => system),
      ],
      alertSources: inputs.webhooks
        .filter(({ sendsAlerts }) => sendsAlerts)
        .map(({ system }) => system),
      sourceStatus: () => runner.status(),
      codeProviders: inputs.codeProviders,
      now,
    });
    const watch = WebhookWatch.create({
      receivers: inputs.webhooks,
      connect,
      logger,
      now,
    });
    const router = PromiseRouter();
    router.use(
      webhookRouter({
        receivers: inputs.webhooks,
        connect,
        watch,
        deliveries: Deliveries.create({ sql }),
        redactor,
        now,
      }),
      auditRouter({ receivers: inputs.audits, connect, now }),
      reading.router,
    );
    const retention = Retention.create({ sql, ...settings.retention, now });
    runner.start();
    return new Changes({
      router,
      runner,
      leases,
      stop,
      background: Promise.all([
        reading.run(stop.signal),
        keep(retention, { leases, logger, signal: stop.signal }),
        watch.run(stop.signal),
      ]),
    });
  }

  private constructor(parts: {
    router: Router;
    runner: SourceRunner;
    leases: Leases;
    stop: AbortController;
    background: Promise<unknown>;
  }) {
    this.router = parts.router;
    this.#runner = parts.runner;
    this.#leases = parts.leases;
    this.#stop = parts.stop;
    this.#background = parts.background;
  }

  /** Ends the sources and gives their leases back, so that another replica goes on at once. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#runner.stop();
    await this.#background;
    await this.#leases.releaseAll();
  }
}

/** Tells an operator which process collects. */
function holderName(): string {
  return `${hostname()}/${process.pid}/${randomUUID()}`;
}

// One replica at a time, by a lease of our own: the scheduler would need the database at start.
async function keep(
  retention: Retention,
  options: {
    leases: Leases;
    logger: ReadingOptions['logger'];
    signal: AbortSignal;
  },
): Promise<void> {
  const { leases, logger, signal } = options;
  while (!signal.aborted) {
    try {
      const lease = await leases.take('changes', 'retention', signal);
      try {
        await retention.run(AbortSignal.any([signal, lease.signal]));
      } finally {
        await lease.release();
      }
    } catch (error) {
      if (signal.aborted) return;
      logger.warn('Old events could not be removed', error as Error);
    }
    await pause(RETENTION_EVERY_MS, undefined, { signal, ref: false }).catch(
      () => {
        // Aborted: the loop ends.
      },
    );
  }
}
