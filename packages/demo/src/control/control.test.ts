import {
  ControlRefusal,
  ControlServer,
  PortalReader,
  type WorldControl,
  type WorldState,
  scenesOf,
} from './index.ts';

const NOW = Date.parse('2026-11-19T02:12:40.500Z');
const MINUTE_MS = 60_000;
const TOKEN = 'of-the-banner';

const STATE: WorldState = {
  now: '2026-11-19T02:12:40.500Z',
  phase: 'living',
  clusters: [{ name: 'prod-us', state: 'silent' }],
  incidents: [],
  scenes: [],
};

describe('ControlServer', () => {
  const done: string[] = [];
  let server: ControlServer;

  beforeAll(async () => {
    const control: WorldControl = {
      state: async () => STATE,
      startIncident(id) {
        if (id === 'no-change') {
          throw new ControlRefusal(409, 'It is on its way already');
        }
        done.push(id);
      },
      restartPortal: () => void done.push('restart'),
    };
    server = await ControlServer.start({ control, token: TOKEN });
  });

  afterAll(() => server.close());

  const ask = async (method: string, path: string, token = TOKEN) => {
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
    });
    return { status: response.status, body: await response.json() };
  };

  it('tells the state', async () => {
    expect(await ask('GET', '/state')).toEqual({ status: 200, body: STATE });
  });

  it('sets things off', async () => {
    const cut = await ask('POST', '/incidents/replica-cut/start');
    const restart = await ask('POST', '/portal/restart');
    expect([cut.status, restart.status]).toEqual([202, 202]);
    expect(done).toEqual(['replica-cut', 'restart']);
  });

  it('says in a sentence what it does not do', async () => {
    expect(await ask('POST', '/incidents/no-change/start')).toEqual({
      status: 409,
      body: { error: 'It is on its way already' },
    });
    expect(await ask('POST', '/incidents/flood/start')).toEqual({
      status: 404,
      body: {
        error: "There is no incident 'flood', only replica-cut, no-change",
      },
    });
    expect(await ask('GET', '/portal/restart')).toEqual({
      status: 405,
      body: { error: '/portal/restart takes POST only' },
    });
    expect((await ask('GET', '/')).status).toBe(404);
    expect((await ask('GET', '//')).status).toBe(404);
  });

  it('listens to nobody without the right token', async () => {
    for (const token of ['', 'of-somebody', `${TOKEN}s`]) {
      expect(await ask('GET', '/state', token)).toEqual({
        status: 401,
        body: { error: 'The bearer token is not the right one' },
      });
    }
  });
});

describe('scenesOf', () => {
  it('gives links with absolute times, in the order of the tour', () => {
    const scenes = scenesOf({
      now: NOW,
      moments: {
        'replica-cut': NOW - 26 * MINUTE_MS,
        'no-change': NOW - 52 * MINUTE_MS,
        cut: NOW - 31 * MINUTE_MS,
        edited: NOW - 400 * MINUTE_MS,
        canary: NOW - 420 * MINUTE_MS,
        starved: NOW - 210 * MINUTE_MS,
      },
      events: { cut: 'id-of-the-cut', canary: 'id-of-the-canary' },
    });
    const incident =
      '/catalog/default/component/data-processor/changes?from=2026-11-18T02%3A12%3A40Z&to=2026-11-19T02%3A12%3A40Z&zoom=2026-11-19T00%3A36%3A40Z..2026-11-19T02%3A12%3A40Z&hops=4';
    expect(scenes.map(({ id }) => id)).toEqual([
      'alert',
      'pull-request',
      'by-hand',
      'no-change',
      'withheld',
      'canary',
      'autoscaler',
      'probe',
      'memory',
      'restart',
    ]);
    expect(scenes.find(({ id }) => id === 'memory')?.path).toBe(
      '/catalog/default/component/invoice-worker/health',
    );
    expect(scenes[5].path).toBe(
      '/catalog/default/component/cart-api/changes?from=2026-11-18T18%3A02%3A40Z&to=2026-11-18T20%3A22%3A40Z&hops=4&event=id-of-the-canary',
    );
    expect(scenes[0].path).toBe(incident);
    expect(scenes[1].path).toBe(`${incident}&event=id-of-the-cut`);
    expect(scenes[2].path).toMatch(
      /from=2026-11-18T18%3A22%3A40Z&to=2026-11-18T20%3A42%3A40Z/,
    );
    expect(scenes[3].path).toMatch(/^\/catalog\/default\/component\/search-/);
  });

  it('leaves out what has not happened', () => {
    const scenes = scenesOf({ now: NOW, moments: {}, events: {} });
    expect(scenes.map(({ id }) => id)).toEqual(['restart']);
  });
});

describe('PortalReader', () => {
  it('finds an event as the visitor sees it, and asks for it once', async () => {
    const asked: string[] = [];
    const reader = PortalReader.create({
      portalUrl: 'http://portal',
      fetch: (async (url: string, { headers }: { headers: object }) => {
        const { pathname } = new URL(url);
        asked.push(pathname);
        if (pathname === '/api/auth/demo/refresh') {
          return Response.json({ backstageIdentity: { token: 'guest' } });
        }
        expect(headers).toEqual({ authorization: 'Bearer guest' });
        return Response.json({
          events: [
            { id: 'a', title: 'scaled 2 → 3', startedAt: STATE.now },
            { id: 'b', title: 'cut replicas 50 → 5', startedAt: STATE.now },
          ],
        });
      }) as unknown as typeof fetch,
    });
    const sought = {
      entityRef: 'component:default/rest-api',
      kind: 'deployment',
      at: NOW,
      title: /cut replicas/,
    };
    expect(await reader.eventId(sought)).toBe('b');
    expect(await reader.eventId(sought)).toBe('b');
    expect(asked).toEqual([
      '/api/auth/demo/refresh',
      '/api/changes/entities/by-name/component/default/rest-api/events',
    ]);
  });

  it('does without a portal', async () => {
    const reader = PortalReader.create({
      portalUrl: 'http://portal',
      fetch: async () => {
        throw new TypeError('fetch failed');
      },
    });
    expect(await reader.serviceCount()).toBeUndefined();
    await reader.answers();
  });
});
