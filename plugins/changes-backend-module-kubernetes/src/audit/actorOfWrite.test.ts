import { actorOfWrite } from './actorOfWrite';
import { patternOf } from './user';

const EVENT = {
  auditID: 'a',
  stage: 'ResponseComplete',
  verb: 'patch',
  requestURI: '',
  userAgent: '',
  requestReceivedTimestamp: '2026-11-19T02:30:00Z',
  stageTimestamp: '2026-11-19T02:30:00Z',
};
const actor = (username: string, manager: string) =>
  actorOfWrite({ ...EVENT, user: { username, groups: [] } }, manager, [
    patternOf('release-*'),
  ]);

describe('actorOfWrite', () => {
  it.each([
    ['anna@example.com', 'kubectl-edit', 'user', 'by hand'],
    ['anna@example.com', 'kubectl', 'user', 'by hand'],
    ['anna@github.com', 'kubectl-client-side-apply', 'user', 'by hand'],
    ['oidc:anna', 'Mozilla', 'user', 'by hand'],
    // She runs the release, which is told of by itself.
    ['anna@example.com', 'helm', 'user', ''],
    ['anna@example.com', 'python-requests', 'user', 'not known'],
    // A pipeline's, by its name or by the config.
    ['gitlab-ci', 'kubectl-client-side-apply', 'bot', ''],
    ['arn:aws:sts::1:assumed-role/github-actions/run', 'kubectl', 'bot', ''],
    ['release-train', 'kubectl-set', 'bot', ''],
    ['kubernetes-admin', 'kubectl-set', 'user', 'not known'],
    ['kubernetes-admin', 'kubectl-edit', 'user', 'by hand'],
    ['system:serviceaccount:ops:scaler', 'kubectl', 'bot', 'not known'],
    ['system:serviceaccount:redis:manager', 'manager', 'controller', ''],
    ['system:serviceaccount:argocd:argocd-app', 'argocd-controller', 'bot', ''],
    [
      'system:serviceaccount:kube-system:horizontal-pod-autoscaler',
      'kube-controller-manager',
      'controller',
      '',
    ],
    ['system:node:node-1', 'kubelet', 'controller', ''],
    ['system:serviceaccount:headlamp:headlamp', 'headlamp', 'bot', 'by hand'],
    ['system:anonymous', 'kubectl', 'unknown', 'not known'],
  ])('%s with %s is %s, %s', (username, manager, kind, origin) => {
    const { name, user, byHand, originUnknown, ...rest } = actor(
      username,
      manager,
    );
    expect(user ?? name).toBe(username);
    expect(rest.kind).toBe(kind);
    const told = (byHand && 'by hand') || (originUnknown && 'not known') || '';
    expect(told).toBe(origin);
    expect(rest.originReason !== undefined).toBe(origin !== '');
  });

  it.each([
    ['system:serviceaccount:argocd:argocd-server', 'argocd-server'],
    // Every namespace has one.
    ['system:serviceaccount:ops:default', 'ops/default'],
    ['system:node:node-1', 'node-1'],
    ['system:kube-controller-manager', 'kube-controller-manager'],
    ['anna@example.com', 'anna@example.com'],
  ])('calls %s %s', (username, name) => {
    expect(actor(username, 'x').name).toBe(name);
  });

  it('names a controller that runs with an administrator’s credentials by itself', () => {
    expect(actor('admin', 'kube-controller-manager')).toEqual({
      name: 'kube-controller-manager',
      kind: 'controller',
      via: 'kube-controller-manager, as admin',
    });
  });
});
