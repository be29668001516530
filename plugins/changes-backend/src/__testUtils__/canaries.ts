/**
 * Secrets of real forms for tests, made from a seed when a test runs: no file of the repository holds one, and no scanner finds any.
 */
export interface Canary {
  /** As docs/redaction.md lists it. */
  form: string;
  /** What must not be found anywhere. */
  secret: string;
  /** A name that tells of it; without one, its form alone tells. */
  name?: string;
}

/** Numbers from a seed, so that a failure can be repeated (mulberry32). */
export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }

  chars(alphabet: string, count: number): string {
    return Array.from({ length: count }, () => this.of([...alphabet])).join('');
  }
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';
const ALNUM = LOWER + UPPER + DIGITS;
const WORD = `${ALNUM}_-`;
const HEX = `${DIGITS}abcdef`;

type Make = (random: SeededRandom) => string;

/** Forms that tell by themselves: these are planted under innocent names too. */
const SHAPES: [form: string, make: Make][] = [
  [
    'GitHub token',
    r => `${r.of(['ghp', 'gho', 'ghu', 'ghs', 'ghr'])}_${r.chars(ALNUM, 36)}`,
  ],
  [
    'GitHub token',
    r => `github_pat_${r.chars(ALNUM, 22)}_${r.chars(ALNUM, 59)}`,
  ],
  ['GitLab token', r => `glpat-${r.chars(WORD, 20)}`],
  ['GitLab token', r => `glrt-${r.chars(WORD, 20)}`],
  [
    'AWS access key id',
    r => `${r.of(['AKIA', 'ASIA'])}${r.chars(`${UPPER}234567`, 16)}`,
  ],
  ['AWS session token', r => `IQoJb3JpZ2lu${r.chars(ALNUM, 200)}`],
  ['Google API key', r => `AIza${r.chars(WORD, 35)}`],
  ['Google OAuth token', r => `ya29.${r.chars(WORD, 60)}`],
  ['Google OAuth client secret', r => `GOCSPX-${r.chars(WORD, 28)}`],
  ['Azure client secret', r => `${r.chars(ALNUM, 3)}8Q~${r.chars(ALNUM, 34)}`],
  ['Azure DevOps token', r => `${r.chars(ALNUM, 76)}AZDO${r.chars(ALNUM, 4)}`],
  [
    'Slack token',
    r =>
      `xoxb-${r.chars(DIGITS, 12)}-${r.chars(DIGITS, 12)}-${r.chars(
        ALNUM,
        24,
      )}`,
  ],
  [
    'Slack token',
    r =>
      `xapp-1-A${r.chars(UPPER + DIGITS, 10)}-${r.chars(DIGITS, 13)}-${r.chars(
        HEX,
        64,
      )}`,
  ],
  [
    'Stripe key',
    r =>
      `${r.of(['sk', 'rk'])}_${r.of(['live', 'test'])}_${r.chars(ALNUM, 24)}`,
  ],
  ['npm token', r => `npm_${r.chars(ALNUM, 36)}`],
  ['PyPI token', r => `pypi-AgEIcHlwaS5vcmc${r.chars(WORD, 120)}`],
  ['Docker Hub token', r => `dckr_pat_${r.chars(WORD, 27)}`],
  ['JSON Web Token', r => jwt(r)],
  ['HashiCorp Vault token', r => `hvs.${r.chars(WORD, 90)}`],
  ['SendGrid key', r => `SG.${r.chars(WORD, 22)}.${r.chars(WORD, 43)}`],
  ['OpenAI, Anthropic and like keys', r => `sk-proj-${r.chars(WORD, 74)}`],
  [
    'OpenAI, Anthropic and like keys',
    r => `sk-ant-api03-${r.chars(WORD, 93)}AA`,
  ],
  ['New Relic key', r => `NRAK-${r.chars(UPPER + DIGITS, 27)}`],
  ['Grafana token', r => `glsa_${r.chars(ALNUM, 32)}_${r.chars(HEX, 8)}`],
  ['LaunchDarkly key', r => `sdk-${uuid(r)}`],
  ['Shopify token', r => `shpat_${r.chars(HEX, 32)}`],
  ['Databricks token', r => `dapi${r.chars(HEX, 32)}`],
  ['DigitalOcean token', r => `dop_v1_${r.chars(HEX, 64)}`],
  [
    'Terraform Cloud token',
    r => `${r.chars(ALNUM, 14)}.atlasv1.${r.chars(ALNUM, 64)}`,
  ],
  [
    'Telegram bot token',
    r => `${r.chars('123456789', 10)}:AA${r.chars(WORD, 33)}`,
  ],
  ['Password hash', r => `$2b$12$${r.chars(`${ALNUM}./`, 53)}`],
];

