import type { Aspect } from '../ObjectFacts';
import {
  APPLICATION_HEALTH_ASPECT,
  APPLICATION_SYNC_ASPECT,
} from './application';
import { AUTOSCALER_ASPECT } from './autoscaler';
import { CERTIFICATE_ASPECT, TLS_SECRET_ASPECT } from './certificate';
import { CLAIM_ASPECT } from './claim';
import { CRON_JOB_ASPECT } from './cronJob';
import { CRON_JOB_RUNS_ASPECT } from './cronJobRuns';
import { DRAIN_ASPECT } from './drain';
import { ENDPOINTS_ASPECT } from './endpoints';
import { HELM_RELEASE_ASPECT, KUSTOMIZATION_ASPECT } from './flux';
import { JOB_ASPECT } from './job';
import { NODE_ASPECT } from './node';
import { QUOTA_ASPECT } from './quota';

export { quotaRefusal } from './quotaRefusal';

/** What is looked for in objects that are no workloads. */
export const OBJECT_ASPECTS = [
  AUTOSCALER_ASPECT,
  CLAIM_ASPECT,
  NODE_ASPECT,
  DRAIN_ASPECT,
  QUOTA_ASPECT,
  ENDPOINTS_ASPECT,
  JOB_ASPECT,
  CRON_JOB_ASPECT,
  CRON_JOB_RUNS_ASPECT,
  APPLICATION_SYNC_ASPECT,
  APPLICATION_HEALTH_ASPECT,
  KUSTOMIZATION_ASPECT,
  HELM_RELEASE_ASPECT,
  CERTIFICATE_ASPECT,
  TLS_SECRET_ASPECT,
] as readonly Aspect[];
