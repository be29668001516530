import type { Kubectl } from './Kubectl.ts';
import {
  USAGE_CONFIG_MAP,
  autoscaler,
  configMap,
  deployment,
  service,
} from './manifests.ts';

const NAMESPACE = 'orders';
const IN_NAMESPACE = ['-n', NAMESPACE];
/** What an Argo CD does: a server-side apply under its own name. */
const BY_PIPELINE = [
  '--server-side',
  '--force-conflicts',
  '--field-manager=argocd-controller',
];
const TIMEOUT = '--timeout=120s';

/** One stretch of the story. */
export interface StoryScene {
  name: string;
  /** When it is told to have started. */
  minutesBeforeEnd: number;
  /** Resolves when the cluster has come to rest. */
  play(kubectl: Kubectl): Promise<void>;
}

const image = (name: string, tag: string) => `ghcr.io/acme/${name}:${tag}`;

const restApi = (tag: string, replicas: number) =>
  deployment(NAMESPACE, {
    name: 'rest-api',
    image: image('rest-api', tag),
    replicas,
    env: {
      ORDERS_DB_HOST: 'orders-db',
      AUTH_URL: 'http://auth-service/v1',
      PAYMENTS_URL: 'http://payments-gw',
    },
  });

const dataProcessor = (tag: string) => {
  const { spec, ...rest } = deployment(NAMESPACE, {
    name: 'data-processor',
    image: image('data-processor', tag),
    replicas: 0,
    env: { REST_API_URL: 'http://rest-api', QUEUE_HOST: 'events-queue' },
    configMap: 'data-processor',
  });
  // Its replicas belong to the autoscaler.
  const { replicas: _, ...scaled } = spec;
  return { ...rest, spec: scaled };
};

const authService = (tag: string) =>
  deployment(NAMESPACE, {
    name: 'auth-service',
    image: image('auth-service', tag),
    replicas: 3,
    env: { SESSIONS_HOST: 'sessions-redis' },
  });

const paymentsGateway = (tag: string) =>
  deployment(NAMESPACE, {
    name: 'payments-gw',
    image: image('payments-gw', tag),
    replicas: 3,
    progressDeadlineSeconds: 8,
  });

const simple = (name: string, tag: string, replicas: number) =>
  deployment(NAMESPACE, { name, image: image(name, tag), replicas });

const usage = (dataProcessors: string) =>
  configMap(NAMESPACE, USAGE_CONFIG_MAP, { 'data-processor-': dataProcessors });

async function rolledOut(kubectl: Kubectl, ...names: string[]): Promise<void> {
  for (const name of names) {
    await kubectl.run([
      'rollout',
      'status',
      `deployment/${name}`,
      ...IN_NAMESPACE,
      TIMEOUT,
    ]);
  }
}

/** Before the recording starts: only its traces are in the first lists. */
export const BACKGROUND: StoryScene[] = [
  {
    name: 'the services are there',
    minutesBeforeEnd: 3 * 24 * 60,
    async play(kubectl) {
      await kubectl.run(['create', 'namespace', NAMESPACE]);
      await kubectl.apply(
        [
          usage('total:240m'),
          configMap(
            NAMESPACE,
            'data-processor',
            { BATCH_SIZE: '100', CACHE_TTL: '300', LOG_LEVEL: 'info' },
            { 'backstage.io/kubernetes-id': 'data-processor' },
          ),
          ...[
            'rest-api',
            'auth-service',
            'payments-gw',
            'orders-db',
            'events-queue',
            'sessions-redis',
          ].map(name => service(NAMESPACE, name)),
          dataProcessor('v3.7.0'),
          autoscaler(NAMESPACE, {
            name: 'data-processor',
            min: 4,
            max: 10,
            cpuPercent: 70,
          }),
          authService('v1.18.2'),
          paymentsGateway('v5.1.3'),
          simple('storefront', 'v7.3.0', 4),
          simple('orders-db', 'v16.4', 1),
          simple('events-queue', 'v3.9.0', 3),
          simple('sessions-redis', 'v7.4.1', 1),
          simple('report-exporter', 'v0.9.4', 1),
        ],
        ...BY_PIPELINE,
      );
      await kubectl.apply([restApi('v2.13.9', 50)]);
      await rolledOut(
        kubectl,
        'rest-api',
        'data-processor',
        'auth-service',
        'payments-gw',
      );
      await kubectl.run([
        'wait',
        'deployment/data-processor',
        ...IN_NAMESPACE,
        '--for=jsonpath={.status.readyReplicas}=4',
        TIMEOUT,
      ]);
    },
  },
  {
    name: 'rest-api is deployed',
    minutesBeforeEnd: 16 * 60,
    async play(kubectl) {
      await kubectl.apply([restApi('v2.14.0', 50)]);
      await rolledOut(kubectl, 'rest-api');
    },
  },
];

