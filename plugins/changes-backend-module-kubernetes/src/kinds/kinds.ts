import { APPLICATION } from '../delivery/argocd/applicationKind';
import { HELM_RELEASE } from '../delivery/flux/helmReleaseKind';
import { KUSTOMIZATION } from '../delivery/flux/kustomizationKind';
import { ARGO_ROLLOUT } from './argoRollout';
import { CERTIFICATE } from './certificate';
import { CONTROLLER_REVISION } from './controllerRevision';
import { DAEMON_SET } from './daemonSet';
import { DEPLOYMENT } from './deployment';
import { ENDPOINT_SLICE } from './endpointSlice';
import { HORIZONTAL_POD_AUTOSCALER } from './horizontalPodAutoscaler';
import { JOB } from './job';
import type { Kind } from './Kind';
import { NODE } from './node';
import {
  CONFIG_MAP,
  CRON_JOB,
  INGRESS,
  NAMESPACE,
  NETWORK_POLICY,
  PERSISTENT_VOLUME_CLAIM,
  RESOURCE_QUOTA,
} from './plainKinds';
import { POD } from './pod';
import { POD_DISRUPTION_BUDGET } from './podDisruptionBudget';
import { REPLICA_SET } from './replicaSet';
import { SECRET } from './secret';
import { SERVICE } from './service';
import { STATEFUL_SET } from './statefulSet';
import { WARNING } from './warning';
import { WIDE_KINDS } from './wideKinds';

/** All kinds that are known, of every profile. */
export const KINDS: readonly Kind[] = [
  SERVICE,
  NAMESPACE,
  HORIZONTAL_POD_AUTOSCALER,
  REPLICA_SET,
  CONTROLLER_REVISION,
  DEPLOYMENT,
  STATEFUL_SET,
  DAEMON_SET,
  ARGO_ROLLOUT,
  CONFIG_MAP,
  POD,
  INGRESS,
  NETWORK_POLICY,
  POD_DISRUPTION_BUDGET,
  PERSISTENT_VOLUME_CLAIM,
  RESOURCE_QUOTA,
  CRON_JOB,
  JOB,
  NODE,
  ENDPOINT_SLICE,
  WARNING,
  ...WIDE_KINDS,
  SECRET,
  APPLICATION,
  KUSTOMIZATION,
  HELM_RELEASE,
  CERTIFICATE,
];
