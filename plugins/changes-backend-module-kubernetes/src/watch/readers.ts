import type { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import {
  readAutoscaler,
  readConfigMap,
  readDeployment,
  readNamespace,
  readPod,
  readReplicaSet,
  readService,
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
  namespaces: readNamespace,
  replicasets: readReplicaSet,
  horizontalpodautoscalers: readAutoscaler,
  deployments: readDeployment,
  configmaps: readConfigMap,
  pods: readPod,
};
