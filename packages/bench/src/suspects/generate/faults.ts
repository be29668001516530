import type { CaseEvent } from '../SuspectCase';
import type { Dice } from './Dice';
import type { Node } from './World';

/** What is written of a change. */
export type ChangeWords = Pick<CaseEvent, 'kind' | 'source' | 'title'> &
  Partial<Pick<CaseEvent, 'diff' | 'detail' | 'status'>>;

/** What the changed service, and whoever calls it, shows. */
export interface Harm {
  /** The health issue of the changed service. */
  issue: { kind: string; title: string; detail?: string };
  /** What callers' alarms say; `{}` stands for the changed service. */
  callers: string[];
}

/** A way in which a change breaks things, and how the same sort of change looks where it breaks nothing. */
export interface Fault {
  name: string;
  /** The trigger's share among causes. */
  weight: number;
  on: Node['type'][];
  delay: 'immediate' | 'rollout' | 'slow';
  change(dice: Dice, node: Node): { words: ChangeWords; harm: Harm };
  /** A change of the same sort that does no harm. */
  harmless(dice: Dice, node: Node): ChangeWords;
}

const version = (dice: Dice) =>
  `v${dice.whole(1, 9)}.${dice.whole(0, 40)}.${dice.whole(0, 12)}`;
const image = (node: Node, tag: string) => `ghcr.io/acme/${node.name}:${tag}`;
const IMAGE_PATH = 'spec.template.spec.containers[app].image';

const deploys = (dice: Dice, node: Node): ChangeWords => {
  const [before, after] = [version(dice), version(dice)];
  return {
    kind: 'deployment',
    source: 'kubernetes',
    title: `${node.name} deployed ${after}`,
    diff: [
      {
        path: IMAGE_PATH,
        before: image(node, before),
        after: image(node, after),
      },
    ],
  };
};
const config = (
  node: Node,
  path: string,
  before: unknown,
  after: unknown,
): ChangeWords => ({
  kind: 'config',
  source: 'kubernetes',
  title: `ConfigMap ${node.name}: ${path.replace('data.', '')} ${
    before ?? '(added)'
  } → ${after ?? '(removed)'}`,
  diff: [
    {
      path,
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
    },
  ],
});
const slow = [
  'timeouts calling {}',
  'p99 latency over 2 s',
  'queue lag over 5 min',
  'deadline exceeded waiting for {}',
];
const broken = [
  '5xx rate over 5 %',
  'errors from {}',
  '502 from {}',
  'SLO burn rate 14',
];

