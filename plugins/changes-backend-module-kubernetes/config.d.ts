export interface Config {
  changes?: {
    kubernetes?: {
      /**
       * Clusters to watch with credentials of their own. Without this key, all clusters of the portal's Kubernetes plugin are watched
       * through it. An empty list watches none.
       */
      clusters?: Array<{
        /** A part of every event's subject; must not be used twice. */
        name: string;
        /** Path of a kubeconfig file. Without it, and without `inCluster`: the one that kubectl would take. */
        kubeconfig?: string;
        /** A context of the kubeconfig. Default: its current one. */
        context?: string;
        /** Watch the cluster that the backend runs in, with its service account. */
        inCluster?: boolean;
        /** The name that the cluster had before, so that its history goes on. */
        formerly?: string;
        /** What environment its workloads belong to, where no rule and no label says. */
        environment?: string;
      }>;
      /**
       * Clusters whose API servers send their audit log to `/api/changes/kubernetes/audit/{cluster}`: who made each change.
       */
      audit?: Array<{
        /** The cluster's name, as its changes have it. */
        cluster: string;
        /**
         * The bearer token of the webhook's kubeconfig, at least 16 characters.
         * @visibility secret
         */
        token: string;
      }>;
      /**
       * Users of the audit log that are pipelines, whatever they are called; `*` stands for any text:
       * `system:serviceaccount:ci:*`.
       */
      pipelineUsers?: string[];
      /**
       * Labels whose value may name an entity, in this order, after those that the Kubernetes plugin goes by.
       * Default: `app.kubernetes.io/name`, `app`.
       */
      matchLabels?: string[];
    };
  };
}
