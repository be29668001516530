import { listAt } from '../json.ts';
import { TestWorld } from '../__testUtils__/TestWorld.ts';
import { NAMESPACE, deployment } from '../__testUtils__/deployments.ts';
import type { EventList } from './AuditLog.ts';

const PERSON = {
  manager: 'kubectl-edit',
  user: { username: 'ines@acme.example', groups: ['team-data'] },
};

describe('AuditLog', () => {
  let world: TestWorld;
  const sent: EventList[] = [];
  const items = () => sent.flatMap(list => list.items);
  beforeEach(async () => {
    sent.length = 0;
    world = await TestWorld.start();
  });
  afterEach(() => world.close());

  it('says who wrote what, when and with what, and nothing of what the cluster does by itself', async () => {
    const { clock, cluster } = world;
    cluster.apply(deployment('web', { replicas: 2 }), { manager: 'helm' });
    cluster.auditTo(list => sent.push(list));
    const at = new Date(clock.now()).toISOString().replace('Z', '000Z');
    cluster.update(
      'Deployment',
      NAMESPACE,
      'web',
      object => ({ ...object, spec: { ...Object(object.spec), replicas: 3 } }),
      PERSON,
    );
    await world.pass(60_000);
    expect(items()).toEqual([
      expect.objectContaining({
        level: 'Metadata',
        stage: 'ResponseComplete',
        verb: 'patch',
        requestURI: `/apis/apps/v1/namespaces/${NAMESPACE}/deployments/web?fieldManager=kubectl-edit`,
        user: {
          username: 'ines@acme.example',
          groups: ['team-data', 'system:authenticated'],
        },
        userAgent: expect.stringMatching(/^kubectl\//),
        objectRef: {
          resource: 'deployments',
          namespace: NAMESPACE,
          name: 'web',
          apiGroup: 'apps',
          apiVersion: 'v1',
        },
        responseStatus: { metadata: {}, code: 200 },
        requestReceivedTimestamp: at,
        stageTimestamp: at,
      }),
    ]);
  });

  it('says what came over HTTP, by whom that was let in', async () => {
    const { cluster } = world;
    cluster.auditTo(list => sent.push(list));
    const [{ cluster: admin }] = listAt(cluster.adminKubeconfig(), 'clusters');
    const path = `/apis/apps/v1/namespaces/${NAMESPACE}/deployments?fieldManager=kubectl-create`;
    await fetch(`${(admin as { server: string }).server}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'kubectl/v1.36.3 (linux/amd64)',
      },
      body: JSON.stringify(deployment('web')),
    });
    await world.pass(60_000);
    expect(items()).toMatchObject([
      {
        verb: 'create',
        requestURI: path,
        user: { username: 'you@acme.example' },
        userAgent: 'kubectl/v1.36.3 (linux/amd64)',
        objectRef: { name: 'web' },
        responseStatus: { code: 201 },
      },
    ]);
  });
});
