import {
  diffManifests,
  kubernetesSubject,
  parseKubernetesSubject,
  type FieldChange,
  type KubernetesObjectName,
  type Observation,
} from '@ripplehq/backstage-plugin-changes-common';
import type { JsonObject } from '@backstage/types';
import { mentionsOf, objectAt, textOf } from '../kinds';
import {
  argoThread,
  argoTrackingThread,
  checksumThread,
  fluxThread,
  helmThread,
  mentionThread,
  namespaceThread,
  writeThread,
} from './threads';

/** What one program writes at one moment. */
const MOMENT_MS = 10_000;
/** Settings are written before what uses them, or with it: times of writes are cut to seconds. */
const AFTER_MS = 2_000;
/** A setting may be there so much earlier than the template that bears its checksum or its name. */
const SETTING_MS = 5 * 60_000;
const JOINS_MAX = 200;

const ARGO_CD = /^argocd/;
const FLUX = /^(kustomize|helm)-controller$/;
const HELM = /^helm/i;

/** Annotations and variables of a pod template that change when a setting that it uses changes. */
const CHECKSUM =
  /checksum|config-?hash|configmap-?hash|secret-?hash|STAKATER_|reloader\.stakater\.com/i;

/**
 * Ties a change to what it is part of and to what is part of it, by what the object says of the tools that look after it. Which of them
 * did anything at that time only the store knows, where all clusters' events lie.
 */
export function tied(observation: Observation): Observation {
  if (observation.type !== 'change' || observation.partOfKey !== undefined) {
    return observation;
  }
  const manifest = observation.after ?? observation.before;
  const [subject] = observation.subjects;
  const object = subject ? parseKubernetesSubject(subject) : undefined;
  if (!object || !isManifest(manifest) || observation.start === undefined) {
    return observation;
  }
  const joins = [
    ...namespaceThreads(observation, object),
    ...settingThreads(observation),
    ...toolThreads(observation, object, manifest),
  ];
  const gathers = [
    ...deletionsIn(observation, object),
    ...gathersOf(observation, subject),
  ];
  return {
    ...observation,
    ...(joins.length > 0 && observation.joins === undefined
      ? { joins: joins.slice(0, JOINS_MAX) }
      : {}),
    ...(gathers.length > 0 && observation.gathers === undefined
      ? { gathers }
      : {}),
  };
}

/** Whoever deletes a namespace deletes all that is in it. */
function namespaceThreads(
  { key }: Observation,
  { cluster, namespace }: KubernetesObjectName,
): string[] {
  return namespace !== undefined && key.endsWith('/deleted')
    ? [namespaceThread(cluster, namespace)]
    : [];
}

/** From when a namespace was to go until it was gone. */
function deletionsIn(
  { key, start, observedAt }: Observation,
  { cluster, kind, group, name }: KubernetesObjectName,
): NonNullable<Observation['gathers']> {
  if (kind !== 'Namespace' || group || !key.endsWith('/deleted')) return [];
  const shifted = (at: string, byMs: number) =>
    new Date(Date.parse(at) + byMs).toISOString();
  return [
    {
      thread: namespaceThread(cluster, name),
      from: shifted(start!, -AFTER_MS),
      to: shifted(observedAt, AFTER_MS),
    },
  ];
}

/** What a delivery tool that may have made this change calls it. A change whose author is not known may be anybody's. */
function toolThreads(
  observation: Observation,
  object: KubernetesObjectName,
  manifest: JsonObject,
): string[] {
  const manager = managerOf(observation);
  const may = (tool: RegExp) => manager === undefined || tool.test(manager);
  const annotations = objectAt(manifest, 'metadata', 'annotations');
  const labels = objectAt(manifest, 'metadata', 'labels');
  const { cluster } = object;
  const threads: string[] = [];
  if (may(ARGO_CD)) {
    const resource = { ...object, group: object.group ?? '' };
    threads.push(argoThread(cluster, resource));
    const instance = argoInstance(annotations, labels);
    if (instance) threads.push(argoTrackingThread(instance, resource));
  }
  if (may(FLUX)) {
    for (const [kind, prefix] of [
      ['HelmRelease', 'helm.toolkit.fluxcd.io'],
      ['Kustomization', 'kustomize.toolkit.fluxcd.io'],
    ] as const) {
      const name = textOf(labels[`${prefix}/name`]);
      const namespace = textOf(labels[`${prefix}/namespace`]);
      if (name === undefined || namespace === undefined) continue;
      const owner = { name, namespace };
      threads.push(
        fluxThread(cluster, kind, owner),
        fluxThread(undefined, kind, owner),
      );
    }
  }
  const release = releaseOf(manifest);
  if (release && may(HELM)) threads.push(helmThread(cluster, release));
  return threads;
}

