import { objectAt } from '../cluster/json.ts';
import type { KubernetesObject } from '../cluster/index.ts';

const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

/** With an annotation of its own. */
export function withAnnotation<T extends KubernetesObject>(
  object: T,
  name: string,
  value: string,
): T {
  const { metadata } = object;
  return {
    ...object,
    metadata: {
      ...metadata,
      annotations: { ...metadata.annotations, [name]: value },
    },
  };
}

/** With the annotation on its pod template by which `kubectl rollout restart` replaces all pods. */
export function withRestart(
  object: KubernetesObject,
  at: string,
): KubernetesObject {
  const template = objectAt(object, 'spec', 'template');
  const metadata = objectAt(template, 'metadata');
  const annotations = objectAt(metadata, 'annotations');
  return {
    ...object,
    spec: {
      ...objectAt(object, 'spec'),
      template: {
        ...template,
        metadata: {
          ...metadata,
          annotations: { ...annotations, [RESTARTED_AT]: at },
        },
      },
    },
  };
}
