import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import { z } from 'zod';
import { pullRequestObservations } from './pullRequest';
import { pushObservations } from './push';
import { releaseObservations } from './release';
import { workflowRunObservations } from './workflowRun';
import { type Repository, repository } from './payload';

const READERS = {
  push: pushObservations,
  pull_request: pullRequestObservations,
  release: releaseObservations,
  workflow_run: workflowRunObservations,
} as const;

const withRepository = z.object({ repository });

/**
 * What a delivery says that changed; nothing for events that change nothing, and for hosts that the portal does not know. Pure.
 * @param event - The `X-GitHub-Event` header.
 * @throws ZodError when the body is not what GitHub sends for it.
 */
export function toObservations(
  event: string,
  body: unknown,
  /** The host of the integration that an address belongs to, if there is one. */
  hostOf: (url: string) => string | undefined,
): { observations: Observation[]; repository?: Repository; host?: string } {
  if (!Object.hasOwn(READERS, event)) return { observations: [] };
  const read = READERS[event as keyof typeof READERS];
  const about = withRepository.parse(body).repository;
  const host = hostOf(about.html_url);
  if (host === undefined) return { observations: [] };
  return {
    host,
    repository: about,
    observations: read(body, { host, repository: about }),
  };
}