/** Templates that a ranker may be tuned on. */
export const FAULTS: readonly Fault[] = [
  {
    name: 'bad code',
    weight: 9,
    on: ['service'],
    delay: 'rollout',
    change(dice, node) {
      const words = deploys(dice, node);
      return {
        words,
        harm: {
          issue: {
            kind: 'errors',
            title: `${node.name}: error rate ${dice.whole(6, 40)} %`,
            detail: `HTTP 500 since ${words.title.split(' ').at(-1)}`,
          },
          callers: broken,
        },
      };
    },
    harmless: deploys,
  },
  {
    name: 'rollout fails',
    weight: 4,
    on: ['service'],
    delay: 'rollout',
    change(dice, node) {
      return {
        words: { ...deploys(dice, node), status: 'failed' },
        harm: {
          issue: {
            kind: 'crash-loop',
            title: `${node.name}: ${dice.whole(2, 9)} pods crash: exit 1`,
            detail: 'CrashLoopBackOff',
          },
          callers: broken,
        },
      };
    },
    harmless: (dice, node) => ({
      ...deploys(dice, node),
      status: dice.happens(0.3) ? 'failed' : 'succeeded',
    }),
  },
  {
    name: 'leak',
    weight: 4,
    on: ['service'],
    delay: 'slow',
    change(dice, node) {
      return {
        words: deploys(dice, node),
        harm: {
          issue: {
            kind: 'oom',
            title: `${node.name}: containers OOMKilled`,
            detail: 'memory grew steadily, exit code 137',
          },
          callers: [...slow, ...broken],
        },
      };
    },
    harmless: deploys,
  },
  {
    name: 'replicas cut',
    weight: 5,
    on: ['service'],
    delay: 'rollout',
    change(dice, node) {
      const before = dice.whole(10, 60);
      const after = Math.max(1, Math.round(before * dice.between(0.05, 0.3)));
      const withImage = dice.happens(0.5) ? deploys(dice, node) : undefined;
      return {
        words: {
          kind: withImage ? 'deployment' : 'scale',
          source: 'kubernetes',
          title: `${
            withImage ? `${withImage.title} and cut` : `${node.name} scaled`
          } replicas ${before} → ${after}`,
          diff: [
            { path: 'spec.replicas', before, after },
            ...(withImage?.diff ?? []),
          ],
        },
        harm: {
          issue: {
            kind: 'saturation',
            title: `${node.name}: CPU at limit on all pods`,
            detail: 'readiness probe times out',
          },
          callers: slow,
        },
      };
    },
    harmless(dice, node) {
      const before = dice.whole(3, 30);
      const after = before + dice.whole(-2, 6);
      return {
        kind: 'scale',
        source: 'kubernetes',
        title: `${node.name} scaled replicas ${before} → ${Math.max(1, after)}`,
        diff: [{ path: 'spec.replicas', before, after: Math.max(1, after) }],
      };
    },
  },
  {
    name: 'memory limit lowered',
    weight: 4,
    on: ['service'],
    delay: 'rollout',
    change(dice, node) {
      const before = dice.one(['1Gi', '2Gi', '512Mi']);
      const after = { '1Gi': '256Mi', '2Gi': '512Mi', '512Mi': '128Mi' }[
        before
      ];
      return {
        words: {
          kind: 'deployment',
          source: 'kubernetes',
          title: `${node.name} changed memory limit ${before} → ${after}`,
          diff: [
            {
              path: 'spec.template.spec.containers[app].resources.limits.memory',
              before,
              after,
            },
          ],
        },
        harm: {
          issue: {
            kind: 'oom',
            title: `${node.name}: containers OOMKilled`,
            detail: 'exit code 137',
          },
          callers: broken,
        },
      };
    },
    harmless: (dice, node) => ({
      kind: 'deployment',
      source: 'kubernetes',
      title: `${node.name} changed memory request`,
      diff: [
        {
          path: 'spec.template.spec.containers[app].resources.requests.memory',
          before: '512Mi',
          after: `${dice.whole(400, 700)}Mi`,
        },
      ],
    }),
  },
  {
    name: 'pool shrunk',
    weight: 5,
    on: ['service'],
    delay: 'immediate',
    change(dice, node) {
      const before = dice.whole(50, 200);
      return {
        words: config(
          node,
          'data.DB_POOL_SIZE',
          String(before),
          String(dice.whole(2, 8)),
        ),
        harm: {
          issue: {
            kind: 'errors',
            title: `${node.name}: connection pool exhausted`,
            detail: 'timeout acquiring a connection from the pool',
          },
          callers: slow,
        },
      };
    },
    harmless: (dice, node) =>
      config(
        node,
        dice.one([
          'data.LOG_LEVEL',
          'data.BATCH_SIZE',
          'data.CACHE_TTL',
          'data.DB_POOL_SIZE',
        ]),
        String(dice.whole(10, 200)),
        String(dice.whole(10, 200)),
      ),
  },
  {
    name: 'key removed',
    weight: 4,
    on: ['service'],
    delay: 'rollout',
    change(dice, node) {
      const key = dice.one([
        'PAYMENT_URL',
        'REGION',
        'TENANT_ID',
        'QUEUE_HOST',
      ]);
      return {
        words: config(node, `data.${key}`, 'set', undefined),
        harm: {
          issue: {
            kind: 'crash-loop',
            title: `${node.name}: pods crash: exit 1`,
            detail: `missing required setting ${key}`,
          },
          callers: broken,
        },
      };
    },
    harmless: (dice, node) =>
      config(
        node,
        `data.${dice.one(['OLD_FLAG', 'LEGACY_MODE', 'REGION'])}`,
        'set',
        undefined,
      ),
  },
  {
    name: 'flag',
    weight: 6,
    on: ['service'],
    delay: 'immediate',
    change(dice, node) {
      const flag = `${dice.one(['new', 'fast', 'batch', 'eu'])}-${dice.one([
        'path',
        'pricing',
        'writer',
        'cache',
      ])}`;
      return {
        words: {
          kind: 'flag',
          source: 'launchdarkly',
          title: `${flag}: off → ${dice.one(['10 %', '50 %', '100 %'])}`,
        },
        harm: {
          issue: {
            kind: 'errors',
            title: `${node.name}: error rate ${dice.whole(6, 60)} %`,
            detail: dice.happens(0.5)
              ? `exception in ${flag} handler`
              : undefined,
          },
          callers: broken,
        },
      };
    },
    harmless: dice => ({
      kind: 'flag',
      source: 'launchdarkly',
      title: `${dice.one(['new', 'fast', 'batch', 'eu'])}-${dice.one([
        'path',
        'pricing',
        'writer',
        'cache',
      ])}: ${dice.one(['10 % → 25 %', 'off → 10 %', '50 % → 100 %'])}`,
    }),
  },
  {
    name: 'migration locks',
    weight: 3,
    on: ['database'],
    delay: 'immediate',
    change(dice, node) {
      const table = dice.one(['orders', 'accounts', 'items']);
      return {
        words: {
          kind: 'migration',
          source: 'flyway',
          title: `${node.name}: ${String(dice.whole(100, 900)).padStart(
            4,
            '0',
          )}_alter_${table}`,
          detail: `ALTER TABLE ${table} ADD COLUMN note text NOT NULL DEFAULT ''`,
        },
        harm: {
          issue: {
            kind: 'saturation',
            title: `${node.name}: lock waits`,
            detail: `lock timeout on table ${table}`,
          },
          callers: [...slow, 'canceling statement due to lock timeout'],
        },
      };
    },
    harmless: (dice, node) => ({
      kind: 'migration',
      source: 'flyway',
      title: `${node.name}: ${String(dice.whole(100, 900)).padStart(
        4,
        '0',
      )}_add_index_${dice.one(['orders', 'items'])}`,
    }),
  },
  {
    name: 'secret rotated',
    weight: 3,
    on: ['service'],
    delay: 'immediate',
    change(dice, node) {
      return {
        words: {
          kind: 'secret',
          source: 'kubernetes',
          title: `Secret ${node.name}-credentials: password changed (value hidden)`,
          diff: [{ path: 'data.password', redacted: true }],
        },
        harm: {
          issue: {
            kind: 'errors',
            title: `${node.name}: authentication failed`,
            detail: dice.one([
              '401 unauthorized',
              'password authentication failed for user',
            ]),
          },
          callers: broken,
        },
      };
    },
    harmless: (_, node) => ({
      kind: 'secret',
      source: 'kubernetes',
      title: `Secret ${node.name}-tls: tls.crt changed (value hidden)`,
      diff: [{ path: 'data[tls.crt]', redacted: true }],
    }),
  },
  {
    name: 'security group',
    weight: 3,
    on: ['database', 'queue'],
    delay: 'immediate',
    change(dice, node) {
      return {
        words: {
          kind: 'network',
          source: 'aws',
          title: `Security group of ${node.name}: inbound ${dice.one([
            '5432',
            '6379',
            '9092',
          ])} revoked`,
        },
        harm: {
          issue: {
            kind: 'unreachable',
            title: `${node.name}: no connections`,
          },
          callers: [
            'connection refused by {}',
            'connection timed out to {}',
            'cannot connect to {}',
          ],
        },
      };
    },
    harmless: (dice, node) => ({
      kind: 'network',
      source: 'aws',
      title: `Security group of ${node.name}: tag ${dice.one([
        'cost-centre',
        'team',
      ])} changed`,
    }),
  },
  {
    name: 'third party',
    weight: 3,
    on: ['third-party'],
    delay: 'immediate',
    change(dice, node) {
      return {
        words: {
          kind: 'third-party',
          source: 'statuspage',
          title: `${node.name}: ${dice.one([
            'elevated error rates',
            'partial outage',
            'degraded API',
          ])}`,
          status: 'in-progress',
        },
        harm: {
          issue: {
            kind: 'third-party',
            title: `${node.name} reports an outage`,
          },
          callers: ['errors from {}', 'timeouts calling {}'],
        },
      };
    },
    harmless: (_, node) => ({
      kind: 'third-party',
      source: 'statuspage',
      title: `${node.name}: scheduled maintenance of the dashboard`,
    }),
  },
];

