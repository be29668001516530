import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { Command } from 'commander';
import { RippleClient } from './RippleClient';
import { type EventOptions, eventOf, withEventOptions } from './eventOptions';
import { execute } from './execute';
import { runRecorded } from './runRecorded';

/** Words of a command line that cannot hold a password. */
const PLAIN_WORD = /^[a-z][\w.:-]{0,60}$/i;

interface PortalOptions {
  url?: string;
}

interface PointOptions {
  type?: string;
  status?: string;
  startedAt?: string;
  endedAt?: string;
}

/** What the program needs of its process. */
export interface ProgramOptions {
  env: Record<string, string | undefined>;
  out: (text: string) => void;
  warn: (text: string) => void;
  now: () => Date;
  delay: (ms: number) => Promise<void>;
  /** Told the exit code of the command that was run. */
  exit: (code: number) => void;
}

/** `ripple event …` and `ripple run -- …`. */
export function createProgram(options: ProgramOptions): Command {
  const program = new Command('ripple')
    .description(
      'Tells Ripple of changes. The portal is RIPPLE_URL (or --url), the token RIPPLE_TOKEN.',
    )
    .enablePositionalOptions();

  withEventOptions(
    program.command('event').description('records one change or alert'),
  )
    .option('--type <type>', 'change or alert')
    .option(
      '--status <status>',
      'of a change in-progress, succeeded or failed; of an alert open, acknowledged or resolved',
    )
    .option('--started-at <time>', 'RFC 3339; default: now')
    .option('--ended-at <time>', 'RFC 3339')
    .action(
      async (
        given: EventOptions & PointOptions & PortalOptions,
        command: Command,
      ) => {
        if (!given.title)
          command.error(
            "error: required option '--title <sentence>' not specified",
          );
        const { type, status, startedAt, endedAt } = given;
        const id = await connect(given, options).send({
          ...eventOf(given),
          title: given.title!,
          key: given.key ?? randomUUID(),
          type,
          status,
          startedAt,
          endedAt,
        });
        options.out(`${id}\n`);
      },
    );

  withEventOptions(
    program
      .command('run')
      .description(
        'runs a command and records start, finish and outcome; ends as the command ends',
      )
      .argument('<command...>', 'what to run, behind --')
      .passThroughOptions(),
  ).action(async (words: string[], given: EventOptions & PortalOptions) => {
    options.exit(
      await runRecorded({
        event: {
          ...eventOf({ ...given, kind: given.kind ?? 'job' }),
          title: given.title ?? titleOf(words),
          key: given.key ?? randomUUID(),
        },
        execute: () => execute(words),
        send: async event => connect(given, options).send(event),
        now: options.now,
        warn: message => options.warn(`${message}\n`),
      }),
    );
  });
  return program;
}

function connect(
  { url }: PortalOptions,
  { env, delay }: ProgramOptions,
): RippleClient {
  const token = env.RIPPLE_TOKEN;
  if (!url || !URL.canParse(url)) {
    throw new Error(
      'RIPPLE_URL or --url must be the portal’s backend, e.g. https://portal.example.com',
    );
  }
  if (!token) {
    throw new Error(
      'RIPPLE_TOKEN must be a token of backend.auth.externalAccess',
    );
  }
  return RippleClient.create({ url, token, delay });
}

/** The command's name and the plain words behind it: arguments may hold secrets. */
function titleOf([command, ...rest]: string[]): string {
  const end = rest.findIndex(word => !PLAIN_WORD.test(word));
  const plain = end < 0 ? rest : rest.slice(0, end);
  return ['ran', path.basename(command), ...plain].join(' ');
}