/** Forms that tell only together with what stands around them. */
const ADDRESSES: [
  form: string,
  make: (random: SeededRandom, password: string) => string,
][] = [
  [
    'Password in a connection string',
    (r, p) =>
      `postgres://app:${p}@db-${r.below(9)}.shop:5432/orders?sslmode=require`,
  ],
  [
    'Password in a connection string',
    (_, p) => `mongodb+srv://svc:${p}@cluster0.example.net/shop`,
  ],
  ['Password in a connection string', (_, p) => `redis://:${p}@cache:6379/0`],
  [
    'Password in a connection string',
    (_, p) => `amqps://mq:${p}@broker.example:5671/vhost`,
  ],
  [
    'Password in a connection string',
    (_, p) => `app:${p}@tcp(db:3306)/orders?parseTime=true`,
  ],
  [
    'Password in a connection string',
    (_, p) => `jdbc:oracle:thin:app/${p}@//db:1521/ORCL`,
  ],
  [
    'Password in a connection string',
    (_, p) =>
      `Server=db;Database=orders;User Id=app;Password=${p};Encrypt=true`,
  ],
  [
    'Password in a connection string',
    (_, p) =>
      `DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=${Buffer.from(
        p.repeat(4),
      ).toString('base64')};EndpointSuffix=core.windows.net`,
  ],
  [
    'Password in a URL',
    (_, p) => `https://deploy:${p}@git.example/acme/shop.git`,
  ],
  [
    'Webhook address of Slack, Discord, Teams',
    (r, p) =>
      `https://hooks.slack.com/services/T${r.chars(UPPER, 8)}/B${r.chars(
        UPPER,
        8,
      )}/${p.repeat(3).slice(0, 24)}`,
  ],
  [
    'Credentials in a header',
    (_, p) => `curl -H "Authorization: Bearer ${p}" https://api.example`,
  ],
];

const TELLING_NAMES = [
  'DB_PASSWORD',
  'spring.datasource.password',
  'apiKey',
  'client_secret',
  'AUTH_TOKEN',
  'signingKey',
  'SMTP_PASS',
  'redis.pwd',
  'AWS_SECRET_ACCESS_KEY',
  'encryption-key',
  'STRIPE_API_KEY',
  'webhookSecret',
  'sessionSecret',
  'db_passwd',
  'oauth.clientSecret',
];

/** `count` canaries: half of them tell by their form alone. */
export function canaries(seed: number, count: number): Canary[] {
  const random = new SeededRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    if (index % 2 === 0) {
      const [form, make] = SHAPES[(index / 2) % SHAPES.length];
      return { form, secret: make(random) };
    }
    const secret = `${random.chars(ALNUM, 6)}${random.chars(
      DIGITS,
      2,
    )}${random.chars(ALNUM, 12)}`;
    return {
      form: 'Value under a telling name',
      secret,
      name: random.of(TELLING_NAMES),
    };
  });
}

/** A text in which a canary stands, as people put them into clusters. */
export function textWith(canary: Canary, random: SeededRandom): string {
  const { secret, name } = canary;
  if (name) {
    return random.of([
      `logging.level=info\nserver.port=8080\n${name}=${secret}\ncache.ttl=300\n`,
      `server:\n  port: 8080\n  ${name}: ${secret}\n  timeout: 30s\n`,
      `server:\n  ${name}: |\n    ${secret}\n  timeout: 30s\n`,
      JSON.stringify({ level: 'info', nested: { [name]: secret, ttl: 5 } }),
      JSON.stringify({ file: `a=1\n${name}=${secret}\nb=2` }),
      JSON.stringify(JSON.stringify({ [name]: secret })),
      `- name: ${name}\n  value: ${secret}\n- name: TTL\n  value: "5"\n`,
      `<config><${name}>${secret}</${name}></config>`,
      `<add key="${name}" value="${secret}"/>`,
      `https://api.example/v1?page=2&${name}=${secret}&sort=asc`,
      `exec app --level info --${name} ${secret} --port 8080`,
      `[db]\nhost = "db"\n${name} = "${secret}"\n`,
      `export ${name}='${secret}'\nexec app\n`,
      `machine api.example login app password ${secret}\n`,
    ]);
  }
  return random.of([
    `# rotated in June\nupstream.note=${secret}\nserver.port=8080\n`,
    JSON.stringify({ level: 'info', extra: [1, { note: secret }] }),
    `https://api.example/v1/${secret}/items?sort=asc`,
    `https://api.example/v1?ref=${secret}&sort=asc`,
    `start with ${secret}, then wait`,
    `level: info\nnotes:\n  - "${secret}"\n`,
    `<note>${secret}</note>`,
    JSON.stringify(JSON.stringify({ note: secret })),
  ]);
}

/** An address or header with a password in it. */
export function addressWith(
  random: SeededRandom,
  index: number,
): Canary & { text: string } {
  const secret = `${random.chars(ALNUM, 8)}7x${random.chars(ALNUM, 8)}`;
  const [form, make] = ADDRESSES[index % ADDRESSES.length];
  const text = make(random, secret);
  return {
    form,
    // An account key is the canary's encoding.
    secret:
      /AccountKey=([^;]+)/.exec(text)?.[1] ??
      (/hooks/.test(text) ? text.slice(-24) : secret),
    text,
  };
}

/** A private key of the given kind, without its real length. */
export function privateKey(random: SeededRandom): {
  pem: string;
  body: string;
} {
  const kind = random.of(['', 'RSA ', 'EC ', 'OPENSSH ', 'ENCRYPTED ']);
  const lines = Array.from({ length: 6 }, () => random.chars(`${ALNUM}+/`, 64));
  const edge = (what: string) => `-----${what} ${kind}PRIVATE KEY-----`;
  return {
    pem: [edge('BEGIN'), ...lines, edge('END')].join('\n'),
    body: lines[3],
  };
}

export function inBase64(text: string, lineLength?: number): string {
  const encoded = Buffer.from(text).toString('base64');
  return lineLength
    ? encoded.replace(new RegExp(`.{${lineLength}}`, 'g'), '$&\n')
    : encoded;
}

function jwt(random: SeededRandom): string {
  const part = (value: object) =>
    Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part({
    sub: random.chars(DIGITS, 10),
    iss: 'shop',
  })}.${random.chars(WORD, 43)}`;
}

function uuid(random: SeededRandom): string {
  return [8, 4, 4, 4, 12].map(length => random.chars(HEX, length)).join('-');
}
