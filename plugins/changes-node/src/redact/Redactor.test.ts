import { diffManifests } from '@ripplehq/backstage-plugin-changes-common';
import { Redactor } from './Redactor';
import { SECRET_SHAPES } from './secretShapes';

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
    'passkeys: off → 10 %',
    'Hotkeys: three new ones',
  ])('leaves a sentence as it is: %s', text => {
    expect(redactor.redactText(text)).toBe(text);
  });

  it.each([
    'a',
    'password=',
    'password="',
    '"password":"',
    'password: |\n',
    '://a:b',
    'curl -u ',
    '-----BEGIN PRIVATE KEY-----',
    `AKIA${'A'.repeat(16)}`,
    'eyJaaaaaaaa.',
    'aGVsbG8g',
    'a@tcp(',
    ...SECRET_SHAPES.flatMap(({ anchors }) => anchors),
  ])('looks through a long text in no time: %s', part => {
    const long = part.repeat(200_000 / part.length);
    const begun = performance.now();
    redactor.redactText(long);
    expect(performance.now() - begun).toBeLessThan(5000);
  });

  it('hides a password in an address, and leaves the rest of the address', () => {
    const url = `postgres://app:${SECRET}@db/shop`;
    expect(redactor.redactText(`DB is ${url}?ssl=true`)).toMatch(
      /^DB is postgres:\/\/app:«hidden \w+»@db\/shop\?ssl=true$/,
    );
  });

  it.each([
    ['a YAML block', { a: `db:\n  password: |\n    ${SECRET}\n  port: 1\n` }],
    ['a manifest', { a: `env:\n- name: DB_PASSWORD\n  value: ${SECRET}\n` }],
    [
      'JSON within JSON',
      { a: JSON.stringify({ b: `{"apiKey":"${SECRET}"}` }) },
    ],
    ['XML', { a: `<db><password>${SECRET}</password></db>` }],
    ['base64', { a: btoa(`{"password":"${SECRET}"}`) }],
    ['a MySQL address', { a: `app:${SECRET}@tcp(db:3306)/shop` }],
    ['an account of curl', { a: `curl -s -u app:${SECRET} https://x` }],
    ['a default', { a: `password: \${DB_PASSWORD:${SECRET}}` }],
    ['a name in camel case', { dbPassword: SECRET }],
    ['a name and key', [{ key: 'signingKey', value: SECRET }]],
  ])('hides the value in %s', (_, value) => {
    const text = JSON.stringify(redactor.redact(value));
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain(btoa(SECRET).slice(4, 20));
  });

  it('leaves what people need to see, though its name sounds like a secret', () => {
    const harmless = {
      MAX_TOKENS: '4096',
      TOKEN_TTL: '300s',
      SECRET_NAME: 'db',
      PASSWORD_MIN_LENGTH: '12',
      AUTH_ENABLED: 'true',
      'cache.key': 'user-profile',
      // What sources remember.
      key: '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0/hpa/4711',
      partOfKey: '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0/4711',
      mentions: { secrets: ['db-credentials-v2', 'tls-2026'] },
      tokenExpirationSeconds: 3600,
      image: 'registry.example/token-service@sha256:0a1b2c3d4e5f60718293',
      notes: 'keys: a, b\nprimary key: id\nmonkey: 5\nauth: oidc\n',
      digest: `sha256:${'0a1b2c3d'.repeat(8)}`,
    };
    expect(redactor.redact(harmless)).toEqual(harmless);
  });

  it('gives back the very object when it holds no secret', () => {
    const object = { spec: { replicas: 5, args: ['--verbose'] } };
    expect(redactor.redact(object)).toBe(object);
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
