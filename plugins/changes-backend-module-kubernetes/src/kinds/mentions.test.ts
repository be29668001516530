import { mentionsOf } from './mentions';

const hosts = (name: string, value: string) =>
  mentionsOf({ containers: [{ name: 'app', env: [{ name, value }] }] }).hosts;

describe('mentionsOf', () => {
  it.each([
    ['ORDERS_URL', 'http://orders:8080/v1', ['orders']],
    [
      'DB',
      'postgres://app:p%40ss@orders-db.shop.svc:5432/x',
      ['orders-db.shop.svc'],
    ],
    [
      'KAFKA_BROKERS',
      'kafka-0.kafka:9092,kafka-1.kafka:9092',
      ['kafka-0.kafka', 'kafka-1.kafka'],
    ],
    ['ORDERS_HOST', 'orders', ['orders']],
    ['X', 'orders.shop.svc.cluster.local', ['orders.shop.svc.cluster.local']],
    // A word that happens to be a Service's name is no mention of it.
    ['LOG_LEVEL', 'info', []],
    ['MODE', 'orders', []],
    ['BIND_ADDRESS', '10.0.0.1', []],
    ['AT', '12:30', []],
  ])('%s=%s names %j', (name, value, expected) => {
    expect(hosts(name, value)).toEqual(expected);
  });

  it('reads commands, flags, files and references', () => {
    expect(
      mentionsOf({
        initContainers: [{ name: 'wait', command: ['wait-for', 'cache:6379'] }],
        containers: [
          {
            name: 'app',
            args: ['--upstream=http://orders', '--auth-host', 'auth'],
            envFrom: [
              { configMapRef: { name: 'app-config' } },
              { secretRef: { name: 'app-secrets' } },
            ],
            env: [
              {
                name: 'A',
                valueFrom: { configMapKeyRef: { name: 'more', key: 'a' } },
              },
              {
                name: 'B',
                valueFrom: { secretKeyRef: { name: 'db', key: 'b' } },
              },
            ],
          },
        ],
        serviceAccountName: 'web',
        priorityClassName: 'urgent',
        volumes: [
          { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
          { name: 'v', configMap: { name: 'files' } },
          { name: 's', secret: { secretName: 'tls' } },
          {
            name: 'p',
            projected: {
              sources: [
                { configMap: { name: 'ca' } },
                { secret: { name: 'token' } },
              ],
            },
          },
        ],
      }),
    ).toEqual({
      hosts: ['auth', 'cache', 'orders'],
      configMaps: ['app-config', 'ca', 'files', 'more'],
      secrets: ['app-secrets', 'db', 'tls', 'token'],
      volumeClaims: ['data'],
      serviceAccount: 'web',
      priorityClass: 'urgent',
    });
  });
});
