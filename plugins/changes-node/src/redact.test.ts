import { diffManifests } from '@ripplehq/backstage-plugin-changes-common';
import { Redactor } from './redact';

const redactor = Redactor.create({ secretKey: 'key-of-the-test' });
const SECRET = 'hunter2-correct-horse';

describe('Redactor', () => {
  it.each([
    [
      'an environment variable',
      { env: [{ name: 'DB_PASSWORD', value: SECRET }] },
    ],
    ['a key of a ConfigMap', { data: { 'api-token': SECRET } }],
    ['a URL with credentials', { url: `postgres://app:${SECRET}@db/shop` }],
    ['a URL without a user', { url: `redis://:${SECRET}@cache:6379` }],
    ['a Secret', { kind: 'Secret', data: { a: SECRET } }],
    ["a Secret's plain form", { kind: 'Secret', stringData: { a: SECRET } }],
    [
      'what kubectl applied last',
      {
        metadata: {
          annotations: {
            'kubectl.kubernetes.io/last-applied-configuration': SECRET,
          },
        },
      },
    ],
    [
      'a private key',
      { data: { pem: `-----BEGIN RSA PRIVATE KEY-----${SECRET}` } },
    ],
    [
      'a line of a file',
      { data: { 'app.yaml': `level: info\ndb:\n  password: ${SECRET}\n` } },
    ],
    [
      'a property',
      { data: { 'app.properties': `a=1\ndb.password=${SECRET}` } },
    ],
    [
      'JSON in a text',
      { data: { config: `{"user":"a","apiKey":"${SECRET}"}` } },
    ],
    ['a flag', { args: [`--db-password=${SECRET}`] }],
    ['a flag with its value behind', { args: ['--db-password', SECRET] }],
    [
      'a key among other lines',
      {
        data: {
          a: `x\n-----BEGIN PRIVATE KEY-----\n${SECRET}\n-----END PRIVATE KEY-----\ny`,
        },
      },
    ],
    ['a Helm parameter', { parameters: [{ name: 'auth', value: SECRET }] }],
  ])('hides the value of %s', (_, value) => {
    expect(JSON.stringify(redactor.redact(value))).not.toContain(SECRET);
  });

  it('leaves the rest as it is', () => {
    const harmless = {
      env: [
        { name: 'CACHE_TTL', value: '300' },
        {
          name: 'DB_PASSWORD',
          valueFrom: { secretKeyRef: { name: 'db', key: 'value' } },
        },
      ],
      volumes: [{ name: 'db', secret: { secretName: 'db' } }],
      automountServiceAccountToken: true,
      args: ['--token-file', '/run/token', '--log-level=debug'],
      data: { 'app.yaml': 'level: info\nport: 8080\n' },
      image: 'registry.example/rest-api:2.14.1',
      replicas: 5,
      on: null,
    };
    expect(redactor.redact(harmless)).toEqual(harmless);
  });

  it('lets a difference be seen only with a key', () => {
    const a = { password: 'one' };
    const b = { password: 'two' };
    expect(diffManifests(redactor.redact(a), redactor.redact(b))).toEqual([
      { path: 'password', redacted: true },
    ]);
    const blind = Redactor.create({});
    expect(blind.redact(a)).toEqual(blind.redact(b));
    expect(JSON.stringify(blind.redact(a))).toBe('{"password":"«hidden»"}');
  });

  it('is idempotent', () => {
    const once = redactor.redact({ password: SECRET });
    expect(redactor.redact(once)).toEqual(once);
  });
});
