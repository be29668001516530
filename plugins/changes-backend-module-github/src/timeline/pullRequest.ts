import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import {
  type DeliveryContext,
  actorOf,
  repositoryChange,
  utc,
} from './Delivery';
import { pullRequest } from './payload';

/** A pull request merged into the default branch; others change nothing that runs. */
export function pullRequestObservations(
  body: unknown,
  context: DeliveryContext,
): Observation[] {
  const { action, pull_request: pull } = pullRequest.parse(body);
  if (action !== 'closed' || !pull.merged || !pull.merged_at) return [];
  if (pull.base.ref !== context.repository.default_branch) return [];
  const at = utc(pull.merged_at);
  return [
    repositoryChange(context, `pull/${pull.number}`, {
      kind: 'code',
      title: `PR #${pull.number} merged: ${pull.title}`,
      observedAt: at,
      // Its push says the same in fewer words.
      sequence: 1,
      start: at,
      end: { at, status: 'succeeded' },
      actor: actorOf(pull.merged_by) ?? actorOf(pull.user),
      links: [{ title: `Pull request #${pull.number}`, url: pull.html_url }],
    }),
  ];
}
