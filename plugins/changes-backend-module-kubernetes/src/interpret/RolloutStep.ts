import type { Rollout } from '@ripplehq/backstage-plugin-changes-common';

export type RolloutStep = Rollout['steps'][number];
