import { ChangesClient } from './client';

function clientWith(respond: (request: Request) => Response) {
  const requests: Request[] = [];
  const client = new ChangesClient({
    discoveryApi: { getBaseUrl: async id => `http://portal/api/${id}` },
    fetchApi: {
      fetch: async (input, init) => {
        const request = new Request(input as string, init);
        requests.push(request);
        return respond(request);
      },
    },
  });
  return { client, requests };
}

describe('ChangesClient', () => {
  it('asks for an entity in lower case and repeats keys of several values', async () => {
    const { client, requests } = clientWith(() => Response.json({ lanes: [] }));
    await client.getTimeline(
      'Component:default/Rest-API',
      { type: ['change', 'alert'], degree: 4, q: 'a&b', from: undefined },
      { token: 't' },
    );
    expect(requests[0].url).toBe(
      'http://portal/api/changes/entities/by-name/component/default/rest-api/timeline?type=change&type=alert&degree=4&q=a%26b',
    );
    expect(requests[0].headers.get('authorization')).toBe('Bearer t');
  });

  it('posts events as JSON', async () => {
    const { client, requests } = clientWith(() =>
      Response.json({ results: [] }, { status: 201 }),
    );
    await client.createEvents([{ title: 'x', entityRefs: ['component:a'] }]);
    expect(requests[0].method).toBe('POST');
    expect(await requests[0].json()).toEqual([
      { title: 'x', entityRefs: ['component:a'] },
    ]);
  });

  it("throws the server's own error", async () => {
    const { client } = clientWith(() =>
      Response.json(
        {
          error: { name: 'InputError', message: 'from must be before to' },
          response: { statusCode: 400 },
        },
        { status: 400 },
      ),
    );
    await expect(client.getEvents()).rejects.toMatchObject({
      statusCode: 400,
      cause: { message: 'from must be before to' },
    });
  });
});
