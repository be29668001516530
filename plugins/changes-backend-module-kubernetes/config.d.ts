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
        /**
         * All that the credentials may read: with it nothing is asked of the cluster as a whole. What is in no namespace (nodes,
         * namespaces, cluster roles) is not observed then.
         */
        namespaces?: string[];
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
       * Which kinds of objects are watched. `core`: workloads and what breaks them. `wide`: also who may do what, webhooks, custom
       * resource definitions, routes of the Gateway API, limits. Default: `core`.
       */
      profile?: 'core' | 'wide';
      /** Further kinds, of which creation, changes and deletion are told. Clusters that do not serve one are not asked for it in vain. */
      kinds?: Array<{
        /** Plural name: `certificates`. */
        resource: string;
        /** e.g. `cert-manager.io`; absent for the core group. */
        group?: string;
        /** e.g. `v1`. Not needed for a kind that Ripple knows. */
        version?: string;
        /** As in manifests: `Certificate`. Not needed for a kind that Ripple knows. */
        kind?: string;
        /** Default: `namespaced`. */
        scope?: 'namespaced' | 'cluster';
      }>;
      /**
       * Where Secrets are watched: that one came, went, or which of its keys changed; never a value; and, by the metadata of
       * Helm's records, what became of a release. Default: nowhere. The account needs
       * get, list and watch on secrets there.
       */
      secrets?: Array<{
        cluster: string;
        /** Default: the whole cluster. */
        namespaces?: string[];
      }>;
      /**
       * Namespaces of what all workloads of a cluster stand on: changes there are the platform's too. `*` stands for any letters.
       * Default: kube-system and those of well-known meshes, ingress controllers and operators.
       */
      platformNamespaces?: string[];
      /**
       * What is noise beside what Ripple knows to be: objects, or with `fields` only those. `*` stands for any characters.
       */
      ignore?: Array<{
        /** Why, for those who look at the counters. */
        reason: string;
        cluster?: string;
        /** `ConfigMap`, or as in RBAC rules `configmaps`, `deployments.apps`. */
        kind?: string;
        namespace?: string;
        name?: string;
        /** Paths as differences show them: `metadata.annotations['example.com/synced-at']`, `spec.template.spec.containers[*].env[BUILD_ID]`. */
        fields?: string[];
      }>;
      /**
       * Labels whose value may name an entity, in this order, after those that the Kubernetes plugin goes by.
       * Default: `app.kubernetes.io/name`, `app`.
       */
      matchLabels?: string[];
    };
  };
}
