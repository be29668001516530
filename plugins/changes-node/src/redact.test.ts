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

  it.each([
    ['an assignment', `Rotated DB_PASSWORD=${SECRET} on orders-db`],
    ['a property of a command', `java -Ddb.password=${SECRET} -jar app.jar`],
    ['a quoted value', `set password = "${SECRET}" for shop`],
    ['a value behind a colon', `new api_key:${SECRET}, old one gone`],
    ['prose', `The new token: ${SECRET} holds for a day`],
    ['a query', `called https://x.example/a?b=1&token=${SECRET}&c=2`],
    ['a flag', `ran deploy --password ${SECRET} --force`],
    ['a header', `curl -H "Authorization: Bearer ${SECRET}" host`],
    ['a scheme', `sent with bearer ${SECRET}`],
  ])('hides a value in the middle of a sentence: %s', (_, text) => {
    const redacted = redactor.redactText(text);
    expect(redacted).not.toContain(SECRET);
    expect(redacted).toContain('«hidden');
    expect(redactor.redactText(redacted)).toBe(redacted);
  });

  it('hides the word that is a token, not the sentence', () => {
    const token = `ghp_${'a1'.repeat(18)}`;
    expect(redactor.redactText(`Revoked ${token} of the bot`)).toMatch(
      /^Revoked «hidden[^»]*» of the bot$/,
    );
  });

  it.each([
    'rest-api deployed v2.14.1 and cut replicas 50 → 5',
    'Turned on basic authentication for staging',
    'Moved the password: it is in the vault now',
    'if (token === undefined) return; token => use(token)',
    'wait for https://x.example/path?page=2',
    'read from --token-file /run/token',
    'started with password=${DB_PASSWORD} and token={{ .Values.token }}',
  ])('leaves a sentence as it is: %s', text => {
    expect(redactor.redactText(text)).toBe(text);
  });

  it('looks through a long text in no time', () => {
    const long = 'a'.repeat(300_000);
    const begun = performance.now();
    redactor.redactText(`${long}: ${long}=${long} --${long}`);
    expect(performance.now() - begun).toBeLessThan(1000);
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
