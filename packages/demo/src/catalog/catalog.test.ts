import { SHOP, rowNamed } from '../world/index.ts';
import { bindingLabels, entitiesOf, podLabels } from './entitiesOf.ts';

const entities = entitiesOf(SHOP, { web: 'http://127.0.0.1:7100' });
const named = (kind: string, name: string) =>
  entities.find(
    entity => entity.kind === kind && entity.metadata.name === name,
  )!;

describe('the catalog of the world', () => {
  it('tells what a service needs, by its API where it has one', () => {
    expect(named('Component', 'data-processor')).toEqual({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        name: 'data-processor',
        description: 'Turns orders into invoices, parcels and statistics',
        annotations: {
          'backstage.io/kubernetes-id': 'data-processor',
          'backstage.io/source-location':
            'url:http://127.0.0.1:7100/acme/data-processor/',
          'github.com/project-slug': 'acme/data-processor',
          'pagerduty.com/service-id': 'PDPROC1',
        },
      },
      spec: {
        type: 'worker',
        lifecycle: 'production',
        owner: 'group:default/team-data',
        system: 'orders',
        consumesApis: ['orders-api'],
        dependsOn: ['resource:default/events-queue'],
      },
    });
    expect(named('Component', 'rest-api').spec.providesApis).toEqual([
      'orders-api',
    ]);
  });

  it('names only what it has', () => {
    const refs = entities.map(
      ({ kind, metadata }) => `${kind.toLowerCase()}:default/${metadata.name}`,
    );
    const spec = (field: string) =>
      entities.flatMap(entity => (entity.spec[field] as string[]) ?? []);
    expect(new Set(refs).size).toBe(refs.length);
    expect(refs).toEqual(expect.arrayContaining(spec('dependsOn')));
    for (const api of [...spec('consumesApis'), ...spec('providesApis')]) {
      expect(refs).toContain(`api:default/${api}`);
    }
    for (const team of spec('memberOf')) {
      expect(refs).toContain(`group:default/${team}`);
    }
  });

  it('binds by id or selector, elsewhere, or not at all', () => {
    const annotations = (name: string) =>
      named('Component', name).metadata.annotations ?? {};
    expect(annotations('pricing')).toMatchObject({
      'backstage.io/kubernetes-label-selector':
        'app.kubernetes.io/name=pricing',
    });
    expect(annotations('reports-cron')).toEqual({
      'backstage.io/kubernetes-id': 'reports-cron',
      'backstage.io/kubernetes-cluster': 'dr-eu',
    });
    expect(annotations('legacy-batch')).toEqual({});
    const legacy = rowNamed(SHOP.services, 'legacy-batch');
    expect({ ...bindingLabels(legacy), ...podLabels(legacy) }).toEqual({
      app: 'legacy-batch-1',
    });
  });

  it('does not speak of what a visitor may not see', () => {
    const hidden = SHOP.people.flatMap(({ mayNotSee = [] }) => mayNotSee);
    for (const { metadata } of entities) {
      const names = hidden.filter(name => name !== metadata.name);
      for (const name of names) {
        expect(metadata.description ?? '').not.toContain(name);
      }
    }
  });

  it('gives the guest a team that owns services', () => {
    expect(named('User', 'guest').spec.memberOf).toEqual(['team-data']);
    expect(named('Component', 'data-processor').spec.owner).toBe(
      'group:default/team-data',
    );
  });
});
