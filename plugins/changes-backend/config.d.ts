export interface Config {
  changes?: {
    /**
     * Keys the marks of hidden values: with it two different hidden values can be told apart, so that "this password changed" is shown.
     * Any long random text; never stored. Without it every hidden value gets the same mark.
     * @visibility secret
     */
    secretKey?: string;

    /**
     * Which environment a cluster or a namespace belongs to: the first rule that matches decides. Where none does, the label
     * `app.kubernetes.io/environment` does, else the cluster's name is the environment.
     */
    environments?: Array<{
      /** As it is shown, e.g. `production`. */
      name: string;
      /**
       * Production environments decide an entity's headline. Default: by the name (`production`, `prod`, `live`, `prod-eu`).
       */
      production?: boolean;
      /** Names of clusters; `*` stands for any characters. */
      clusters?: string[];
      /** Names of namespaces; `*` stands for any characters. Given both, both must match. */
      namespaces?: string[];
    }>;

    /** How long things are kept. What is still open, and what somebody gave a verdict on, stays. */
    retention?: {
      /** Days that events are kept. Default: 90. */
      days?: number;
      /** Days that diffs, manifests, evidence and cached code are kept. Default: 30. */
      detailDays?: number;
      /** Days that events of a kind are kept instead, e.g. `autoscale: 14`: kinds of changes, alerts and health issues. */
      kinds?: { [kind: string]: number };
    };

    /** The sources that the package brings by itself, by name; `false` leaves one out. */
    sources?: {
      /** Default: true where `kubernetes` or `changes.kubernetes` is configured. */
      kubernetes?: boolean;
      /** Default: true where `integrations.github` is configured. */
      github?: boolean;
      /** Default: true where `changes.webhooks` is configured. */
      webhooks?: boolean;
    };

    /** The copy of the catalog that timelines follow. */
    graph?: {
      /** Seconds between two readings of the catalog. Default: 60. */
      refreshSeconds?: number;
    };
  };
}
