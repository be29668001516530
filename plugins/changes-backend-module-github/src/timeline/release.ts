import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import {
  type DeliveryContext,
  actorOf,
  repositoryChange,
  shortName,
  utc,
} from './Delivery';
import { release } from './payload';

/** A release that everyone may see. */
export function releaseObservations(
  body: unknown,
  context: DeliveryContext,
): Observation[] {
  const { action, release: one } = release.parse(body);
  if (action !== 'published' || one.draft || !one.published_at) return [];
  const at = utc(one.published_at);
  const sort = one.prerelease ? 'pre-release' : 'release';
  return [
    repositoryChange(context, `release/${one.id}`, {
      kind: 'code',
      title: `${shortName(context.repository)}: ${sort} ${
        one.tag_name
      } published`,
      observedAt: at,
      start: at,
      end: { at, status: 'succeeded' },
      actor: actorOf(one.author),
      links: [{ title: `Release ${one.tag_name}`, url: one.html_url }],
    }),
  ];
}
