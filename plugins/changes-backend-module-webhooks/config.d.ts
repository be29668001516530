import type { HumanDuration } from '@backstage/types';

export interface Config {
  changes?: {
    /** Systems that may send webhooks. A system that is not named here is answered 404. */
    webhooks?: {
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
