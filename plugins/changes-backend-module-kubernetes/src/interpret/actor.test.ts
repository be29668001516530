import { actorOf, isTyped } from './actor';

describe('actorOf', () => {
  it.each([
    ['argocd-controller', undefined, 'bot', ''],
    ['argocd-application-controller', undefined, 'bot', ''],
    ['kustomize-controller', undefined, 'bot', ''],
    ['helm', undefined, 'bot', ''],
    ['Terraform', undefined, 'bot', ''],
    ['kube-controller-manager', 'scale', 'controller', ''],
    ['my-operator', undefined, 'controller', ''],
    ['vpa-admission-webhook', undefined, 'controller', ''],
    ['kubectl-edit', undefined, 'unknown', 'by hand'],
    ['k9s', undefined, 'unknown', 'by hand'],
    ['Mozilla', undefined, 'unknown', 'by hand'],
    // Scripts run these as people do.
    ['kubectl-set', undefined, 'unknown', 'not known'],
    ['kubectl', 'scale', 'unknown', 'not known'],
    ['kubectl-client-side-apply', undefined, 'unknown', 'not known'],
    ['node-fetch', undefined, 'unknown', 'not known'],
    ['my-deploy-script', undefined, 'unknown', 'not known'],
  ])('%s (%s) is %s, %s', (manager, subresource, kind, origin) => {
    const actor = actorOf({ manager, subresource, operation: 'Update' });
    expect([actor.name, actor.kind, originOf(actor)]).toEqual([
      manager,
      kind,
      origin,
    ]);
    expect(actor.originReason !== undefined).toBe(origin !== '');
    expect(actor.via).toBe(
      subresource ? `${manager} (${subresource})` : manager,
    );
  });

  it('says why', () => {
    expect(actorOf({ manager: 'kubectl-edit' }).originReason).toBe(
      'Only a person works with kubectl edit',
    );
    expect(actorOf({ manager: 'foo' }).originReason).toBe(
      'Nothing is known of the program foo',
    );
  });

  it('knows what may have been typed', () => {
    expect(isTyped({ manager: 'kubectl-cordon' })).toBe(true);
    expect(isTyped({ manager: 'kubelet' })).toBe(false);
  });
});

function originOf(actor: ReturnType<typeof actorOf>): string {
  if (actor.byHand) return 'by hand';
  return actor.originUnknown ? 'not known' : '';
}
