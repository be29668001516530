import type { ConfigApi } from '@backstage/frontend-plugin-api';

/** Who can be signed in as in the demo, without a password. */
export interface DemoUser {
  entityRef: string;
  title: string;
}

/** Nobody where this portal is not the demo's. */
export function demoUsers(config: ConfigApi): DemoUser[] {
  return (config.getOptionalConfigArray('demo.users') ?? []).map(user => ({
    entityRef: user.getString('entityRef'),
    title: user.getString('title'),
  }));
}

export function isDemo(config: ConfigApi): boolean {
  return demoUsers(config).length > 0;
}
