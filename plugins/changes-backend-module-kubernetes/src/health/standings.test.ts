import { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { APPLICATION } from '../delivery/argocd/applicationKind';
import { kubernetesObject, readJob, readPod } from '../kinds';
import { withStandings } from './standings';

const redactor = Redactor.create({});
const SECRET = 'hunter2hunter2';
/** A secret that begins shortly before so many characters. */
const straddling = (chars: number) =>
  `${'x '.repeat(chars / 2 - 10)}https://ci:${SECRET}@git.example.com/shop`;
const isHidden = (read: unknown) =>
  expect(JSON.stringify(read)).not.toContain(SECRET.slice(0, 4));

describe('a secret in what is wrong is hidden before the text is cut', () => {
  it('in what an aspect reads', () => {
    const application = kubernetesObject.parse({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: {
        name: 'shop',
        namespace: 'argocd',
        uid: 'u1',
        resourceVersion: '1',
      },
      spec: { syncPolicy: { automated: {} } },
      status: {
        sync: { status: 'Unknown' },
        conditions: [{ type: 'ComparisonError', message: straddling(500) }],
      },
    });
    const read = withStandings(
      APPLICATION,
      application,
      { uid: 'u1', name: 'shop', namespace: 'argocd', resourceVersion: '1' },
      redactor,
    );
    expect(read).toHaveProperty('standings.application-sync.comparison');
    isHidden(read);
  });

  it('in what a kubelet says, and in the command of a probe', () => {
    const pod = kubernetesObject.parse({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'shop-1',
        namespace: 'shop',
        uid: 'u1',
        resourceVersion: '1',
        ownerReferences: [
          {
            apiVersion: 'apps/v1',
            kind: 'ReplicaSet',
            name: 'shop',
            uid: 'r1',
            controller: true,
          },
        ],
      },
      spec: {
        containers: [
          {
            name: 'app',
            readinessProbe: { exec: { command: ['curl', straddling(80)] } },
          },
        ],
      },
      status: {
        containerStatuses: [
          {
            name: 'app',
            state: {
              waiting: {
                reason: 'RunContainerError',
                message: straddling(1000),
              },
            },
            lastState: { terminated: { exitCode: 1 } },
          },
        ],
      },
    });
    const read = readPod(pod, redactor);
    expect(read?.containers).toMatchObject([
      { message: expect.any(String), probes: { readiness: {} } },
    ]);
    isHidden(read);
  });

  it('in why a Job failed', () => {
    const job = kubernetesObject.parse({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        name: 'migrate',
        namespace: 'shop',
        uid: 'u1',
        resourceVersion: '1',
      },
      status: {
        conditions: [
          { type: 'Failed', status: 'True', message: straddling(100) },
        ],
      },
    });
    const { status } = readJob(job, redactor);
    expect(status.message).toBeDefined();
    isHidden(status);
  });
});
