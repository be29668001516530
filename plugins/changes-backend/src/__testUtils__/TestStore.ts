import { mockServices } from '@backstage/backend-test-utils';
import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import type { Knex } from 'knex';
import { ChangeFeed, type ChangeNotice } from '../ingest/ChangeFeed';
import { Ingest } from '../ingest/Ingest';
import {
  type EnvironmentRule,
  environments as environmentsOf,
} from '../ingest/environments';
import { migrate } from '../store/Database';
import { LeaseTable } from '../store/LeaseTable';
import { SourceStates } from '../store/SourceStates';
import { Sql } from '../store/Sql';
import { Words } from '../store/Words';
import {
  EVENT_COLUMNS,
  type EventRow,
  storedEvent,
  wordsOf,
} from '../store/rows';

export const TABLES = [
  'word',
  'subject',
  'subject_label',
  'event',
  'detail',
  'link',
  'span',
  'rollup',
  'entity',
  'claim',
  'edge',
  'coverage',
  'source_instance',
  'source_state',
  'source_position',
  'source_lease',
  'code_answer',
  'verdict',
  'delivery',
  'setting',
  'alert_kind',
  'source_noise',
  'tie',
  'attribution',
  'written',
];

interface TestStoreOptions {
  environments?: EnvironmentRule[];
  secretKey?: string;
  /** Milliseconds. Default: the real time. */
  now?(): number;
}

/** A store on a test's database, with everything that writes into it. */
export class TestStore {
  readonly notices: ChangeNotice[] = [];

  static async create(
    knex: Knex,
    options: TestStoreOptions = {},
  ): Promise<TestStore> {
    await migrate(knex);
    return new TestStore(Sql.create(knex), options);
  }

  /** What another replica has on the same database. */
  another(): TestStore {
    return new TestStore(this.sql, this.options);
  }

  readonly words = Words.create();
  readonly states: SourceStates;
  readonly leases: LeaseTable;
  readonly feed = ChangeFeed.create({ logger: mockServices.logger.mock() });
  readonly ingest: Ingest;

  private constructor(readonly sql: Sql, readonly options: TestStoreOptions) {
    this.states = SourceStates.create({ sql });
    this.leases = LeaseTable.create({ sql });
    this.feed.subscribe(notice => this.notices.push(notice));
    this.ingest = Ingest.create({
      sql,
      words: this.words,
      redactor: Redactor.create({ secretKey: options.secretKey }),
      environments: environmentsOf(options.environments ?? []),
      leases: this.leases,
      states: this.states,
      feed: this.feed,
      isAudited: () => true,
      now: options.now ?? (() => Date.now()),
    });
  }

  /** All events, oldest first. */
  async events() {
    const rows = await this.sql.all<EventRow>(
      `select ${EVENT_COLUMNS} from event e order by e.started_at, e.id`,
    );
    await this.words.load(this.sql, wordsOf(rows));
    return rows.map(row => storedEvent(row, this.words.text));
  }

  /** Every row of every table, but for what is given anew on each insert. */
  async dump(): Promise<Record<string, object[]>> {
    const tables: Record<string, object[]> = {};
    for (const table of TABLES) {
      tables[table] = await this.sql.all(
        `select * from ${table} order by 1, 2`,
      );
    }
    return tables;
  }
}

/** A deployment of rest-api that succeeded at once. */
export function deployment(overrides: Partial<Observation> = {}): Observation {
  return {
    type: 'change',
    kind: 'deployment',
    instance: 'prod-eu',
    key: 'uid/2',
    title: 'rest-api deployed v2.14.1',
    severity: 'info',
    observedAt: '2026-11-19T02:30:05Z',
    start: '2026-11-19T02:30:00Z',
    end: { at: '2026-11-19T02:31:00Z', status: 'succeeded' },
    cluster: 'prod-eu',
    namespace: 'shop',
    subjects: ['kubernetes:prod-eu/shop/Deployment.apps/rest-api'],
    ...overrides,
  };
}
