import type { FieldChange } from '@ripplehq/backstage-plugin-changes-common';
import { kindOf, type Kind } from '../../kinds/Kind';
import type { KubernetesObject } from '../../kinds/KubernetesObject';
import { readPlain } from '../../kinds/plain';
import type { Delivered } from '../delivered';
import { workloadSubjects } from '../workloadKinds';
import { readApplicationStatus } from './Application';
import { destinationOf } from './destination';
import { argoOperations } from './operations';

const AUTOMATED = 'spec.syncPolicy.automated';

/** By these annotations Argo CD is told to look again, and notes whom it has told of what. */
const NOTES = [
  'argocd.argoproj.io/refresh',
  'argocd.argoproj.io/hydrate',
  'notified.notifications.argoproj.io',
];

/** Argo CD's Application: its syncs, and what somebody changed of it. */
export const APPLICATION: Kind = kindOf({
  resource: 'applications',
  group: 'argoproj.io',
  version: 'v1alpha1',
  kind: 'Application',
  profile: 'delivery',
  isOptional: true,
  book: 'deliveries',
  tells: {
    word: 'Argo CD application',
    event: 'config',
    changes: true,
    sentence: autoSyncSentence,
  },
  read(object, redactor): Delivered {
    // What is being asked of Argo CD at the moment is no wish that lasts; its state follows in the status.
    const { operation: _, ...lasting } = withoutNotes(object);
    const status = readApplicationStatus(object);
    const { name } = object.metadata;
    return {
      ...readPlain(
        lasting as KubernetesObject,
        { group: 'argoproj.io', version: 'v1alpha1', kind: 'Application' },
        redactor,
      ),
      operations: (places, known) =>
        argoOperations(name, status, places, known),
      delivery: places => {
        const { destination } = status;
        const cluster = destinationOf(destination, places);
        return cluster === undefined
          ? undefined
          : { cluster, namespace: destination.namespace };
      },
      manages: places => {
        const cluster = destinationOf(status.destination, places);
        return cluster === undefined
          ? []
          : workloadSubjects(cluster, status.resources);
      },
    };
  },
});

function withoutNotes(object: KubernetesObject): KubernetesObject {
  const annotations = Object.fromEntries(
    Object.entries(object.metadata.annotations ?? {}).filter(
      ([key]) => !NOTES.some(note => key.startsWith(note)),
    ),
  );
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** That syncs happen no longer by themselves matters most of all that can be changed of an application. */
function autoSyncSentence(changes: FieldChange[]): string | undefined {
  const change = changes.find(
    ({ path }) =>
      path === AUTOMATED ||
      path === `${AUTOMATED}.enabled` ||
      path === 'spec.syncPolicy',
  );
  if (change) {
    const [was, is] = [change.before, change.after].map(value =>
      isAutomated(change.path, value),
    );
    if (was !== is)
      return is ? 'auto-sync switched on' : 'auto-sync switched off';
  }
  const heal = changes.find(({ path }) => path === `${AUTOMATED}.selfHeal`);
  if (heal) {
    return heal.after === true
      ? 'self-heal switched on'
      : 'self-heal switched off';
  }
  const revision = changes.find(({ path }) =>
    /^spec\.source(s\[.+\])?\.targetRevision$/.test(path),
  );
  return revision && changes.length === 1
    ? `follows ${revision.after ?? 'HEAD'} instead of ${
        revision.before ?? 'HEAD'
      }`
    : undefined;
}

function isAutomated(path: string, value: unknown): boolean {
  if (path.endsWith('.enabled')) return value !== false;
  const policy =
    path === AUTOMATED ? value : (value as { automated?: unknown })?.automated;
  return (
    typeof policy === 'object' &&
    policy !== null &&
    (policy as { enabled?: unknown }).enabled !== false
  );
}
