import { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { deploymentObject } from '../__testUtils__/objects';
import {
  DEPLOYMENT,
  SERVICE,
  kubernetesObject,
  type Kind,
  type KubernetesObject,
  type Named,
} from '../kinds';
import { ClusterModel } from './ClusterModel';

const redactor = Redactor.create({});
const WEB = 'kubernetes:prod-eu/shop/Deployment.apps/rest-api';
const SUBJECT = 'kubernetes:prod-eu/shop/Service/rest-api';

function service(
  spec: object,
  status: object = {},
  version = 2,
): KubernetesObject {
  return kubernetesObject.parse({
    metadata: {
      name: 'rest-api',
      namespace: 'shop',
      uid: 'svc',
      resourceVersion: String(version),
      creationTimestamp: '2026-11-24T13:00:00Z',
    },
    spec: {
      clusterIP: '10.0.0.1',
      clusterIPs: ['10.0.0.1'],
      ports: [{ name: 'http', port: 80, targetPort: 8080 }],
      selector: { app: 'rest-api' },
      ...spec,
    },
    status,
  });
}

/** What is told of a Service beside a Deployment, one version after another. */
function play(
  ...changes: [type: 'set' | 'deleted', object: KubernetesObject][]
) {
  const model = ClusterModel.create({ cluster: 'prod-eu' });
  const list = (kind: Kind, object: KubernetesObject) => [
    ...model.replace(kind, [kind.read(object, redactor) as Named], {
      now: '2026-11-24T14:00:00Z',
      isFirst: true,
    }),
  ];
  const first = [
    ...list(DEPLOYMENT, deploymentObject({})),
    ...list(SERVICE, service({}, {}, 1)),
  ].flatMap(step => step.observations.filter(o => o.kind === 'network'));
  expect(first).toEqual([]);
  return changes.map(([type, object]) => {
    const { observations, states } = model.apply(
      SERVICE,
      [{ type, object: SERVICE.read(object, redactor) as Named }],
      { now: '2026-11-24T14:10:00Z' },
    );
    return {
      states,
      told: observations.map(({ title, subjects }) => ({ title, subjects })),
    };
  });
}

describe('a Service', () => {
  it.each([
    [
      { ports: [{ name: 'http', port: 80, targetPort: 9090 }] },
      'Service rest-api changed: targetPort 8080 → 9090',
    ],
    [
      { selector: { app: 'rest-apis' } },
      'Service rest-api changed: app rest-api → rest-apis',
    ],
    [{ type: 'LoadBalancer' }, 'Service rest-api changed: type'],
  ])('changed to %j is told to whom it leads or led', (spec, title) => {
    const [{ told }] = play(['set', service(spec)]);
    expect(told).toEqual([{ title, subjects: [SUBJECT, WEB] }]);
  });

  it.each([
    [{ clusterIPs: ['10.0.0.1', 'fd00::1'] }, {}],
    [{}, { loadBalancer: { ingress: [{ ip: '1.2.3.4' }] } }],
    [{ selector: { app: 'rest-api', 'rollouts-pod-template-hash': 'a' } }, {}],
  ])('that others wrote %j into brings nothing', (spec, status) => {
    expect(play(['set', service(spec, status)])).toEqual([
      { states: [], told: [] },
    ]);
  });

  it('that goes is told, and once', () => {
    const gone = service({});
    const told = play(['deleted', gone], ['deleted', gone]).map(
      step => step.told,
    );
    expect(told).toEqual([
      [{ title: 'Service rest-api deleted', subjects: [SUBJECT, WEB] }],
      [],
    ]);
  });
});
