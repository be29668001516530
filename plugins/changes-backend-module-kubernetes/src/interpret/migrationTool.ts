import type { JobContainer } from '../kinds';

/** A program that changes a database's schema, and how it shows in a container. */
interface MigrationTool {
  name: string;
  /** Tells by the image alone, unless the command only asks or checks. */
  image?: RegExp;
  command: RegExp;
}

const TOOLS: MigrationTool[] = [
  {
    name: 'flyway',
    image: /(^|\/)flyway(-(alpine|azure|community|enterprise))?$/,
    command: /\bflyway\b/,
  },
  {
    name: 'liquibase',
    image: /(^|\/)liquibase(-(pro|secure))?$/,
    command: /\bliquibase\b/,
  },
  { name: 'alembic', command: /\balembic\b|\bflask\s+db\s+upgrade\b/ },
  {
    name: 'prisma',
    command: /\bprisma\s+(migrate\s+(deploy|reset|resolve|dev)|db\s+push)\b/,
  },
  {
    name: 'rails',
    command:
      /\b(rails|rake)\s+(\S+\s+)*db:(migrate|prepare|rollback|setup|schema:load)\b/,
  },
  {
    name: 'django',
    command: /(\bmanage\.py|\bdjango-admin(\.py)?|-m\s+django)\s+migrate\b/,
  },
  {
    name: 'atlas',
    image: /(^|\/)arigaio\/atlas$/,
    command: /\batlas\s+(migrate|schema)\s+(apply|down|push)\b/,
  },
  {
    name: 'golang-migrate',
    image: /(^|\/)migrate\/migrate$/,
    command: /(^|[\s/])migrate\s+(\S+\s+)*-(path|source|database)\b/,
  },
  {
    name: 'goose',
    command: /\bgoose\s+(\S+\s+)*(up|up-to|up-by-one|down|redo)\b/,
  },
  {
    name: 'dbmate',
    image: /(^|\/)amacneil\/dbmate$/,
    command: /\bdbmate\s+(\S+\s+)*(up|migrate|rollback)\b/,
  },
  { name: 'knex', command: /\bknex\s+migrate:/ },
  { name: 'typeorm', command: /\btypeorm\S*\s+migration:(run|revert)\b/ },
  { name: 'sequelize', command: /\bsequelize(-cli)?\s+db:migrate\b/ },
  { name: 'laravel', command: /\bartisan\s+migrate\b/ },
  { name: 'doctrine', command: /\bdoctrine:migrations:migrate\b/ },
  { name: 'ef core', command: /\bdotnet(\s+|-)ef\s+database\s+update\b/ },
];

/** Commands of these tools that change nothing. */
const ONLY_ASKS = /\b(info|validate|status|history|lint|diff|version|help)\b/;
const CHANGES =
  /\b(migrate|update|upgrade|apply|up|repair|undo|rollback|run)\b/;

/** Which known tool a Job runs to change a database, by its images and commands. */
export function migrationToolOf(
  containers: JobContainer[],
): string | undefined {
  for (const { image, commandLine } of containers) {
    const path = imagePath(image);
    for (const tool of TOOLS) {
      const isNamed = tool.image?.test(path) || tool.command.test(commandLine);
      if (isNamed && !onlyAsks(commandLine)) return tool.name;
    }
  }
  return undefined;
}

function onlyAsks(commandLine: string): boolean {
  return ONLY_ASKS.test(commandLine) && !CHANGES.test(commandLine);
}

/** Without tag and digest. */
function imagePath(image: string): string {
  return image.replace(/@.*$/, '').replace(/:[^/]*$/, '');
}
