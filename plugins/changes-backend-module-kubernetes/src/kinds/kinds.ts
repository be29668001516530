import { DEPLOYMENT } from './deployment';
import { HORIZONTAL_POD_AUTOSCALER } from './horizontalPodAutoscaler';
import type { Kind } from './Kind';
import {
  CONFIG_MAP,
  CRON_JOB,
  INGRESS,
  NAMESPACE,
  NETWORK_POLICY,
  PERSISTENT_VOLUME_CLAIM,
  POD_DISRUPTION_BUDGET,
  RESOURCE_QUOTA,
} from './plainKinds';
import { POD } from './pod';
import { REPLICA_SET } from './replicaSet';
import { SERVICE } from './service';

/** All kinds that are known, of every profile. */
export const KINDS: readonly Kind[] = [
  SERVICE,
  NAMESPACE,
  REPLICA_SET,
  HORIZONTAL_POD_AUTOSCALER,
  DEPLOYMENT,
  CONFIG_MAP,
  POD,
  INGRESS,
  NETWORK_POLICY,
  POD_DISRUPTION_BUDGET,
  PERSISTENT_VOLUME_CLAIM,
  RESOURCE_QUOTA,
  CRON_JOB,
];
