import type { JsonObject } from '@backstage/types';
import { listAt, objectAt, textOf } from './KubernetesObject';

/** What a pod template names. */
export interface Mentions {
  /** Names that may be those of Services: `orders`, `orders.shop`, `orders.shop.svc.cluster.local`. */
  hosts: string[];
  configMaps: string[];
  secrets: string[];
  /** PersistentVolumeClaims. */
  volumeClaims: string[];
  /** `default` where it names none. */
  serviceAccount: string;
  priorityClass?: string;
}

/** A host in a URL or an address, with what shows that it is one: a scheme, a user part or a port. */
const ADDRESSED_HOST =
  /(?:(?:[a-z][a-z0-9+.-]*:)?\/\/(?:[^\s/@,]*@)?)([a-z0-9][a-z0-9.-]*)|(?:^|[\s,=@])([a-z0-9][a-z0-9.-]*):\d{2,5}\b/g;
/** A value that is nothing but a name. */
const BARE_HOST = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9-]+)*$/;
/** Environment variables and flags whose whole value is a host. */
const HOST_NAME =
  /(host|hostname|addr|address|server|service|endpoint|url|uri|upstream|backend|broker)s?$/i;
const TEXT_MAX_CHARS = 4096;

/**
 * What a pod template names, read before secrets are hidden: only names of hosts and objects are kept.
 * @param podSpec - `spec.template.spec`
 */
export function mentionsOf(podSpec: JsonObject): Mentions {
  const hosts = new Set<string>();
  const configMaps = new Set<string>();
  const secrets = new Set<string>();
  const volumeClaims = new Set<string>();
  const add = (set: Set<string>, name: unknown) => {
    if (typeof name === 'string' && name !== '') set.add(name);
  };

  for (const container of [
    ...listAt(podSpec, 'initContainers'),
    ...listAt(podSpec, 'containers'),
  ]) {
    for (const env of listAt(container, 'env')) {
      hostsOf(textOf(env.value), textOf(env.name) ?? '', hosts);
      add(configMaps, objectAt(env, 'valueFrom', 'configMapKeyRef').name);
      add(secrets, objectAt(env, 'valueFrom', 'secretKeyRef').name);
    }
    for (const source of listAt(container, 'envFrom')) {
      add(configMaps, objectAt(source, 'configMapRef').name);
      add(secrets, objectAt(source, 'secretRef').name);
    }
    for (const list of [container.command, container.args]) {
      let flag = '';
      for (const item of Array.isArray(list) ? list : []) {
        const [, name, value] =
          /^--?([\w.-]+)(?:=(.*))?$/s.exec(String(item)) ?? [];
        hostsOf(name === undefined ? String(item) : value, name ?? flag, hosts);
        flag = name !== undefined && value === undefined ? name : '';
      }
    }
  }
  for (const volume of listAt(podSpec, 'volumes')) {
    add(volumeClaims, objectAt(volume, 'persistentVolumeClaim').claimName);
    for (const source of [volume, ...listAt(volume, 'projected', 'sources')]) {
      add(configMaps, objectAt(source, 'configMap').name);
      add(secrets, objectAt(source, 'secret').secretName);
      add(secrets, objectAt(source, 'secret').name);
    }
  }
  for (const secret of listAt(podSpec, 'imagePullSecrets')) {
    add(secrets, secret.name);
  }
  return {
    hosts: [...hosts].sort(),
    configMaps: [...configMaps].sort(),
    secrets: [...secrets].sort(),
    volumeClaims: [...volumeClaims].sort(),
    serviceAccount:
      textOf(podSpec.serviceAccountName) ||
      textOf(podSpec.serviceAccount) ||
      'default',
    priorityClass: textOf(podSpec.priorityClassName) || undefined,
  };
}

function hostsOf(
  text: string | undefined,
  name: string,
  hosts: Set<string>,
): void {
  if (!text || text.length > TEXT_MAX_CHARS) return;
  // Most texts name no host, and this is done with every one of each pod template.
  if (text.includes(':') || text.includes('//')) {
    for (const [, inUrl, withPort] of text.matchAll(ADDRESSED_HOST)) {
      const host = (inUrl ?? withPort).replace(/\.$/, '');
      if (!/^[\d.]+$/.test(host)) hosts.add(host);
    }
  }
  const isHostByName = HOST_NAME.test(name);
  if (!isHostByName && !text.includes('.svc')) return;
  for (const item of text.split(',')) {
    const host = item.trim();
    const isHost =
      BARE_HOST.test(host) && (isHostByName || /\.svc(\.|$)/.test(host));
    if (isHost && !/^[\d.]+$/.test(host)) hosts.add(host);
  }
}
