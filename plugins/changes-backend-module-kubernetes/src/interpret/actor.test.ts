import { actorOf } from './actor';

describe('actorOf', () => {
  it.each([
    ['argocd-controller', undefined, 'bot', undefined],
    ['argocd-application-controller', undefined, 'bot', undefined],
    ['kustomize-controller', undefined, 'bot', undefined],
    ['helm', undefined, 'bot', undefined],
    ['Terraform', undefined, 'bot', undefined],
    ['kube-controller-manager', 'scale', 'controller', undefined],
    ['my-operator', undefined, 'controller', undefined],
    ['kubectl-edit', undefined, 'unknown', true],
    ['kubectl-set', undefined, 'unknown', true],
    ['kubectl', 'scale', 'unknown', true],
    // Pipelines apply and create as people do.
    ['kubectl-client-side-apply', undefined, 'unknown', undefined],
    ['kubectl-create', undefined, 'unknown', undefined],
    ['my-deploy-script', undefined, 'unknown', undefined],
  ])('%s (%s) is %s', (manager, subresource, kind, byHand) => {
    const actor = actorOf({ manager, subresource, operation: 'Update' });
    expect([actor.name, actor.kind, actor.byHand]).toEqual([
      manager,
      kind,
      byHand,
    ]);
    expect(actor.via).toBe(
      subresource ? `${manager} (${subresource})` : manager,
    );
  });

  it('does not take a server-side apply for work by hand', () => {
    expect(
      actorOf({ manager: 'kubectl', operation: 'Apply' }).byHand,
    ).toBeUndefined();
  });
});
