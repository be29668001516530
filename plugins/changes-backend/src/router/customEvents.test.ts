import type { Entity } from '@backstage/catalog-model';
import { startPortal } from '../__testUtils__/portal';
import { component } from '../__testUtils__/story';

const change = { title: 'a change', entityRefs: ['rest-api'] };
const mock: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'mock', namespace: 'default' },
  spec: { profile: { displayName: 'Dana Whitfield' } },
};

describe('what is sent by hand or by a tool', () => {
  let portal: Awaited<ReturnType<typeof startPortal>>;

  beforeAll(async () => {
    portal = await startPortal({ entities: [component('rest-api'), mock] });
  });

  afterAll(() => portal.stop());

  const stored = async (body: object, headers: Record<string, string> = {}) => {
    const sent = await portal.post('/events', body).set(headers);
    expect(sent.status).toBe(201);
    const { id } = sent.body.results[0];
    return (await portal.get(`/events/${id}`)).body;
  };

  it('names the signed-in user as who did it', async () => {
    expect(await stored(change)).toMatchObject({
      source: 'manual',
      actor: {
        name: 'Dana Whitfield',
        kind: 'user',
        entityRef: 'user:default/mock',
      },
    });
    const forged = await portal.post('/events', {
      ...change,
      actor: { name: 'somebody else', kind: 'user' },
    });
    expect(forged.status).toBe(400);
    expect(forged.body.error.message).toMatch(
      /^events\[0\]\.actor: of what a signed-in user sends is that user \(user:default\/mock\)/,
    );
  });

  it('lets a tool name whom it acts for', async () => {
    const actor = {
      name: 'Dana',
      kind: 'user',
      entityRef: 'user:default/dana',
    };
    expect(await stored({ ...change, actor }, portal.asService)).toMatchObject({
      actor,
    });
    const wrong = await portal
      .post('/events', { ...change, actor: { ...actor, entityRef: 'x:' } })
      .set(portal.asService);
    expect(wrong.body.error.message).toMatch(
      /^events\[0\]\.actor\.entityRef: 'x:' is no entity ref/,
    );
  });

  it('hides secrets in all that people read', async () => {
    const secret = 'hunter2-correct-horse';
    const event = await stored({
      ...change,
      title: `Rotated DB_PASSWORD=${secret}`,
      details: { output: `ok\ntoken: ${secret}`, apiKey: secret },
      diff: [{ path: 'data.password', before: secret, after: 'x' }],
      links: [
        { title: `password=${secret}`, url: 'https://wiki.example/' },
        { title: 'log', url: `https://log.example/?token=${secret}` },
      ],
    });
    expect(JSON.stringify(event)).not.toContain(secret);
    expect(event.title).toMatch(/^Rotated DB_PASSWORD=«hidden/);
    expect(event.links).toHaveLength(1);
  });

  it('shows nothing that turns or hides what is read', async () => {
    const event = await stored({
      ...change,
      title: 'rest-api\u202e deployed\nby \u0007me',
      details: { 'a\u200bb': 'one\ntwo\u2066' },
    });
    expect(event.title).toBe('rest-api deployed by me');
    expect(event.evidence).toEqual([{ label: 'ab', text: 'one\ntwo' }]);
    const empty = await portal.post('/events', { ...change, title: '\u202e' });
    expect(empty.status).toBe(400);
    expect(empty.body.error.message).toBe(
      'events[0].title: must hold a character that can be seen',
    );
  });
});
