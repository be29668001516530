import { stringifyEntityRef } from '@backstage/catalog-model';
import {
  kubernetesSubject,
  type SubjectRow,
} from '@ripplehq/backstage-plugin-changes-common';
import { entitiesOfSubjects } from './entitiesOfSubjects';

const NOW = new Date('2026-11-19T03:12:00Z');

const place = { cluster: 'prod-eu', namespace: 'orders' };

function deployment(
  name: string,
  more: {
    uses?: string[];
    labels?: Record<string, string>;
    goneAt?: string;
  } = {},
): SubjectRow {
  return {
    ...place,
    subject: kubernetesSubject({
      ...place,
      kind: 'Deployment',
      group: 'apps',
      name,
    }),
    kind: 'Deployment',
    name,
    labels: { app: name, ...more.labels },
    observedAt: NOW.toISOString(),
    goneAt: more.goneAt,
    summary: {
      type: 'workload',
      desired: 1,
      ready: 1,
      updated: 1,
      available: 1,
      images: {},
      podLabels: { app: name },
      uses: more.uses,
    },
  };
}

function service(name: string, app: string): SubjectRow {
  return {
    ...place,
    subject: kubernetesSubject({ ...place, kind: 'Service', name }),
    kind: 'Service',
    name,
    observedAt: NOW.toISOString(),
    summary: { type: 'service', selector: { app } },
  };
}

const byRef = (rows: SubjectRow[]) =>
  Object.fromEntries(
    entitiesOfSubjects(rows, NOW).map(entity => [
      stringifyEntityRef(entity),
      entity,
    ]),
  );

describe('entitiesOfSubjects', () => {
  it('makes a component depend on whom its pods call by Service', () => {
    const api = service('api', 'rest-api');
    const entities = byRef([
      api,
      deployment('rest-api', { uses: [api.subject] }),
      deployment('data-processor', {
        uses: [api.subject],
        labels: { team: 'Team Data', 'app.kubernetes.io/part-of': 'shop' },
      }),
    ]);
    expect(entities['component:orders/data-processor']).toMatchObject({
      metadata: {
        annotations: {
          'changes/subjects':
            'kubernetes:prod-eu/orders/Deployment.apps/data-processor',
        },
      },
      spec: {
        dependsOn: ['component:orders/rest-api'],
        owner: 'group:default/team-data',
        system: 'shop',
      },
    });
    // Nobody depends on themselves.
    expect(entities['component:orders/rest-api'].spec).not.toHaveProperty(
      'dependsOn',
    );
    expect(Object.keys(entities)).toEqual(
      expect.arrayContaining([
        'system:orders/shop',
        'system:orders/orders',
        'group:default/team-data',
      ]),
    );
  });

  it('gives whoever has no owner a group that exists', () => {
    const entities = byRef([deployment('rest-api')]);
    const { owner } = entities['component:orders/rest-api'].spec!;
    expect(entities).toHaveProperty([owner as string, 'kind'], 'Group');
  });

  it('joins workloads of one name', () => {
    const { 'component:orders/ledger': ledger } = byRef([
      deployment('ledger-blue', { labels: { app: 'ledger' } }),
      deployment('ledger-green', { labels: { app: 'ledger' } }),
    ]);
    expect(ledger.metadata.annotations!['changes/subjects'].split(' ')).toEqual(
      [
        'kubernetes:prod-eu/orders/Deployment.apps/ledger-blue',
        'kubernetes:prod-eu/orders/Deployment.apps/ledger-green',
      ],
    );
  });

  it('keeps what was deleted for a day', () => {
    const refs = Object.keys(
      byRef([
        deployment('recent', { goneAt: '2026-11-18T04:00:00Z' }),
        deployment('old', { goneAt: '2026-11-18T03:00:00Z' }),
      ]),
    );
    expect(refs).toContain('component:orders/recent');
    expect(refs).not.toContain('component:orders/old');
  });

  it('makes names that the catalog takes', () => {
    const [{ metadata }] = entitiesOfSubjects(
      [deployment('a.b', { labels: { app: `x.${'y'.repeat(80)}` } })],
      NOW,
    );
    expect(metadata.name).toMatch(/^x-y{61}$/);
  });
});
