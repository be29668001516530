import type { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import {
  readAutoscaler,
  readConfigMap,
  readDeployment,
  readPlain,
  readPod,
  readReplicaSet,
  readService,
  readVolumeClaim,
  type KubernetesObject,
  type Resource,
} from '../kinds';
import type { ReadObjects } from './ClusterModel';

/** How each kind's objects are reduced to what is used; undefined for noise. */
export const READERS: {
  [R in Resource]: (
    object: KubernetesObject,
    redactor: Redactor,
  ) => ReadObjects[R] | undefined;
} = {
  services: readService,
  namespaces: plain('namespaces'),
  replicasets: readReplicaSet,
  horizontalpodautoscalers: readAutoscaler,
  deployments: readDeployment,
  configmaps: readConfigMap,
  pods: readPod,
  ingresses: plain('ingresses'),
  networkpolicies: plain('networkpolicies'),
  poddisruptionbudgets: plain('poddisruptionbudgets'),
  persistentvolumeclaims: readVolumeClaim,
  resourcequotas: plain('resourcequotas'),
  cronjobs: plain('cronjobs'),
};

function plain(resource: Resource) {
  return (object: KubernetesObject, redactor: Redactor) =>
    readPlain(object, resource, redactor);
}
