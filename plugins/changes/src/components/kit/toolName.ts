const NAMES: Record<string, string> = {
  'argocd-controller': 'Argo CD',
  'argocd-application-controller': 'Argo CD',
  'helm-controller': 'Flux',
  'kustomize-controller': 'Flux',
  helm: 'Helm',
  terraform: 'Terraform',
};

/** A delivery tool as its makers write it; one that is not known is shown as it is. Names are not translated. */
export function toolName(manager: string): string {
  return NAMES[manager] ?? manager;
}
