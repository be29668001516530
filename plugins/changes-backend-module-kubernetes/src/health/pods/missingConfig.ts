/** What the kubelet misses of what a container is to be given. */
export interface MissingConfig {
  kind: 'ConfigMap' | 'Secret';
  /** Unknown where only a key was named. */
  name?: string;
  key?: string;
}

const KINDS: Record<string, MissingConfig['kind']> = {
  configmap: 'ConfigMap',
  config: 'ConfigMap',
  secret: 'Secret',
};

/**
 * In the kubelet's words: `makeEnvironmentVariables` in `pkg/kubelet/kubelet_pods.go`, `MakePayload` of the volumes of ConfigMaps and
 * Secrets in `pkg/volume`.
 */
const WORDS: readonly RegExp[] = [
  /(?<kind>configmap|secret)s? "(?<name>[^"]+)" not found/i,
  /couldn't find key (?<key>\S+) in (?<kind>ConfigMap|Secret) [^/\s]+\/(?<name>\S+)/i,
  /references non-existent (?<kind>config|secret) key: (?<key>\S+)/i,
];

/** The ConfigMap, Secret or key that is not there, by the words of a kubelet; undefined where they say something else. */
export function missingConfigIn(message: string): MissingConfig | undefined {
  for (const words of WORDS) {
    const { kind, name, key } = words.exec(message)?.groups ?? {};
    if (kind !== undefined) {
      return { kind: KINDS[kind.toLowerCase()], name, key };
    }
  }
  return undefined;
}

/** `ConfigMap settings`, `key url of Secret orders-db` */
export function missingConfigText({ kind, name, key }: MissingConfig): string {
  const object = name === undefined ? `its ${kind}` : `${kind} ${name}`;
  return key === undefined ? object : `key ${key} of ${object}`;
}
