import { objectAt, textOf } from '../kinds';

/** Ids of the kinds of delivery tools that look after an object, by what they note on it: only where one is watched it can be ruled out. */
export function deliverersOf(manifest: unknown): string[] {
  const annotations = objectAt(manifest, 'metadata', 'annotations');
  const labels = objectAt(manifest, 'metadata', 'labels');
  const has = (notes: object, name: string) =>
    textOf((notes as Record<string, unknown>)[name]) !== undefined;
  return [
    ...(has(annotations, 'argocd.argoproj.io/tracking-id') ||
    has(labels, 'argocd.argoproj.io/instance')
      ? ['applications.argoproj.io']
      : []),
    ...(has(labels, 'kustomize.toolkit.fluxcd.io/name')
      ? ['kustomizations.kustomize.toolkit.fluxcd.io']
      : []),
    ...(has(labels, 'helm.toolkit.fluxcd.io/name')
      ? ['helmreleases.helm.toolkit.fluxcd.io']
      : []),
  ];
}
