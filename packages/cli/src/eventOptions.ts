import { type Command, InvalidArgumentError, Option } from 'commander';
import type { EventBody } from './RippleClient';

const KINDS =
  'deployment, rollback, restart, scale, config, secret, flag, access, code, pipeline, job, migration, infrastructure, network, storage, node, third-party or custom';

/** What both commands take of an event. */
export interface EventOptions {
  title?: string;
  kind?: string;
  key?: string;
  entity: string[];
  subject: string[];
  environment?: string;
  severity?: string;
  actor?: string;
  link: { title: string; url: string }[];
  detail: Record<string, string>;
}

/** Adds the options of an event and of the portal to a command. */
export function withEventOptions(command: Command): Command {
  return command
    .option(
      '-e, --entity <ref>',
      'an entity that it changed, e.g. component:default/orders-db; several times for several',
      append,
      [],
    )
    .option(
      '-s, --subject <subject>',
      'what it happened to in a source’s own terms, e.g. kubernetes:prod-eu/shop/Deployment.apps/rest-api',
      append,
      [],
    )
    .option('-t, --title <sentence>', 'what happened, as a person would say it')
    .option('-k, --kind <kind>', `${KINDS}`)
    .option(
      '--key <key>',
      'makes it idempotent: a later call with the same key goes on with the same event',
    )
    .option('--environment <name>', 'where')
    .option(
      '--severity <severity>',
      'info, warning, error, critical or unknown',
    )
    .option('--actor <name>', 'who did it')
    .option(
      '--link <title=url>',
      'a page about it; several times for several',
      appendLink,
      [],
    )
    .option(
      '--detail <name=text>',
      'a fact; several times for several',
      appendDetail,
      {},
    )
    .addOption(
      new Option('--url <url>', 'the portal’s backend').env('RIPPLE_URL'),
    );
}

/** The event's fields that were given. */
export function eventOf(options: EventOptions): Omit<EventBody, 'title'> {
  const { kind, environment, severity, actor, entity, subject, link, detail } =
    options;
  return {
    kind,
    environment,
    severity,
    ...(entity.length > 0 && { entityRefs: entity }),
    ...(subject.length > 0 && { subjects: subject }),
    ...(actor && { actor: { name: actor, kind: 'user' as const } }),
    ...(link.length > 0 && { links: link }),
    ...(Object.keys(detail).length > 0 && { details: detail }),
  };
}

function append(value: string, values: string[]): string[] {
  return [...values, value];
}

function appendLink(
  value: string,
  links: EventOptions['link'],
): EventOptions['link'] {
  const [title, url] = pairOf(value, 'Runbook=https://wiki.example.com/rotate');
  return [...links, { title, url }];
}

function appendDetail(
  value: string,
  details: Record<string, string>,
): Record<string, string> {
  const [name, text] = pairOf(value, 'version=42');
  return { ...details, [name]: text };
}

function pairOf(value: string, example: string): [string, string] {
  const at = value.indexOf('=');
  if (at < 1) throw new InvalidArgumentError(`It must be such as ${example}.`);
  return [value.slice(0, at), value.slice(at + 1)];
}
