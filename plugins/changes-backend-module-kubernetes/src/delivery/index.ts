export * from './argocd/applicationKind';
export * from './delivered';
export * from './flux/helmReleaseKind';
export * from './flux/kustomizationKind';
export * from './helm/helmRecordKind';
export * from './helm/HelmRun';
export * from './Operation';
export * from './tied';
