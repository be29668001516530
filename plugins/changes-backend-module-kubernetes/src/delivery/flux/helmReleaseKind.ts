import type { JsonObject } from '@backstage/types';
import { kindOf, type Kind } from '../../kinds/Kind';
import {
  listAt,
  numberOf,
  objectAt,
  textOf,
  type KubernetesObject,
} from '../../kinds/KubernetesObject';
import { readPlain } from '../../kinds/plain';
import type { Delivered } from '../delivered';
import type { Operation, Places } from '../Operation';
import { revisionWord } from '../revision';
import { suspendSentence } from '../suspendSentence';
import { fluxThread, helmThread } from '../threads';
import { workloadSubjects } from '../workloadKinds';
import { conditionOf } from './conditions';
import { inventoryOf } from './kustomizationKind';

const TYPE = {
  group: 'helm.toolkit.fluxcd.io',
  version: 'v2',
  kind: 'HelmRelease',
} as const;
const TEXT_MAX_CHARS = 2_000;

/** A release as Flux remembers it. */
interface Snapshot {
  version: number;
  name: string;
  namespace: string;
  /** `deployed`, `failed`, `superseded`, `uninstalled`, `pending-upgrade` … */
  status: string;
  deployedAt: string;
  chart: string;
  chartVersion: string;
  appVersion?: string;
  /** Of its values. */
  configDigest?: string;
}

/** Flux's HelmRelease: each release that it makes, and what somebody changed of it. */
export const HELM_RELEASE: Kind = kindOf({
  ...TYPE,
  resource: 'helmreleases',
  profile: 'delivery',
  isOptional: true,
  book: 'deliveries',
  tells: {
    word: 'Flux release',
    event: 'config',
    changes: true,
    sentence: suspendSentence,
  },
  read(object, redactor): Delivered {
    return {
      ...readPlain(object, TYPE, redactor),
      operations: places => releases(object, places),
      manages: places => managed(object, places),
    };
  },
});

function releases(object: KubernetesObject, places: Places): Operation[] {
  const history = listAt(object, 'status', 'history')
    .flatMap(readSnapshot)
    .sort((a, b) => a.version - b.version);
  return history.map((snapshot, index) =>
    release(object, snapshot, history.slice(0, index), {
      places,
      isCurrent: index === history.length - 1,
    }),
  );
}

function release(
  object: KubernetesObject,
  snapshot: Snapshot,
  earlier: Snapshot[],
  { places, isCurrent }: { places: Places; isCurrent: boolean },
): Operation {
  const name = textOf(objectAt(object, 'metadata').name) ?? snapshot.name;
  const previous = earlier.at(-1);
  const isRollback = earlier
    .slice(0, -1)
    .some(it => isSame(it, snapshot) && !isSame(previous!, snapshot));
  const cluster = clusterOf(object, places);
  const end = endOf(object, snapshot, isCurrent);
  const failure = conditionOf(objectAt(object, 'status'), 'Released');
  return {
    key: `release/${snapshot.version}@${snapshot.deployedAt}`,
    kind: isRollback ? 'rollback' : 'deployment',
    title: titleOf(name, snapshot, previous, isRollback, end?.status),
    severity: end?.status === 'failed' ? 'error' : 'info',
    start: snapshot.deployedAt,
    ...(end ? { end } : {}),
    actor: { name: 'helm-controller', kind: 'bot', via: 'Flux' },
    ...(previous ? { before: contentOf(previous, earlier) } : {}),
    after: contentOf(snapshot, earlier),
    evidence: [
      {
        label: 'Release',
        text: `${snapshot.namespace}/${snapshot.name} v${snapshot.version}`,
      },
      ...(isCurrent && failure?.status === 'False' && failure.message
        ? [
            {
              label: failure.reason ?? 'Message',
              text: failure.message.slice(0, TEXT_MAX_CHARS),
            },
          ]
        : []),
    ],
    links: [],
    subjects: managed(object, places),
    threads: [
      fluxThread(cluster, 'HelmRelease', {
        namespace: textOf(objectAt(object, 'metadata').namespace) ?? '',
        name,
      }),
      ...(cluster === undefined ? [] : [helmThread(cluster, snapshot)]),
    ],
    ...(isCurrent ? {} : { isPast: true as const }),
  };
}

function titleOf(
  name: string,
  snapshot: Snapshot,
  previous: Snapshot | undefined,
  isRollback: boolean,
  status: NonNullable<Operation['end']>['status'] | undefined,
): string {
  const version = revisionWord(snapshot.chartVersion);
  const chart = `chart ${snapshot.chart} ${version}`;
  if (status === 'failed')
    return `Flux failed to release ${name} with ${chart}`;
  if (isRollback) return `Flux rolled ${name} back to ${chart}`;
  if (!previous) return `Flux released ${name} with ${chart}`;
  if (previous.chartVersion === snapshot.chartVersion) {
    return previous.configDigest !== snapshot.configDigest
      ? `Flux released ${name} with other values`
      : `Flux released ${name} anew`;
  }
  return `Flux released ${name}: chart ${snapshot.chart} ${revisionWord(
    previous.chartVersion,
  )} → ${version}`;
}

function endOf(
  object: KubernetesObject,
  { status, deployedAt }: Snapshot,
  isCurrent: boolean,
): Operation['end'] {
  if (status.startsWith('pending-') || status === 'uninstalling') {
    return undefined;
  }
  const released = conditionOf(objectAt(object, 'status'), 'Released')?.since;
  const at =
    isCurrent && Date.parse(released ?? '') >= Date.parse(deployedAt)
      ? released!
      : deployedAt;
  return { at, status: status === 'failed' ? 'failed' : 'succeeded' };
}

function contentOf(snapshot: Snapshot, earlier: Snapshot[]): JsonObject {
  const { chart, chartVersion, appVersion, configDigest } = snapshot;
  // The values are not in the status, and a digest of secrets among them is not to be kept.
  const first = earlier.find(it => it.configDigest === configDigest);
  return {
    chart,
    chartVersion,
    ...(appVersion ? { appVersion } : {}),
    values: `as of v${(first ?? snapshot).version}`,
  };
}

function isSame(a: Snapshot, b: Snapshot): boolean {
  return a.chartVersion === b.chartVersion && a.configDigest === b.configDigest;
}

function readSnapshot(entry: JsonObject): Snapshot[] {
  const version = numberOf(entry.version);
  const deployedAt = textOf(entry.lastDeployed);
  if (version === undefined || Number.isNaN(Date.parse(deployedAt ?? ''))) {
    return [];
  }
  return [
    {
      version,
      deployedAt: deployedAt!,
      name: textOf(entry.name) ?? '',
      namespace: textOf(entry.namespace) ?? '',
      status: textOf(entry.status) ?? '',
      chart: textOf(entry.chartName) ?? '',
      chartVersion: textOf(entry.chartVersion) ?? '',
      appVersion: textOf(entry.appVersion),
      configDigest: textOf(entry.configDigest),
    },
  ];
}

function managed(object: KubernetesObject, places: Places): string[] {
  const cluster = clusterOf(object, places);
  return cluster === undefined
    ? []
    : workloadSubjects(cluster, inventoryOf(object));
}

function clusterOf(
  object: KubernetesObject,
  { own }: Places,
): string | undefined {
  return objectAt(object, 'spec').kubeConfig === undefined ? own : undefined;
}