/** Templates that no ranker is tuned on. */
export const HELD_OUT_FAULTS: readonly Fault[] = [
  {
    name: 'wrong port',
    weight: 4,
    on: ['service'],
    delay: 'immediate',
    change(dice, node) {
      const port = dice.one([8080, 3000]);
      return {
        words: {
          kind: 'network',
          source: 'kubernetes',
          title: `Service ${node.name}: target port ${port} → ${port + 1}`,
          diff: [
            {
              path: 'spec.ports[http].targetPort',
              before: port,
              after: port + 1,
            },
          ],
        },
        harm: {
          issue: {
            kind: 'unreachable',
            title: `${node.name}: no healthy endpoints`,
          },
          callers: ['connection refused by {}', '503 from {}'],
        },
      };
    },
    harmless: (_, node) => ({
      kind: 'network',
      source: 'kubernetes',
      title: `Service ${node.name}: port metrics added`,
      diff: [{ path: 'spec.ports[metrics]', after: { port: 9090 } }],
    }),
  },
  {
    name: 'CPU limit lowered',
    weight: 4,
    on: ['service'],
    delay: 'rollout',
    change(dice, node) {
      const before = dice.one(['2', '1500m', '1']);
      return {
        words: {
          kind: 'deployment',
          source: 'kubernetes',
          title: `${node.name} changed CPU limit ${before} → 100m`,
          diff: [
            {
              path: 'spec.template.spec.containers[app].resources.limits.cpu',
              before,
              after: '100m',
            },
          ],
        },
        harm: {
          issue: {
            kind: 'saturation',
            title: `${node.name}: CPU throttled`,
            detail: 'throttled 80 % of periods',
          },
          callers: slow,
        },
      };
    },
    harmless: (dice, node) => ({
      kind: 'deployment',
      source: 'kubernetes',
      title: `${node.name} changed CPU request`,
      diff: [
        {
          path: 'spec.template.spec.containers[app].resources.requests.cpu',
          before: '200m',
          after: `${dice.whole(100, 400)}m`,
        },
      ],
    }),
  },
  {
    name: 'role revoked',
    weight: 3,
    on: ['service'],
    delay: 'immediate',
    change(dice, node) {
      const action = dice.one([
        's3:GetObject',
        'sqs:SendMessage',
        'kms:Decrypt',
      ]);
      return {
        words: {
          kind: 'access',
          source: 'aws',
          title: `Role of ${node.name}: ${action} removed`,
        },
        harm: {
          issue: {
            kind: 'errors',
            title: `${node.name}: access denied`,
            detail: `AccessDenied: not authorized to perform ${action}`,
          },
          callers: broken,
        },
      };
    },
    harmless: (_, node) => ({
      kind: 'access',
      source: 'aws',
      title: `Role of ${node.name}: trust policy described`,
    }),
  },
  {
    name: 'probe tightened',
    weight: 3,
    on: ['service'],
    delay: 'rollout',
    change(dice, node) {
      return {
        words: {
          kind: 'deployment',
          source: 'kubernetes',
          title: `${node.name} changed liveness probe timeout ${dice.whole(
            5,
            10,
          )} → 1`,
          diff: [
            {
              path: 'spec.template.spec.containers[app].livenessProbe.timeoutSeconds',
              before: 5,
              after: 1,
            },
          ],
        },
        harm: {
          issue: {
            kind: 'restarts',
            title: `${node.name}: containers restarted by their liveness probe`,
          },
          callers: broken,
        },
      };
    },
    harmless: (_, node) => ({
      kind: 'deployment',
      source: 'kubernetes',
      title: `${node.name} changed liveness probe period`,
      diff: [
        {
          path: 'spec.template.spec.containers[app].livenessProbe.periodSeconds',
          before: 10,
          after: 15,
        },
      ],
    }),
  },
  {
    name: 'parameter group',
    weight: 3,
    on: ['database'],
    delay: 'immediate',
    change(dice, node) {
      return {
        words: {
          kind: 'infrastructure',
          source: 'aws',
          title: `${node.name}: max_connections ${dice.whole(400, 900)} → 50`,
          diff: [
            {
              path: 'max_connections',
              before: dice.whole(400, 900),
              after: 50,
            },
          ],
        },
        harm: {
          issue: {
            kind: 'errors',
            title: `${node.name}: remaining connection slots are reserved`,
          },
          callers: ['too many connections to {}', 'timeouts calling {}'],
        },
      };
    },
    harmless: (dice, node) => ({
      kind: 'infrastructure',
      source: 'aws',
      title: `${node.name}: work_mem ${dice.whole(4, 16)} → ${dice.whole(
        17,
        64,
      )} MB`,
      diff: [{ path: 'work_mem', before: 16, after: 32 }],
    }),
  },
];