/** The Helm release that an object belongs to, by its annotations. */
export function releaseOf(
  manifest: JsonObject,
): { namespace: string; name: string } | undefined {
  const annotations = objectAt(manifest, 'metadata', 'annotations');
  const name = textOf(annotations['meta.helm.sh/release-name']);
  const namespace = textOf(annotations['meta.helm.sh/release-namespace']);
  return name !== undefined && namespace !== undefined
    ? { name, namespace }
    : undefined;
}

/** The program that wrote, where the object says it. */
export function managerOf({ write, actor }: Observation): string | undefined {
  return write?.manager ?? (write ? undefined : actor?.name);
}

// Argo CD tracks by annotation or, in older installations, by label.
function argoInstance(
  annotations: JsonObject,
  labels: JsonObject,
): string | undefined {
  const tracking = textOf(annotations['argocd.argoproj.io/tracking-id']);
  return (
    tracking?.slice(0, tracking.indexOf(':')) ||
    textOf(labels['argocd.argoproj.io/instance']) ||
    textOf(labels['app.kubernetes.io/instance'])
  );
}

/** A setting belongs to the rollouts that it causes: of those that use it, or begin to. */
function settingThreads(observation: Observation): string[] {
  const [own, ...users] = observation.subjects;
  const kind = parseKubernetesSubject(own)?.kind;
  if (kind !== 'ConfigMap' && kind !== 'Secret') return [];
  const manager = managerOf(observation);
  return [
    // What was there before is named by nobody for the first time.
    ...(observation.key.endsWith('/created') ? [mentionThread(own)] : []),
    ...(manager ? users.map(user => writeThread(user, manager)) : []),
    ...users.map(checksumThread),
  ];
}

/** A change of a workload's template gathers the settings that it brings along. */
function gathersOf(
  observation: Observation,
  subject: string,
): NonNullable<Observation['gathers']> {
  const { before, after, start } = observation;
  const template = templateOf(after);
  if (!template) return [];
  const changes = isManifest(before)
    ? diffManifests({ template: templateOf(before) ?? {} }, { template })
    : undefined;
  // Only what is new of a workload that is new is told without a version before.
  const isNew = changes === undefined && observation.key.endsWith('/created');
  if (!isNew && (changes ?? []).length === 0) return [];
  const at = Date.parse(start!);
  const span = (earlierMs: number) => ({
    from: new Date(at - earlierMs).toISOString(),
    to: new Date(at + AFTER_MS).toISOString(),
  });
  const manager = managerOf(observation);
  return [
    ...(manager
      ? [{ thread: writeThread(subject, manager), ...span(MOMENT_MS) }]
      : []),
    ...(changes?.some(bearsChecksum)
      ? [{ thread: checksumThread(subject), ...span(SETTING_MS) }]
      : []),
    ...newMentions(before, template, subject).map(setting => ({
      thread: mentionThread(setting),
      ...span(SETTING_MS),
    })),
  ];
}

function bearsChecksum({ path, before, after }: FieldChange): boolean {
  return (
    CHECKSUM.test(path) ||
    // All annotations of a template may come at once.
    (/metadata\.annotations$/.test(path) &&
      CHECKSUM.test(JSON.stringify([before, after])))
  );
}

/** ConfigMaps and Secrets that a template names and the one before did not, as subjects. */
function newMentions(
  before: unknown,
  template: JsonObject,
  subject: string,
): string[] {
  const { cluster, namespace } = parseKubernetesSubject(subject)!;
  const named = (of: JsonObject | undefined) => {
    const { configMaps, secrets } = mentionsOf(objectAt(of, 'spec'));
    return [
      ...configMaps.map(name => ({ kind: 'ConfigMap', name })),
      ...secrets.map(name => ({ kind: 'Secret', name })),
    ].map(object => kubernetesSubject({ cluster, namespace, ...object }));
  };
  const old = new Set(named(templateOf(before)));
  return named(template).filter(setting => !old.has(setting));
}

function templateOf(manifest: unknown): JsonObject | undefined {
  const template = objectAt(manifest, 'spec', 'template');
  return Object.keys(template).length > 0 ? template : undefined;
}

/** What else is told with a before and an after, such as a sync's revisions, says nothing of whose it is. */
function isManifest(value: unknown): value is JsonObject {
  return typeof objectAt(value).kind === 'string';
}
