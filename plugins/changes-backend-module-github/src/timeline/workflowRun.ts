import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import {
  type DeliveryContext,
  actorOf,
  repositoryChange,
  shortName,
  utc,
} from './Delivery';
import { workflowRun } from './payload';

const FAILED = new Set(['failure', 'timed_out', 'startup_failure']);

/** An attempt of a workflow on the default branch. */
export function workflowRunObservations(
  body: unknown,
  context: DeliveryContext,
): Observation[] {
  const { workflow_run: run } = workflowRun.parse(body);
  if (run.head_branch !== context.repository.default_branch) return [];
  const start = utc(run.run_started_at ?? run.created_at);
  const observedAt = utc(run.updated_at);
  const conclusion =
    run.status === 'completed' ? run.conclusion ?? undefined : undefined;
  const isFailed = conclusion !== undefined && FAILED.has(conclusion);
  // Runs are many; those that went well are told by what they deployed.
  if (!isFailed) return [];
  const name = run.name || 'workflow';
  return [
    repositoryChange(context, `run/${run.id}/${run.run_attempt ?? 1}`, {
      kind: 'pipeline',
      title: `${shortName(context.repository)}: ${name} #${
        run.run_number
      } failed`,
      severity: 'warning',
      observedAt,
      start,
      end: {
        at: observedAt < start ? start : observedAt,
        status: 'failed',
      },
      actor: actorOf(run.triggering_actor) ?? actorOf(run.actor),
      links: [{ title: `Run #${run.run_number}`, url: run.html_url }],
    }),
  ];
}
