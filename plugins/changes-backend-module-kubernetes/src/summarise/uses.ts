import { kubernetesSubject } from '@ripplehq/backstage-plugin-changes-common';
import { CONFIG_MAP, SERVICE, type Mentions, type Named } from '../kinds';
import { subjectOf, type Sighting } from '../interpret';

/**
 * What a workload uses, as subjects: the Services of its cluster that its pod template names as hosts, and the ConfigMaps and Secrets
 * that it takes values or files from.
 * @param isService - whether the cluster has a Service of that name
 */
export function usesOf(
  workload: Pick<Named, 'namespace'>,
  mentions: Mentions,
  isService: (namespace: string, name: string) => boolean,
  sighting: Pick<Sighting, 'cluster'>,
): string[] {
  const namespace = workload.namespace ?? '';
  const services = mentions.hosts.flatMap(host => {
    const service = serviceOf(host, namespace);
    return service && isService(service.namespace, service.name)
      ? [subjectOf(sighting, SERVICE, service)]
      : [];
  });
  return [
    ...new Set(services),
    ...mentions.configMaps.map(name =>
      subjectOf(sighting, CONFIG_MAP, { namespace, name }),
    ),
    ...mentions.secrets.map(name =>
      kubernetesSubject({ ...sighting, namespace, kind: 'Secret', name }),
    ),
  ];
}

/** `orders`, `orders.shop`, `orders.shop.svc`, `orders.shop.svc.cluster.local`; a StatefulSet's `db-0.db.shop.svc` names `db`. */
function serviceOf(
  host: string,
  namespace: string,
): { namespace: string; name: string } | undefined {
  const parts = host.split('.');
  const svc = parts.indexOf('svc');
  if (svc >= 2) return { name: parts[svc - 2], namespace: parts[svc - 1] };
  if (parts.length === 1) return { name: parts[0], namespace };
  return parts.length === 2
    ? { name: parts[0], namespace: parts[1] }
    : undefined;
}
