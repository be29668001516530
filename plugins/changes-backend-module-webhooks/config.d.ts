import type { HumanDuration } from '@backstage/types';

export interface Config {
  changes?: {
    /** Systems that may send webhooks. A system that is not named here is answered 404. */
    webhooks?: {
      /** Alertmanager's webhooks, at `/api/changes/webhooks/alertmanager/<name>`. */
      alertmanager?: Array<{
        name: string;
        /**
         * The bearer token, or the password of basic authentication, that Alertmanager sends; several while one is replaced by the next.
         * @deepVisibility secret
         */
        secret: string | string[];
        /** The cluster that alerts without a label `cluster` are about, by the name that Ripple knows it by. */
        cluster?: string;
        /** What environment alerts without a label `environment` are about. Default: that of the object which they name. */
        environment?: string;
        /** Something arrives at least so often, e.g. the Watchdog: silence of twice as long is shown as stale. */
        expectEvery?: HumanDuration | string;
      }>;

      /** Webhooks of Grafana's alerting, at `/api/changes/webhooks/grafana/<name>`. */
      grafana?: Array<{
        name: string;
        /**
         * The credentials of the contact point's authorization header, or the password of basic authentication; several while one is
         * replaced by the next.
         * @deepVisibility secret
         */
        secret: string | string[];
        /** The cluster that alerts without a label `cluster` are about, by the name that Ripple knows it by. */
        cluster?: string;
        /** What environment alerts without a label `environment` are about. Default: that of the object which they name. */
        environment?: string;
        /** Something arrives at least so often: silence of twice as long is shown as stale. */
        expectEvery?: HumanDuration | string;
      }>;

      /** LaunchDarkly's signed webhooks, at `/api/changes/webhooks/launchdarkly/<name>`. */
      launchdarkly?: Array<{
        name: string;
        /**
         * The webhook's signing secret; several while one is replaced by the next, or for several webhooks.
         * @deepVisibility secret
         */
        secret: string | string[];
        /** Names of environments by LaunchDarkly's keys: `production: prod-eu`. Default: the keys themselves. */
        environments?: { [key: string]: string };
        /** What environment changes are of that name none. */
        environment?: string;
        /** Where people open LaunchDarkly. Default: `https://app.launchdarkly.com`. */
        baseUrl?: string;
        /** Something arrives at least so often: silence of twice as long is shown as stale. */
        expectEvery?: HumanDuration | string;
      }>;

      /** PagerDuty's webhooks of version 3, at `/api/changes/webhooks/pagerduty/<name>`. */
      pagerduty?: Array<{
        /** What `pagerduty.com/account` calls the account; without that annotation the first of the list is meant. */
        name: string;
        /**
         * The subscription's signing secret; several while one is replaced by the next, or for several subscriptions.
         * @deepVisibility secret
         */
        secret: string | string[];
        /** What environment the account's alerts are about. Default: that of the service's workloads, where all are in one. */
        environment?: string;
        /** Something arrives at least so often, e.g. a scheduled test: silence of twice as long is shown as stale. */
        expectEvery?: HumanDuration | string;
      }>;
    };
  };
}