/** What the recording's watches tell. */
export const STORY: StoryScene[] = [
  {
    name: 'payments-gw gets an image that cannot be pulled',
    minutesBeforeEnd: 700,
    async play(kubectl) {
      await kubectl.apply([paymentsGateway('v5.2.0-nopull')], ...BY_PIPELINE);
      await kubectl.run([
        'wait',
        'deployment/payments-gw',
        ...IN_NAMESPACE,
        '--for=jsonpath={.status.conditions[?(@.type=="Progressing")].reason}=ProgressDeadlineExceeded',
        TIMEOUT,
      ]);
    },
  },
  {
    name: 'payments-gw is rolled back',
    minutesBeforeEnd: 692,
    async play(kubectl) {
      await kubectl.run([
        'rollout',
        'undo',
        'deployment/payments-gw',
        ...IN_NAMESPACE,
      ]);
      await rolledOut(kubectl, 'payments-gw');
    },
  },
  {
    name: 'data-processor is deployed',
    minutesBeforeEnd: 600,
    async play(kubectl) {
      await kubectl.apply([dataProcessor('v3.8.0')], ...BY_PIPELINE);
      await rolledOut(kubectl, 'data-processor');
    },
  },
  {
    name: 'events-queue is restarted',
    minutesBeforeEnd: 480,
    async play(kubectl) {
      await kubectl.run([
        'rollout',
        'restart',
        'deployment/events-queue',
        ...IN_NAMESPACE,
      ]);
      await rolledOut(kubectl, 'events-queue');
    },
  },
  {
    name: 'a ConfigMap is edited by hand',
    minutesBeforeEnd: 200,
    async play(kubectl) {
      await kubectl.run([
        'patch',
        'configmap/data-processor',
        ...IN_NAMESPACE,
        '--field-manager=kubectl-edit',
        '-p',
        JSON.stringify({ data: { CACHE_TTL: '3600' } }),
      ]);
    },
  },
  {
    name: 'report-exporter is deleted',
    minutesBeforeEnd: 120,
    async play(kubectl) {
      await kubectl.run([
        'delete',
        'deployment/report-exporter',
        ...IN_NAMESPACE,
        '--wait',
      ]);
      await kubectl.run([
        'wait',
        'pods',
        '-l',
        'app.kubernetes.io/name=report-exporter',
        ...IN_NAMESPACE,
        '--for=delete',
        TIMEOUT,
      ]);
    },
  },
  {
    name: 'auth-service is deployed',
    minutesBeforeEnd: 78,
    async play(kubectl) {
      await kubectl.apply([authService('v1.18.3')], ...BY_PIPELINE);
      await rolledOut(kubectl, 'auth-service');
    },
  },
  {
    name: 'rest-api is deployed and cut from 50 to 5',
    minutesBeforeEnd: 31,
    async play(kubectl) {
      await kubectl.apply([restApi('v2.14.1', 5)]);
      await rolledOut(kubectl, 'rest-api');
    },
  },
  {
    name: 'rest-api has too few replicas',
    minutesBeforeEnd: 28,
    async play(kubectl) {
      const { items } = await kubectl.get<{
        items: { metadata: { name: string } }[];
      }>(['pods', '-l', 'app.kubernetes.io/name=rest-api', ...IN_NAMESPACE]);
      for (const { metadata } of items.slice(0, 2)) {
        await kubectl.run([
          'annotate',
          `pod/${metadata.name}`,
          'kubebox.test/behavior=notready',
          ...IN_NAMESPACE,
        ]);
      }
      await kubectl.run([
        'wait',
        'deployment/rest-api',
        ...IN_NAMESPACE,
        '--for=jsonpath={.status.readyReplicas}=3',
        TIMEOUT,
      ]);
    },
  },
  {
    name: 'data-processor is scaled by its autoscaler',
    minutesBeforeEnd: 25,
    async play(kubectl) {
      await kubectl.apply([usage('total:900m')], ...BY_PIPELINE);
      await kubectl.run([
        'wait',
        'deployment/data-processor',
        ...IN_NAMESPACE,
        '--for=jsonpath={.status.readyReplicas}=10',
        TIMEOUT,
      ]);
      await kubectl.run([
        'wait',
        'hpa/data-processor',
        ...IN_NAMESPACE,
        '--for=jsonpath={.status.currentReplicas}=10',
        TIMEOUT,
      ]);
    },
  },
];
