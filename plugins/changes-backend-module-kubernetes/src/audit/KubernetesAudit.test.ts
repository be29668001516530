import { AuthenticationError, InputError } from '@backstage/errors';
import { KubernetesAudit } from './KubernetesAudit';

const TOKEN = 'a-token-of-the-api-servers';
const KINDS: Record<
  string,
  { kind: string; group: string; scope: 'namespaced' | 'cluster' }
> = {
  'deployments.apps': {
    kind: 'Deployment',
    group: 'apps',
    scope: 'namespaced',
  },
  configmaps: { kind: 'ConfigMap', group: '', scope: 'namespaced' },
  namespaces: { kind: 'Namespace', group: '', scope: 'cluster' },
};
const audit = KubernetesAudit.create({
  tokens: new Map([['prod-eu', TOKEN]]),
  kindOf: id => KINDS[id],
  pipelines: [],
});

/** As an API server 1.36 logs `kubectl edit`. */
const event = (overrides: object = {}) => ({
  level: 'Metadata',
  auditID: '6f0c6c0e-6d6e-4c84-9b3f-0c5f7f0a3b55',
  stage: 'ResponseComplete',
  requestURI:
    '/apis/apps/v1/namespaces/shop/deployments/web?fieldManager=kubectl-edit&fieldValidation=Strict',
  verb: 'patch',
  user: {
    username: 'anna@example.com',
    groups: ['sre', 'system:authenticated'],
    extra: { 'authentication.kubernetes.io/credential-id': ['X509SHA256=ab'] },
  },
  sourceIPs: ['10.0.0.9'],
  userAgent: 'kubectl/v1.36.3 (linux/amd64) kubernetes/f2d7d0e',
  objectRef: {
    resource: 'deployments',
    namespace: 'shop',
    name: 'web',
    apiGroup: 'apps',
    apiVersion: 'v1',
  },
  responseStatus: { metadata: {}, code: 200 },
  requestReceivedTimestamp: '2026-11-19T02:30:00.120000Z',
  stageTimestamp: '2026-11-19T02:30:00.180000Z',
  annotations: { 'authorization.k8s.io/decision': 'allow' },
  ...overrides,
});
const body = (...items: unknown[]) =>
  Buffer.from(
    JSON.stringify({
      kind: 'EventList',
      apiVersion: 'audit.k8s.io/v1',
      metadata: {},
      items,
    }),
  );
const read = (...items: unknown[]) => audit.read(body(...items), 'prod-eu');

