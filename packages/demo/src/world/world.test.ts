import { SHOP, entityRefOf, problemsOf, upstreamOf } from './index.ts';

describe('the description of the world', () => {
  it('has no problems', () => {
    expect(problemsOf(SHOP)).toEqual([]);
  });

  it('says what is wrong with a row', () => {
    const [first, ...rest] = SHOP.services;
    expect(
      problemsOf({
        ...SHOP,
        services: [
          { ...first, owner: 'team-x', needs: ['nothing', first.name] },
          ...rest,
          { ...first, runs: { moon: 1 } },
        ],
      }),
    ).toEqual([
      "'data-processor' is there twice",
      "data-processor.owner: there is no 'team-x'",
      "data-processor.needs: there is no 'nothing'",
      "data-processor.runs: there is no 'moon'",
      'data-processor needs itself',
      'data-processor does not run where its autoscaler is',
    ]);
  });

  it('has something at each of four degrees upstream of the incident', () => {
    const upstream = upstreamOf(SHOP, 'data-processor');
    const at = (degree: number) =>
      upstream
        .filter(found => found.degree === degree)
        .map(({ service }) => service.name);
    expect(at(1)).toEqual(['rest-api', 'events-queue']);
    expect(at(2)).toEqual([
      'orders-db',
      'auth-service',
      'payments-gw',
      'kafka-eu',
    ]);
    expect(at(3)).toEqual(['sessions-redis', 'stripe', 'fraud-check']);
    expect(at(4)).toEqual(['vpc-eu-central']);
  });

  it('has what the tour needs', () => {
    const refs = SHOP.services.map(entityRefOf);
    expect(refs).toContain('resource:default/orders-db');
    expect(refs).toContain('component:default/legacy-batch');
    expect(
      SHOP.services.filter(({ needs }) => needs.includes('orders-db')),
    ).not.toHaveLength(1);
    const bindings = SHOP.services.map(({ binding }) => binding);
    expect(bindings).toContain('none');
    expect(bindings).toContain('elsewhere');
    const guest = SHOP.people.find(({ name }) => name === 'guest')!;
    expect(guest.mayNotSee).toEqual(['fraud-check']);
    expect(
      SHOP.services.filter(({ owner }) => owner === guest.team).length,
    ).toBeGreaterThan(2);
  });
});
