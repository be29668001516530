import { startPortal } from '../__testUtils__/portal';

const entity = (name: string, relations: [string, string][] = []) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, namespace: 'default' },
  spec: { type: 'service', owner: 'team-a', lifecycle: 'production' },
  relations: relations.map(([type, targetRef]) => ({ type, targetRef })),
});

const entities = [
  entity('data-processor', [['dependsOn', 'component:default/rest-api']]),
  entity('rest-api', [
    ['dependsOn', 'component:default/orders-db'],
    ['dependencyOf', 'component:default/data-processor'],
  ]),
  entity('orders-db'),
];

describe('timeline', () => {
  it('shows a custom change of an upstream service', async () => {
    const portal = await startPortal({ entities });
    const created = await portal.post('/events', {
      title: 'flag checkout-v2 switched on',
      kind: 'flag',
      entityRefs: ['rest-api'],
    });
    expect(created.body).toEqual({
      results: [{ index: 0, id: expect.any(String), key: expect.any(String) }],
    });
    const timeline = await portal.get(
      '/entities/by-name/component/default/data-processor/timeline',
    );
    expect(timeline.body).toMatchObject({
      entityRef: 'component:default/data-processor',
      lanes: [
        { entityRef: 'component:default/data-processor', degree: 0 },
        { entityRef: 'component:default/rest-api', degree: 1, complete: true },
        { entityRef: 'component:default/orders-db', degree: 2 },
      ],
      events: [
        {
          id: created.body.results[0].id,
          kind: 'flag',
          source: 'manual',
          status: 'succeeded',
          lanes: [1],
          subjects: [],
          entityRefs: ['component:default/rest-api'],
        },
      ],
      withheld: 0,
    });
    await portal.stop();
  });
});
