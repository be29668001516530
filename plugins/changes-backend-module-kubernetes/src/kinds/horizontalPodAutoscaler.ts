import type { JsonObject } from '@backstage/types';
import type { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import {
  numberOf,
  objectAt,
  textOf,
  type KubernetesObject,
} from './KubernetesObject';
import { typeOf } from './Kind';
import { manifestOf } from './manifest';
import { namedOf, type Named, type Written } from './Named';
import { plainKind } from './plain';

/** Names the ScaledObject for which KEDA made an autoscaler. */
const KEDA_LABEL = 'scaledobject.keda.sh/name';

export interface AutoscalerObject extends Named {
  manifest: JsonObject;
  target: { kind: string; name: string };
  min: number;
  max: number;
  current: number;
  desired: number;
  /** Another autoscaler made it and has it do its work. */
  madeBy?: 'KEDA';
  /** When it last changed the number of replicas. */
  scaledAt?: string;
}

export const HORIZONTAL_POD_AUTOSCALER = plainKind({
  resource: 'horizontalpodautoscalers',
  group: 'autoscaling',
  version: 'v2',
  kind: 'HorizontalPodAutoscaler',
  after: [],
  tells: { word: 'Autoscaler', event: 'config', changes: true },
  read: readAutoscaler,
});

export function readAutoscaler(
  object: KubernetesObject,
  redactor: Redactor,
): AutoscalerObject & Written {
  const spec = objectAt(object, 'spec');
  const status = objectAt(object, 'status');
  const target = objectAt(spec, 'scaleTargetRef');
  return {
    ...namedOf(object),
    ...manifestOf(object, typeOf(HORIZONTAL_POD_AUTOSCALER), redactor),
    managed: object.metadata.managedFields ?? [],
    target: {
      kind: textOf(target.kind) ?? '',
      name: textOf(target.name) ?? '',
    },
    min: numberOf(spec.minReplicas) ?? 1,
    max: numberOf(spec.maxReplicas) ?? 1,
    current: numberOf(status.currentReplicas) ?? 0,
    desired: numberOf(status.desiredReplicas) ?? 0,
    scaledAt: textOf(status.lastScaleTime),
    madeBy: object.metadata.labels?.[KEDA_LABEL] ? 'KEDA' : undefined,
  };
}
