import { TestDatabases } from '@backstage/backend-test-utils';
import { TestStore } from '../../__testUtils__/TestStore';
import {
  component,
  deployment,
  deploymentOf,
  workload,
} from '../../__testUtils__/story';
import { CatalogRefresh } from '../../graph/CatalogRefresh';
import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { Entity } from '@backstage/catalog-model';
import {
  claimantsStatement,
  entitiesOfSubjects,
  settingsOfWorkloadsStatement,
  subjectsOfEntities,
  subjectsOfEntitiesStatement,
  workloadsOfSettingsStatement,
} from './bindings';
import { someStatesStatement } from '../SourceStates';
import { attributionsStatement, writtenStatement } from './attributions';
import { claimsOnSource } from './claims';
import { countHoursStatement, countLinksStatement, membersOf } from './counts';
import { entitiesByRefs } from './entities';
import { newestEventsStatement } from './events';
import { newestLinks, newestOf } from './links';
import { directlyNeededStatement, edgesWithin, reachStatement } from './reach';
import { spansStatement } from './spans';
import { labelledSubjectsStatement } from './subjects';

const MINUTE_MS = 60_000;
const T0 = Date.parse('2026-11-19T00:00:00Z');
const time = (minutes: number) => new Date(T0 + minutes * 60_000).toISOString();
const UNFILTERED = {
  types: [0, 1, 2],
  conditions: [],
  texts: [],
  matchesNothing: false,
};

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())('questions on %s', databaseId => {
  let store: TestStore;

  async function read(entities: Entity[], now = T0) {
    const refresh = CatalogRefresh.create({
      catalog: catalogServiceMock({ entities }),
      auth: mockServices.auth(),
      logger: mockServices.logger.mock(),
      sql: store.sql,
      refreshSeconds: 60,
      matchLabels: ['app.kubernetes.io/name', 'app'],
      githubHosts: ['github.com'],
      pagerdutyAccount: 'main',
      clustersByRelation: false,
      now: () => now,
    });
    return refresh.refresh(new AbortController().signal);
  }

  async function subjectsOf(ref: string): Promise<string[]> {
    const [entity] = await entitiesByRefs(store.sql, [ref]);
    const bindings = await subjectsOfEntities(store.sql, [entity.id]);
    return bindings
      .filter(({ source }) => source !== 'catalog')
      .map(({ subject }) => subject)
      .sort();
  }

  /** The other direction must say the same. */
  async function claimantsOfAll(): Promise<Record<string, string[]>> {
    const rows = await store.sql.all<{ id: number; subject: string }>(
      "select id, subject from subject where source <> 'catalog'",
    );
    const entities = await store.sql.all<{ id: number; ref: string }>(
      'select id, ref from entity',
    );
    const answer: Record<string, string[]> = {};
    for (const { id, subject } of rows) {
      const bindings = await entitiesOfSubjects(store.sql, [id]);
      answer[subject] = bindings
        .map(({ entityId }) => entities.find(e => e.id === entityId)!.ref)
        .sort();
    }
    return answer;
  }

  beforeEach(async () => {
    store = await TestStore.create(await databases.init(databaseId));
  });

  describe('bindings', () => {
    const configMap = 'kubernetes:prod-eu/shop/ConfigMap/settings';

    it('follow the order of the Kubernetes plugin, both ways alike', async () => {
      await store.ingest.commit('kubernetes', {
        subjects: [
          {
            ...workload('by-id', time(0)),
            labels: { 'backstage.io/kubernetes-id': 'by-id', app: 'other' },
          },
          { ...workload('by-app', time(0)), labels: { app: 'by-id' } },
          { ...workload('by-name', time(0)), labels: { app: 'by-name' } },
          {
            ...workload('selected', time(0)),
            labels: { tier: 'web', canary: 'no' },
          },
          {
            ...workload('canary', time(0)),
            labels: { tier: 'web', canary: 'yes' },
          },
          {
            ...workload('by-name', time(0), {}, 'stg'),
            labels: { app: 'by-name' },
          },
        ],
      });
      await read([
        component('by-id'),
        component('by-name', {
          annotations: { 'backstage.io/kubernetes-cluster': 'prod-eu' },
        }),
        component('selector', {
          annotations: {
            'backstage.io/kubernetes-label-selector':
              'tier in (web, api), canary != yes',
          },
        }),
        component('elsewhere', {
          annotations: {
            'backstage.io/kubernetes-id': 'by-id',
            'backstage.io/kubernetes-namespace': 'other',
          },
        }),
        component('unanchored', {
          annotations: {
            'backstage.io/kubernetes-label-selector': 'canary,canary!=no',
          },
        }),
      ]);
      // The label of the plugin is there, so the rules of the config add nothing.
      expect(await subjectsOf('component:default/by-id')).toEqual([
        deploymentOf('by-id'),
      ]);
      expect(await subjectsOf('component:default/by-name')).toEqual([
        deploymentOf('by-name'),
      ]);
      expect(await subjectsOf('component:default/selector')).toEqual([
        deploymentOf('selected'),
      ]);
      expect(await subjectsOf('component:default/elsewhere')).toEqual([]);
      expect(await claimantsOfAll()).toEqual({
        [deploymentOf('by-id')]: ['component:default/by-id'],
        [deploymentOf('by-app')]: [],
        [deploymentOf('by-name')]: ['component:default/by-name'],
        [deploymentOf('by-name', 'stg')]: [],
        [deploymentOf('selected')]: ['component:default/selector'],
        [deploymentOf('canary')]: ['component:default/unanchored'],
      });
    });

    it('reach what a workload takes its settings from', async () => {
      await store.ingest.commit('kubernetes', {
        subjects: [
          workload('rest-api', time(0), {
            uses: [configMap, 'kubernetes:prod-eu/shop/Service/other'],
          }),
          {
            subject: configMap,
            kind: 'ConfigMap',
            cluster: 'prod-eu',
            namespace: 'shop',
            name: 'settings',
            observedAt: time(0),
          },
          {
            subject: 'kubernetes:prod-eu/shop/Service/other',
            kind: 'Service',
            cluster: 'prod-eu',
            namespace: 'shop',
            name: 'other',
            observedAt: time(0),
          },
        ],
      });
      await read([component('rest-api')]);
      expect(await subjectsOf('component:default/rest-api')).toEqual([
        configMap,
        deploymentOf('rest-api'),
      ]);
      expect(await claimantsOfAll()).toMatchObject({
        [configMap]: ['component:default/rest-api'],
        'kubernetes:prod-eu/shop/Service/other': [],
      });
    });

    it('show yesterday’s events to a component that is registered or annotated today', async () => {
      await store.ingest.commit('kubernetes', {
        subjects: [workload('rest-api', time(0))],
        observations: [deployment('rest-api', time(1))],
      });
      await read(
        [
          component('rest-api', {
            annotations: { 'backstage.io/kubernetes-id': 'wrong' },
          }),
        ],
        T0 + 1000,
      );
      expect(await subjectsOf('component:default/rest-api')).toEqual([]);
      expect(await read([component('rest-api')], T0 + 2000)).toBe(true);
      expect(await subjectsOf('component:default/rest-api')).toEqual([
        deploymentOf('rest-api'),
      ]);
      expect(await read([component('rest-api')], T0 + 3000)).toBe(false);
    });
  });

  describe('edges', () => {
    const refs = async (
      at: number,
      direction: 'upstream' | 'downstream' = 'upstream',
    ) => {
      const [entity] = await entitiesByRefs(store.sql, ['component:default/a']);
      const edges = await edgesWithin(store.sql, {
        entityId: entity.id,
        degree: 4,
        direction,
        at,
      });
      return edges
        .map(({ src, dst }) => `${src.slice(-1)}${dst.slice(-1)}`)
        .sort();
    };

    it('are known as they were at a time; cycles end', async () => {
      const others = ['b', 'c', 'd'].map(name =>
        component(name, { dependsOn: ['a'] }),
      );
      await read([component('a', { dependsOn: ['b'] }), ...others], T0);
      await read(
        [component('a', { dependsOn: ['c'] }), ...others],
        T0 + 60 * MINUTE_MS,
      );
      expect(await refs(T0 + 30 * MINUTE_MS)).toEqual(['ab', 'ba']);
      expect(await refs(T0 + 90 * MINUTE_MS)).toEqual(['ac', 'ca']);
      expect(await refs(T0 + 90 * MINUTE_MS, 'downstream')).toEqual([
        'ac',
        'ba',
        'ca',
        'da',
      ]);
      // What the first look found held before.
      expect(await refs(T0 - 1e9)).toEqual(['ab', 'ba']);
    });

    it('held before as well when the catalog is only slow to find them', async () => {
      const others = [
        component('b'),
        component('c', { dependsOn: ['d'] }),
        component('d'),
      ];
      await read([component('a', { dependsOn: ['b'] }), ...others], T0);
      await read(
        [component('a', { dependsOn: ['b', 'c'] }), ...others],
        T0 + 9 * MINUTE_MS,
      );
      expect(await refs(T0)).toEqual(['ab', 'ac', 'cd']);
    });
  });

  it('tell a source what entities name of it', async () => {
    const named = (name: string, annotations: Record<string, string>) =>
      component(name, { annotations });
    await read([
      named('a', { 'backstage.io/kubernetes-namespace': 'shop' }),
      named('b', { 'backstage.io/kubernetes-namespace': 'shop' }),
      named('c', {
        'backstage.io/kubernetes-namespace': 'shop',
        'backstage.io/kubernetes-cluster': 'prod-us',
      }),
      named('d', { 'github.com/project-slug': 'acme/d' }),
    ]);
    const ask = async (source: string, limit = 10) =>
      (await claimsOnSource(store.sql, { source, limit }))
        .map(claim => JSON.stringify(claim))
        .sort();
    expect(await ask('kubernetes')).toEqual([
      '{"cluster":"prod-us","namespace":"shop"}',
      '{"namespace":"shop"}',
      '{}',
    ]);
    expect(await ask('github')).toEqual([
      '{"subject":"github:github.com/acme/d"}',
    ]);
    expect(await ask('pagerduty')).toEqual([]);
    expect(await ask('kubernetes', 1)).toHaveLength(1);
  });

  it('newest links come newest first, page by page, filtered by words', async () => {
    await store.ingest.commit('kubernetes', {
      subjects: [workload('a', time(0))],
      observations: Array.from({ length: 20 }, (_, i) =>
        deployment('a', time(i), {
          kind: i % 5 === 0 ? 'config' : 'deployment',
          title: `100% of _step ${i}`,
        }),
      ),
    });
    const [{ id }] = await store.sql.all<{ id: number }>(
      'select id from subject where subject = ?',
      [deploymentOf('a')],
    );
    const ask = async (over: object) => {
      const streams = await newestLinks(store.sql, {
        subjectIds: [id],
        from: T0,
        to: T0 + 86_400_000,
        filter: UNFILTERED,
        limit: 3,
        ...over,
      });
      return streams.flat();
    };
    const minutes = (links: { at: number }[]) =>
      links.map(({ at }) => (at - T0) / 60_000);
    const first = await ask({});
    expect(minutes(first)).toEqual([19, 18, 17]);
    expect(minutes(await ask({ before: first[2] }))).toEqual([16, 15, 14]);
    const kinds = await store.words.find(store.sql, ['config']);
    expect(
      minutes(
        await ask({
          filter: {
            ...UNFILTERED,
            conditions: [{ sql: 'l.kind', values: [...kinds.values()] }],
          },
        }),
      ),
    ).toEqual([15, 10, 5]);
    expect(
      minutes(
        await ask({ filter: { ...UNFILTERED, texts: ['_step 1'] }, limit: 20 }),
      ),
    ).toEqual([19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 1]);
    expect(
      minutes(await ask({ filter: { ...UNFILTERED, texts: ['%step'] } })),
    ).toEqual([]);
  });

  it('use their indexes', async () => {
    await fill(store);
    const list = store.sql.list('integer', [1, 2]).isAnyOf;
    const texts = store.sql.list('text', ['a', 'b']).isAnyOf;
    const members = membersOf(store.sql, [
      { subjectIds: [1], to: 0 },
      { subjectIds: [2], to: 0 },
    ]);
    const before = { at: 0, eventId: 0 };
    const plans = {
      claims: await plan(subjectsOfEntitiesStatement(list)),
      claimants: await plan(claimantsStatement(list)),
      settings: await plan(
        settingsOfWorkloadsStatement(store.sql.engine, list),
      ),
      'workloads of settings': await plan(
        workloadsOfSettingsStatement(store.sql.engine, list),
      ),
      links: await plan(
        `select l.at ${newestOf(store.sql, { filter: UNFILTERED, before })}`,
      ),
      'counts of links': await plan(
        countLinksStatement(members, {
          types: list,
          conditions: '',
          counted: '*',
        }),
      ),
      'counts of hours': await plan(countHoursStatement(members)),
      spans: await plan(spansStatement(list, list)),
      events: await plan(newestEventsStatement()),
      states: await plan(someStatesStatement(store.sql)),
      written: await plan(writtenStatement(texts, 9)),
      attributions: await plan(attributionsStatement(texts, 9)),
      upstream: await plan(reachStatement('upstream')),
      downstream: await plan(reachStatement('downstream')),
      needs: await plan(directlyNeededStatement(list)),
      labelled: await plan(
        labelledSubjectsStatement(texts).replace('= ?', "= 'v1'"),
      ),
    };
    for (const [name, text] of Object.entries(plans)) {
      expect({ name, scans: scansOf(text), text }).toEqual({
        name,
        scans: [],
        text,
      });
    }
    expect(plans.links).not.toMatch(/TEMP B-TREE|Sort /);
    expect(plans.events).not.toMatch(/TEMP B-TREE|Sort /);
    // Not all states of a scope are gone through.
    expect(plans.states).toMatch(
      store.sql.engine === 'sqlite' ? / id=\?/ : /Index Cond:.*\bid = /,
    );
  });

  // The planner chooses by what it knows of the tables' sizes, so there must be some.
  async function fill({ sql }: TestStore) {
    const numbers =
      sql.engine === 'sqlite'
        ? '(with recursive n(value) as (select 1 union all select value + 1 from n where value < 5000) select value from n)'
        : 'generate_series(1, 5000) as n(value)';
    for (const statement of [
      `insert into subject (subject, source, kind, cluster, namespace, name, summary, observed_at, first_seen) select 's' || value, 'kubernetes', 'ConfigMap', 'c' || (value % 50), 'n' || (value % 97), 's', '{"uses":[]}', 1, 1 from ${numbers}`,
      `insert into subject_label select 'app', 'v' || value, value from ${numbers}`,
      `insert into entity (ref, kind, namespace, name) select 'e' || value, 'Component', 'default', 'e' from ${numbers}`,
      `insert into claim (entity_id, rank, source, how, subject) select value, 0, 'kubernetes', 'subject', 's' || value from ${numbers}`,
      `insert into claim (entity_id, rank, source, how, label_key, label_value) select value, 0, 'kubernetes', 'label', 'app', 'v' || value from ${numbers}`,
      `insert into edge (src, dst, relation, valid_from) select value, value % 5000 + 1, 'dependsOn', 0 from ${numbers}`,
      `insert into event (public_id, type, kind, source, instance, status, severity, title, started_at, reconstructed, has_diff, has_code, subjects, merge_state) select 'p' || value, 0, 1, 1, 1, 1, 1, 't', value, 0, 0, 0, '[]', '{}' from ${numbers}`,
      `insert into link select value % 500, 0, value, value, 1, 1, 1, 1, 1, 1 from ${numbers}`,
      `insert into span select value % 500, value, value, value, 0 from ${numbers}`,
      `insert into source_state select 'kubernetes', 'c' || (value % 5), value, '' from ${numbers}`,
      `insert into rollup select value % 500, value, 0, 1, 1 from ${numbers}`,
    ]) {
      await sql.run(statement);
    }
    for (const table of [
      'subject',
      'subject_label',
      'entity',
      'claim',
      'edge',
      'event',
      'link',
      'span',
      'rollup',
      'source_state',
    ]) {
      await sql.run(`analyze ${table}`);
    }
  }

  async function plan(statement: string): Promise<string> {
    const parameters = (statement.match(/\?/g) ?? []).length;
    if (store.sql.engine === 'sqlite') {
      const rows = await store.sql.all<{ detail: string }>(
        `explain query plan ${statement}`,
        new Array(parameters).fill('[1]'),
      );
      return rows.map(({ detail }) => detail).join('\n');
    }
    // Of tables this small PostgreSQL rightly scans some; what it still scans here has no index to go by.
    const rows = await store.sql.transaction(async tx => {
      await tx.run('set local enable_seqscan = off');
      return tx.all<Record<string, string>>(`explain ${literally(statement)}`);
    });
    return rows.map(row => row['QUERY PLAN']).join('\n');
  }

  // A plan for values: lists hold two ids, all else but names is a number.
  function literally(statement: string): string {
    return statement
      .replace(/\?::(integer|bigint|text)\[\]/g, "'{1,2}'::$1[]")
      .replace(/(source|scope) = \?/g, "$1 = '1'")
      .replace(/\?/g, '1');
  }

  // Lists, members and what the statement itself gathered are small; all else must be searched.
  function scansOf(text: string): string[] {
    const isScan =
      store.sql.engine === 'sqlite'
        ? /\bSCAN (?!json_each|u VIRTUAL|r\b|reach\b|m\b|p\b|setting\b|CONSTANT)/
        : /Seq Scan on/;
    return text.split('\n').filter(line => isScan.test(line));
  }
});
