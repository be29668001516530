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
       * What is wrong with workloads and what they need: from when on something counts, in seconds, and what is not looked for.
       */
      health?: {
        /** Detectors that are switched off, by name. Default: none. */
        off?: string[];
        /** An issue is over once nothing was found for so long. Default: 30. */
        quietSeconds?: number;
        /** Whether the last lines of a crashed container's log are kept with the issue. They may hold what nobody should read. Default: false. */
        logTail?: boolean;
        availability?: {
          /** Fewer pods than wanted count once it has lasted for so long. Default: 30. */
          afterSeconds?: number;
          /** With fewer available pods a workload is unhealthy, not just degraded: a number or a percentage of those wanted, rounded up. A PodDisruptionBudget says it better. Default: '50%'. */
          minAvailable?: number | string;
        };
        crashLoop?: {
          /** A container that has crashed at least so often, and not recovered since, crashes again and again. Default: 2. */
          restarts?: number;
          /** It has recovered when it has been ready for so long. Default: 120. */
          recoverySeconds?: number;
        };
        restarts?: {
          /** So many restarts of all pods of a workload within the window are rising restarts. Default: 3. */
          count?: number;
          /** Default: 1800. */
          withinSeconds?: number;
        };
        imagePull?: {
          /** The first failure may be a registry's hiccup. Default: 10. */
          afterSeconds?: number;
        };
        containerConfig?: {
          /** A ConfigMap may come a moment after the pod. Default: 10. */
          afterSeconds?: number;
        };
        mount?: {
          /** The volume of the pod before comes free within so long, as a rule. Default: 60. */
          afterSeconds?: number;
        };
        unschedulable?: {
          /** An autoscaler of nodes may take so long to bring one. Default: 60. */
          afterSeconds?: number;
        };
        oomKilled?: {
          /** For so long a kill counts: the kubelet itself forgets a crash after 10 minutes. Default: 600. */
          withinSeconds?: number;
        };
        probe?: {
          /** A container that was ready counts as failing after so long. Default: 30. */
          afterSeconds?: number;
          /** One that never was, after so long. Default: 120. */
          startingSeconds?: number;
        };
        evicted?: {
          /** For so long an eviction for want of a node's resources counts. Default: 600. */
          withinSeconds?: number;
        };
        preempted?: {
          /** For so long it counts that pods were taken away for others. Default: 600. */
          withinSeconds?: number;
        };
        terminating?: {
          /** So long after its grace period a pod may still be there. Default: 60. */
          afterSeconds?: number;
        };
        rolloutPaused?: {
          /** A rollout that somebody paused counts as forgotten after so long. Default: 3600. */
          afterSeconds?: number;
        };
        autoscaler?: {
          /** An autoscaler counts as being at its maximum after so long. Default: 600. */
          afterSeconds?: number;
        };
        autoscalerMetrics?: {
          /** New pods have no metrics for a while. Default: 300. */
          afterSeconds?: number;
        };
        job?: {
          /** A failed Job lies there until somebody deletes it; so long it counts. Default: 86400. */
          forSeconds?: number;
        };
        cronJob?: {
          /** `first`: one issue from the first failed run until one succeeds; `any`: one a failed run. Default: 'first'. */
          failing?: 'first' | 'any';
          /** A run that was due counts as missed after so long. Default: 300. */
          missedAfterSeconds?: number;
        };
        claim?: {
          /** So long a volume may take to be made. Default: 300. */
          afterSeconds?: number;
        };
        drain?: {
          /** So long a budget may hold up a drain. Default: 600. */
          afterSeconds?: number;
        };
        quota?: {
          /** A quota counts as used up after so long. Default: 900. */
          afterSeconds?: number;
        };
        endpoints?: {
          /** A Service may be without endpoints for so long. Default: 30. */
          afterSeconds?: number;
          /** One that leads to no workload at all, for so long. Default: 600. */
          orphanAfterSeconds?: number;
        };
        node?: {
          /** A bad condition counts once it has lasted for so long. Default: 60. */
          afterSeconds?: number;
          /** A node that has come so recently is still starting. Default: 180. */
          youngSeconds?: number;
        };
        delivery?: {
          /** So long Argo CD may take to bring an Application in sync. Default: 900. */
          outOfSyncAfterSeconds?: number;
          /** So long what a delivery tool delivered may be degraded. Default: 300. */
          degradedAfterSeconds?: number;
        };
        certificate?: {
          /** A certificate is near its end so long before it. Default: 1209600. */
          beforeSeconds?: number;
          /** So long issuing one may take. Default: 600. */
          notReadyAfterSeconds?: number;
        };
      };
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