describe('KubernetesAudit', () => {
  it('reads who wrote what, when and with what', async () => {
    expect(await read(event())).toEqual([
      {
        instance: 'prod-eu',
        id: expect.any(String),
        subject: 'kubernetes:prod-eu/shop/Deployment.apps/web',
        verb: 'update',
        manager: 'kubectl-edit',
        from: '2026-11-19T02:30:00.120000Z',
        to: '2026-11-19T02:30:00.180000Z',
        actor: expect.objectContaining({
          name: 'anna@example.com',
          kind: 'user',
          via: 'kubectl-edit',
          groups: ['sre'],
          client: 'kubectl/v1.36.3 (linux/amd64) kubernetes/f2d7d0e',
        }),
      },
    ]);
  });

  it('knows a write again that is told twice, and tells apart those of a client that calls all of them the same', async () => {
    const [once, twice, other] = await read(
      event(),
      event(),
      event({ requestReceivedTimestamp: '2026-11-19T02:30:00.130000Z' }),
    );
    expect(twice.id).toBe(once.id);
    expect(other.id).not.toBe(once.id);
  });

  it('takes the start of the client’s name where no manager is given, and an apply of what is not there for a creation', async () => {
    const [scaled, applied] = await read(
      event({
        requestURI: '/apis/apps/v1/namespaces/shop/deployments/web/scale',
        objectRef: { ...event().objectRef, subresource: 'scale' },
      }),
      event({ responseStatus: { code: 201 } }),
    );
    expect(scaled).toMatchObject({
      verb: 'update',
      manager: 'kubectl',
      subresource: 'scale',
    });
    expect(scaled.actor.via).toBe('kubectl (scale)');
    expect(applied.verb).toBe('create');
  });

  it.each([
    ['what was only received', { stage: 'RequestReceived' }],
    ['what was refused', { responseStatus: { code: 403 } }],
    ['a panic', { stage: 'Panic', responseStatus: { code: 500 } }],
    ['a read', { verb: 'get' }],
    ['a dry run', { requestURI: `${event().requestURI}&dryRun=All` }],
    [
      'a status',
      { objectRef: { ...event().objectRef, subresource: 'status' } },
    ],
    [
      'a kind that nobody watches',
      {
        objectRef: {
          resource: 'leases',
          apiGroup: 'coordination.k8s.io',
          name: 'a',
        },
      },
    ],
    ['what is about no object', { objectRef: undefined, requestURI: '/livez' }],
  ])('leaves out %s', async (_, overrides) => {
    expect(await read(event(overrides))).toEqual([]);
  });

  it('names who was impersonated, and by whom', async () => {
    const [{ actor }] = await read(
      event({
        user: { username: 'system:serviceaccount:rancher:rancher', groups: [] },
        impersonatedUser: { username: 'ben', groups: ['dev'] },
      }),
    );
    expect(actor).toMatchObject({
      name: 'ben',
      kind: 'user',
      via: 'kubectl-edit, impersonated by system:serviceaccount:rancher:rancher',
      groups: ['dev'],
    });
  });

  it('knows a Namespace, which lies in none', async () => {
    const [{ subject }] = await read(
      event({
        verb: 'delete',
        objectRef: { resource: 'namespaces', namespace: 'shop', name: 'shop' },
      }),
    );
    expect(subject).toBe('kubernetes:prod-eu/_/Namespace/shop');
  });

  it('never reads bodies, however they are written, and takes what stands around them', async () => {
    const secret = 'c2VjcmV0';
    const bodies = `"requestObject":{"data":{"a":"${secret}\\"}]"},"x":[{"y":"\\\\"}]},`;
    const text = body(event())
      .toString()
      .replace(
        '"objectRef"',
        `${bodies} "responseObject" : [ "${secret}" ] ,\n"objectRef"`,
      );
    const result = await audit.read(Buffer.from(text), 'prod-eu');
    expect(result).toHaveLength(1);
    expect(JSON.stringify(result)).not.toContain(secret);
  });

  it.each([
    ['[]', 'body: is no JSON object'],
    ['{"kind":"EventList"', 'body: is no JSON, at byte 19'],
    ['{"kind":"List"}', "kind: must be 'EventList'"],
    [
      '{"kind":"EventList","apiVersion":"audit.k8s.io/v1beta1"}',
      "apiVersion: must be 'audit.k8s.io/v1'",
    ],
    [
      '{"kind":"EventList","apiVersion":"audit.k8s.io/v1"}',
      'items: is missing',
    ],
    [
      '{"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":[{"auditID":1}]}',
      /^items\[0\]\.auditID: /,
    ],
    [
      '{"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":[{"auditID":{]}]}',
      /^items/,
    ],
  ])('refuses %s, and says why', async (text, message) => {
    const refused = audit.read(Buffer.from(text), 'prod-eu');
    await expect(refused).rejects.toThrow(InputError);
    await expect(refused).rejects.toThrow(message);
  });

  it('lets nobody in without the token of the cluster', () => {
    audit.verify({ authorization: `Bearer ${TOKEN}` }, 'prod-eu');
    for (const authorization of ['', TOKEN, 'Bearer x', `Basic ${TOKEN}`]) {
      expect(() => audit.verify({ authorization }, 'prod-eu')).toThrow(
        AuthenticationError,
      );
    }
    expect(() =>
      audit.verify({ authorization: `Bearer ${TOKEN}` }, 'prod-us'),
    ).toThrow(AuthenticationError);
  });
});
