import {
  kubernetesSubject,
  parseKubernetesSubject,
  type Observation,
} from '@ripplehq/backstage-plugin-changes-common';

/** An observation names so many subjects at most. */
const SUBJECTS_MAX = 500;

/** Namespaces of what all workloads of a cluster stand on; `*` stands for any letters. */
export const PLATFORM_NAMESPACES: readonly string[] = [
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'gatekeeper-system',
  'kyverno',
  'cert-manager',
  'external-dns',
  'external-secrets',
  'ingress-nginx',
  'nginx-ingress',
  'traefik',
  'contour*',
  'projectcontour',
  'envoy-gateway-system',
  'kong',
  'istio-system',
  'istio-ingress*',
  'linkerd*',
  'cilium*',
  'calico-*',
  'tigera-operator',
  'metallb-system',
  'karpenter',
  'keda',
  'kube-flannel',
  'rook-ceph',
  'longhorn-system',
  'gmp-system',
  'gke-*',
  'amazon-*',
  'aks-*',
  'openshift-*',
];

/** The subject of all that a cluster's workloads stand on: its control plane, its nodes, what its platform namespaces hold. */
export function platformSubject(cluster: string): string {
  return kubernetesSubject({ cluster, kind: 'Cluster', name: cluster });
}

/** What of a cluster is its platform. */
export class Platform {
  readonly #namespaces: RegExp[];

  /** @param namespaces - their names, with `*` for any letters */
  static of(namespaces: readonly string[]): Platform {
    return new Platform(namespaces);
  }

  private constructor(namespaces: readonly string[]) {
    this.#namespaces = namespaces.map(
      name =>
        new RegExp(
          `^${name
            .split('*')
            .map(part => part.replace(/[^\w-]/g, '\\$&'))
            .join('.*')}$`,
        ),
    );
  }

  has(namespace: string): boolean {
    return this.#namespaces.some(pattern => pattern.test(namespace));
  }

  /** What happened to a part of the platform happened to the platform. */
  mark(observation: Observation): Observation {
    const [first, ...others] = observation.subjects;
    const object =
      first === undefined ? undefined : parseKubernetesSubject(first);
    if (!object || !this.#holds(object)) return observation;
    const platform = platformSubject(object.cluster);
    if (observation.subjects.includes(platform)) return observation;
    return {
      ...observation,
      subjects: [first, platform, ...others].slice(0, SUBJECTS_MAX),
    };
  }

  #holds({
    kind,
    namespace,
    name,
  }: NonNullable<ReturnType<typeof parseKubernetesSubject>>): boolean {
    if (namespace !== undefined) return this.has(namespace);
    // A namespace is what is in it.
    return kind !== 'Namespace' || this.has(name);
  }
}
