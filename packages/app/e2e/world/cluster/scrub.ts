import type { KubernetesObject } from 'demo/src/cluster/KubernetesObject.ts';
import { USAGE_CONFIG_MAP } from './manifests.ts';

const SYSTEM_NAMESPACE = /^(default|kube-.*)$/;
/** In every namespace; its certificate is that of the recorded machine. */
const ROOT_CERTIFICATE = 'kube-root-ca.crt';

/**
 * What of an object may be committed: nothing of the system's namespaces, no certificate, none of the controls of the test cluster. All
 * else, `managedFields` too, stays as the API server said it.
 */
export function scrub(object: KubernetesObject): KubernetesObject | undefined {
  const { name, namespace } = object.metadata;
  if (namespace && SYSTEM_NAMESPACE.test(namespace)) return undefined;
  if (object.kind !== 'ConfigMap') return object;
  if (name === USAGE_CONFIG_MAP) return undefined;
  if (name !== ROOT_CERTIFICATE) return object;
  return { ...object, data: { 'ca.crt': 'left out of the recording' } };
}
