import {
  AppsV1Api,
  AutoscalingV2Api,
  BatchV1Api,
  CoreV1Api,
  DiscoveryV1Api,
  KubeConfig,
  type KubernetesListObject,
  type KubernetesObject,
  NetworkingV1Api,
  PolicyV1Api,
  makeInformer,
} from '@kubernetes/client-node';
import { GO } from '../Usage';

// informerReader KUBECONFIG PATH…: an informer of `@kubernetes/client-node` for each collection, with the client's own list function.
const [kubeconfig, ...paths] = process.argv.slice(2);
const config = new KubeConfig();
config.loadFromFile(kubeconfig);
const core = config.makeApiClient(CoreV1Api);
const apps = config.makeApiClient(AppsV1Api);
const batch = config.makeApiClient(BatchV1Api);
const networking = config.makeApiClient(NetworkingV1Api);
const autoscaling = config.makeApiClient(AutoscalingV2Api);
const policy = config.makeApiClient(PolicyV1Api);
const discovery = config.makeApiClient(DiscoveryV1Api);

type List = () => Promise<KubernetesListObject<KubernetesObject>>;

const LISTS: Record<string, List> = {
  '/api/v1/pods': () => core.listPodForAllNamespaces(),
  '/api/v1/configmaps': () => core.listConfigMapForAllNamespaces(),
  '/api/v1/services': () => core.listServiceForAllNamespaces(),
  '/api/v1/namespaces': () => core.listNamespace(),
  '/api/v1/nodes': () => core.listNode(),
  '/api/v1/persistentvolumeclaims': () =>
    core.listPersistentVolumeClaimForAllNamespaces(),
  '/api/v1/resourcequotas': () => core.listResourceQuotaForAllNamespaces(),
  '/apis/apps/v1/deployments': () => apps.listDeploymentForAllNamespaces(),
  '/apis/apps/v1/replicasets': () => apps.listReplicaSetForAllNamespaces(),
  '/apis/apps/v1/statefulsets': () => apps.listStatefulSetForAllNamespaces(),
  '/apis/apps/v1/daemonsets': () => apps.listDaemonSetForAllNamespaces(),
  '/apis/apps/v1/controllerrevisions': () =>
    apps.listControllerRevisionForAllNamespaces(),
  '/apis/batch/v1/jobs': () => batch.listJobForAllNamespaces(),
  '/apis/batch/v1/cronjobs': () => batch.listCronJobForAllNamespaces(),
  '/apis/networking.k8s.io/v1/ingresses': () =>
    networking.listIngressForAllNamespaces(),
  '/apis/networking.k8s.io/v1/networkpolicies': () =>
    networking.listNetworkPolicyForAllNamespaces(),
  '/apis/autoscaling/v2/horizontalpodautoscalers': () =>
    autoscaling.listHorizontalPodAutoscalerForAllNamespaces(),
  '/apis/policy/v1/poddisruptionbudgets': () =>
    policy.listPodDisruptionBudgetForAllNamespaces(),
  '/apis/discovery.k8s.io/v1/endpointslices': () =>
    discovery.listEndpointSliceForAllNamespaces(),
};

process.once(GO, () => {
  for (const path of paths) {
    const list = LISTS[path];
    if (!list) {
      process.stderr.write(`no informer for ${path}\n`);
      continue;
    }
    makeInformer(config, path, list)
      .start()
      .catch(error => {
        process.stderr.write(`${path}: ${error.stack}\n`);
        process.exit(1);
      });
  }
});
setInterval(() => undefined, 1 << 30);
