import { startPortal } from '../__testUtils__/portal';
import { component } from '../__testUtils__/story';

const PAGE = '/entities/by-name/component/default/rest-api';

describe('bad input is answered with a sentence that names the field', () => {
  let portal: Awaited<ReturnType<typeof startPortal>>;

  beforeAll(async () => {
    portal = await startPortal({ entities: [component('rest-api')] });
  });

  afterAll(() => portal.stop());

  it.each([
    [
      '/entities/by-name/component/default/nobody/timeline',
      404,
      /component:default\/nobody/,
    ],
    [
      '/entities/by-name/nonsense/default/rest-api/health',
      404,
      /nonsense:default\/rest-api/,
    ],
    [
      `${PAGE}/timeline?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z`,
      400,
      /^from: .* must be before to/,
    ],
    [
      `${PAGE}/timeline?from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z`,
      400,
      /^from: .* 31 days/,
    ],
    [`${PAGE}/timeline?from=yesterday`, 400, /from.*date-time/],
    [`${PAGE}/timeline?perLane=2001`, 400, /perLane.*2000/],
    [`${PAGE}/timeline?degree=5`, 400, /degree.*4/],
    [
      `${PAGE}/timeline?kind=nonsense`,
      400,
      /^kind: 'nonsense' is unknown; changes have one of deployment/,
    ],
    [`${PAGE}/timeline?type=nonsense`, 400, /type/],
    [`${PAGE}/timeline?nonsense=1`, 400, /nonsense/],
    [`${PAGE}/events?limit=501`, 400, /limit.*500/],
    [`${PAGE}/events?limit=0`, 400, /limit/],
    [`${PAGE}/events?cursor=nonsense`, 400, /^cursor: 'nonsense'/],
    ['/events?cursor=nonsense', 400, /^cursor: 'nonsense'/],
    ['/services?cursor=MS4y', 400, /^cursor/],
    ['/services?health=ill', 400, /health/],
    ['/subjects?limit=nonsense', 400, /limit/],
    [`${PAGE}/health?at=2999-01-01T00:00:00Z`, 400, /^at: .* has not come yet/],
    [`${PAGE}/suspects?event=nonsense`, 404, /^event: no event 'nonsense'/],
    [`${PAGE}/timeline?degree=1&q=a%00b`, 400, /^q: .* NUL/],
    [`${PAGE}/events?environment=%00`, 400, /^environment: .* NUL/],
    ['/events/%00', 400, /^path: .* NUL/],
    ['/events/nonsense', 404, /no event 'nonsense'/],
    ['/events/nonsense/code', 404, /no event 'nonsense'/],
    ['/nonsense', 404, /no route GET \/nonsense/],
  ])('GET %s → %i', async (path, status, message) => {
    const response = await portal.get(path);
    expect({ status: response.status, ...response.body.error }).toEqual(
      expect.objectContaining({
        status,
        message: expect.stringMatching(message),
      }),
    );
  });

  const valid = { title: 'a change', entityRefs: ['rest-api'] };

  it.each([
    [
      'a field that no event has',
      { ...valid, startAt: '2026-11-19T02:41:08Z' },
      /events\[0\]\.startAt: is no field of an event/,
    ],
    [
      'a start that has not come yet',
      { ...valid, startedAt: '2099-01-01T00:00:00Z' },
      /events\[0\]\.startedAt: 2099-01-01T00:00:00Z has not come yet/,
    ],
    ['no title', { entityRefs: ['rest-api'] }, /events\[0\]\.title/],
    [
      'nothing that it happened to',
      { title: 'x' },
      /events\[0\]\.entityRefs: name at least one entity/,
    ],
    [
      'an unknown entity',
      { ...valid, entityRefs: ['nobody'] },
      /events\[0\]\.entityRefs\[0\]: the catalog has no entity 'component:default\/nobody'/,
    ],
    [
      'no entity ref',
      { ...valid, entityRefs: ['x:'] },
      /entityRefs\[0\]: 'x:' is no entity ref/,
    ],
    [
      'no subject',
      { ...valid, subjects: ['nonsense'] },
      /subjects\[0\]: subject 'nonsense' must be/,
    ],
    [
      'an unknown kind',
      { ...valid, kind: 'nonsense' },
      /events\[0\]\.kind: must be one of deployment/,
    ],
    [
      'a status of another type',
      { ...valid, status: 'open' },
      /events\[0\]\.status: must be one of in-progress/,
    ],
    [
      'an end before its start',
      {
        ...valid,
        startedAt: '2026-01-02T00:00:00Z',
        endedAt: '2026-01-01T00:00:00Z',
      },
      /events\[0\]\.endedAt: must not be before startedAt/,
    ],
    [
      'a link that is no web page',
      { ...valid, links: [{ title: 'x', url: 'file:///etc/passwd' }] },
      /events\[0\]\.links\[0\]\.url/,
    ],
    [
      'a title over the limit',
      { ...valid, title: 'x'.repeat(301) },
      /events\[0\]\.title.*300/,
    ],
    ['a text', 'nonsense', /body/],
    ['no items', [], /body/],
    ['too many items', new Array(101).fill(valid), /body.*100/],
    [
      'too many bytes',
      {
        ...valid,
        details: Object.fromEntries(
          Array.from({ length: 60 }, (_, i) => [`k${i}`, 'x'.repeat(2000)]),
        ),
      },
      /body: must be at most 100 kB/,
    ],
  ])('POST /events with %s → 400', async (_, body, message) => {
    const response = await portal
      .post('/events', body as object)
      .set('content-type', 'application/json');
    expect({ status: response.status, ...response.body.error }).toEqual(
      expect.objectContaining({
        status: 400,
        message: expect.stringMatching(message),
      }),
    );
  });

  it('answers per item what was wrong and stores the others', async () => {
    const { status, body } = await portal.post('/events', [
      { title: '', entityRefs: ['rest-api'] },
      { ...valid, key: 'deploy-1' },
    ]);
    expect(status).toBe(201);
    expect(body.results).toEqual([
      { index: 0, error: { field: 'title', message: expect.any(String) } },
      { index: 1, id: expect.any(String), key: 'deploy-1' },
    ]);
  });

  it('takes a key again as the same event, and an end for what it began', async () => {
    const begun = {
      ...valid,
      key: 'migration-7',
      kind: 'migration',
      status: 'in-progress',
    };
    const first = await portal.post('/events', begun);
    const again = await portal.post('/events', begun);
    expect(again.body).toEqual(first.body);
    const { id } = first.body.results[0];
    expect((await portal.get(`/events/${id}`)).body.status).toBe('in-progress');
    await portal.post('/events', { ...begun, status: 'failed' });
    const { body } = await portal.get(`/events/${id}`);
    expect(body).toMatchObject({
      status: 'failed',
      endedAt: expect.any(String),
    });
    await portal.post('/events', { ...begun, status: 'failed' });
    expect((await portal.get(`/events/${id}`)).body.endedAt).toBe(body.endedAt);
  });

  it('takes an alert from trigger to resolve', async () => {
    const alert = {
      ...valid,
      type: 'alert',
      kind: 'latency',
      severity: 'critical',
      key: 'alert-1',
      title: 'queue lag > 5 min',
    };
    const { body } = await portal.post('/events', alert);
    const { id } = body.results[0];
    expect((await portal.get(`/events/${id}`)).body).toMatchObject({
      type: 'alert',
      status: 'open',
    });
    await portal.post('/events', { ...alert, status: 'resolved' });
    expect((await portal.get(`/events/${id}`)).body.status).toBe('resolved');
    const filtered = await portal.get(`${PAGE}/timeline?kind=latency`);
    expect(filtered.body.events).toHaveLength(1);
  });

  it('keeps what has ended when the word of its start comes late', async () => {
    const alert = { ...valid, type: 'alert', key: 'alert-2' };
    const resolved = await portal.post('/events', {
      ...alert,
      status: 'resolved',
      endedAt: '2026-01-01T10:00:00Z',
    });
    const { id } = resolved.body.results[0];
    await portal.post('/events', {
      ...alert,
      status: 'open',
      startedAt: '2026-01-01T09:00:00Z',
    });
    expect((await portal.get(`/events/${id}`)).body).toMatchObject({
      status: 'resolved',
      startedAt: '2026-01-01T09:00:00.000Z',
      endedAt: '2026-01-01T10:00:00.000Z',
    });
    await portal.post('/events', {
      ...alert,
      status: 'open',
      startedAt: '2026-01-01T11:00:00Z',
    });
    expect((await portal.get(`/events/${id}`)).body.status).toBe('open');
  });

  it('names the field of the caller when an end lies before the known start', async () => {
    const change = { ...valid, key: 'migration-8', kind: 'migration' };
    await portal.post('/events', {
      ...change,
      status: 'in-progress',
      startedAt: '2026-01-01T10:00:00Z',
    });
    const { body, status } = await portal.post('/events', {
      ...change,
      endedAt: '2026-01-01T09:00:00Z',
    });
    expect(status).toBe(400);
    expect(body.error.message).toMatch(/^events\[0\]\.endedAt: /);
  });

  it('refuses a body that is no JSON', async () => {
    const response = await portal
      .post('/events', '{"title":' as unknown as object)
      .set('content-type', 'application/json');
    expect(response.status).toBe(400);
    expect(response.body.error.message).toMatch(/^body: is no JSON/);
  });
});
