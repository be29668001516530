import { objectAt } from '../../json.ts';
import type { KubernetesObject } from '../../KubernetesObject.ts';
import { controllerReference } from '../owners.ts';

/** A pod after its owner's template; its name is made up when it is created. */
export function podManifest(owner: KubernetesObject): object {
  const template = objectAt(owner, 'spec', 'template');
  const { labels, annotations } = objectAt(template, 'metadata');
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${owner.metadata.name}-`,
      namespace: owner.metadata.namespace,
      ...(labels ? { labels } : {}),
      ...(annotations ? { annotations } : {}),
      ownerReferences: [controllerReference(owner)],
    },
    spec: template.spec,
  };
}
