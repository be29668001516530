export * from './argocd/applicationKind';
export * from './delivered';
export * from './flux/helmReleaseKind';
export * from './flux/kustomizationKind';
export * from './Operation';
export * from './tied';
