import {
  type KubernetesObjectName,
  type SubjectRow,
  formatSubject,
  kubernetesSubject,
} from '@ripplehq/backstage-plugin-changes-common';
import { oneLine } from '../text/oneLine';

/** Labels that hold a workload's name, as kube-state-metrics writes them. */
const WORKLOAD_LABELS = [
  { label: 'deployment', kind: 'Deployment', group: 'apps' },
  { label: 'statefulset', kind: 'StatefulSet', group: 'apps' },
  { label: 'daemonset', kind: 'DaemonSet', group: 'apps' },
  { label: 'cronjob', kind: 'CronJob', group: 'batch' },
  { label: 'job_name', kind: 'Job', group: 'batch' },
];
/** The letters and digits of which Kubernetes makes the ends of names. */
const GENERATED = '[bcdfghjklmnpqrstvwxz2456789]';
const POD_OF_DEPLOYMENT = new RegExp(
  `^(.+)-${GENERATED}{6,10}-${GENERATED}{5}$`,
);
/** Labels that hold a service's name, the first that is there. */
const SERVICE_LABELS = ['service', 'app', 'app_kubernetes_io_name', 'job'];

const SUBJECT_MAX_CHARS = 1000;
const NAME_MAX_CHARS = 100;

/** What an alert is about. */
export interface AlertSubject {
  subject: string;
  cluster?: string;
  namespace?: string;
  /** Of what only its labels tell. */
  row?: Omit<SubjectRow, 'observedAt'>;
}

/**
 * The Kubernetes object that an alert's labels name, so that whoever claims the object has the alert without a word more; else the service
 * that they name, else the alert's own name.
 */
export function subjectOf(
  labels: Record<string, string>,
  context: { system: string; instance: string; cluster?: string },
): AlertSubject {
  const where = labels.cluster ?? context.cluster;
  const object = where ? objectOf(labels, where) : undefined;
  const ofObject = object && kubernetesSubject(object);
  if (ofObject && ofObject.length <= SUBJECT_MAX_CHARS) {
    return {
      subject: ofObject,
      cluster: object.cluster,
      namespace: object.namespace,
    };
  }
  const label = SERVICE_LABELS.find(one => labels[one]) ?? 'alertname';
  const name = oneLine(labels[label] ?? 'alert', NAME_MAX_CHARS);
  const subject = formatSubject({
    source: context.system,
    parts: [context.instance, name],
  });
  return {
    subject,
    cluster: where,
    namespace: labels.namespace,
    row: {
      subject,
      kind: label === 'alertname' ? 'alert' : 'service',
      name,
      labels: labels[label] ? { [label]: name } : undefined,
    },
  };
}

function objectOf(
  labels: Record<string, string>,
  cluster: string,
): KubernetesObjectName | undefined {
  const { namespace, pod, node } = labels;
  if (namespace) {
    const named = WORKLOAD_LABELS.find(({ label }) => labels[label]);
    if (named) {
      const { label, kind, group } = named;
      return { cluster, namespace, kind, group, name: labels[label] };
    }
    const deployment = POD_OF_DEPLOYMENT.exec(pod ?? '')?.[1];
    if (deployment) {
      return {
        cluster,
        namespace,
        kind: 'Deployment',
        group: 'apps',
        name: deployment,
      };
    }
  }
  return node && !pod ? { cluster, kind: 'Node', name: node } : undefined;
}
