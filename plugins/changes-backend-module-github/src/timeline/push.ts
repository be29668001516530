import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import {
  type DeliveryContext,
  actorOf,
  repositoryChange,
  shortName,
  utc,
} from './Delivery';
import { push } from './payload';

/** The account under which GitHub commits what is merged on its pages. */
const GITHUB_COMMITTER = 'web-flow';
const NO_COMMIT = /^0+$/;
const SHORT_ID_CHARS = 7;

/** A push to the default branch. What a pull request's merge pushed is that pull request's own event. */
export function pushObservations(
  body: unknown,
  context: DeliveryContext,
): Observation[] {
  const event = push.parse(body);
  const branch = context.repository.default_branch;
  if (event.ref !== `refs/heads/${branch}` || event.deleted) return [];
  const head = event.head_commit;
  const subjectLine = firstLine(head?.message ?? '');
  const number = head && mergedNumber(head);
  if (number !== undefined) {
    return [
      repositoryChange(context, `pull/${number}`, {
        kind: 'code',
        title: `PR #${number} merged: ${mergedTitle(head!.message)}`,
        observedAt: utc(head!.timestamp),
        start: utc(head!.timestamp),
        end: { at: utc(head!.timestamp), status: 'succeeded' },
        actor: actorOf(event.sender),
        links: [
          {
            title: `Pull request #${number}`,
            url: `${context.repository.html_url}/pull/${number}`,
          },
        ],
      }),
    ];
  }
  const pushedAt = event.repository.pushed_at;
  const at = utc(typeof pushedAt === 'number' ? pushedAt * 1000 : pushedAt);
  const count = event.commits.length;
  const isNew = NO_COMMIT.test(event.before);
  const what = event.forced
    ? `${branch} force-pushed from ${short(event.before)} to ${short(
        event.after,
      )}`
    : `${count} ${count === 1 ? 'commit' : 'commits'} pushed to ${branch}`;
  return [
    repositoryChange(
      context,
      `push/${event.before}..${event.after}/${event.ref}`,
      {
        kind: 'code',
        title: [
          `${shortName(context.repository)}: ${what}`,
          ...(subjectLine ? [subjectLine] : []),
        ].join(': '),
        severity: event.forced && !isNew ? 'warning' : 'info',
        // The head's own time is when it was committed, maybe days ago.
        observedAt: at,
        start: at,
        end: { at, status: 'succeeded' },
        actor: actorOf(event.sender) ?? {
          name: event.pusher.name,
          kind: 'user',
        },
        links: [{ title: 'Compare on GitHub', url: event.compare }],
      },
    ),
  ];
}

/** By the words that GitHub itself writes when it merges or squashes on its pages. */
function mergedNumber(head: {
  message: string;
  committer?: { username?: string } | null;
}): number | undefined {
  if (head.committer?.username !== GITHUB_COMMITTER) return undefined;
  const line = firstLine(head.message);
  const match =
    /^Merge pull request #(\d{1,9}) from /.exec(line) ??
    / \(#(\d{1,9})\)$/.exec(line);
  return match ? Number(match[1]) : undefined;
}

function mergedTitle(message: string): string {
  const line = firstLine(message);
  return /^Merge pull request #/.test(line)
    ? firstLine(message.slice(line.length).trimStart()) || line
    : line.replace(/ \(#\d+\)$/, '');
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0].trim();
}

function short(id: string): string {
  return id.slice(0, SHORT_ID_CHARS);
}
