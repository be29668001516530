import type { FileChanges } from '../github/index.ts';

/** The file in every repository in which its program's own numbers are. */
export const DEFAULTS_FILE = 'config/defaults.yaml';
const CHANGELOG = 'CHANGELOG.md';

/** A change that anybody could make to any program: a number becomes another one. */
interface CodeChange {
  setting: string;
  /** One after the other, again and again. */
  values: number[];
  title: (value: number) => string;
  body: string;
}

const CHANGES: CodeChange[] = [
  {
    setting: 'workers',
    values: [4, 6, 5],
    title: value => `Work with ${value} threads`,
    body: 'Measured on the staging machines.',
  },
  {
    setting: 'keep_alive_seconds',
    values: [60, 75, 45],
    title: value => `Keep idle connections for ${value} s`,
    body: 'The load balancer closes them a little later.',
  },
  {
    setting: 'log_sample_percent',
    values: [10, 5, 20],
    title: value => `Log ${value} % of the requests`,
    body: 'Enough to find one, and a bill that one can pay.',
  },
  {
    setting: 'queue_length',
    values: [200, 500, 300],
    title: value => `Queue up to ${value} requests`,
    body: 'Beyond that it is better to say no at once.',
  },
  {
    setting: 'timeout_seconds',
    values: [5, 8, 6],
    title: value => `Wait up to ${value} s for an answer`,
    body: 'The slowest one in a thousand takes almost that long.',
  },
  {
    setting: 'connections',
    values: [10, 16, 12],
    title: value => `Keep ${value} connections open`,
    body: 'What the dashboards of the last week suggest.',
  },
  {
    setting: 'retries',
    values: [3, 4, 2],
    title: value => `Try again ${value} times`,
    body: 'More helps nobody when the other side is down.',
  },
  {
    setting: 'cache_entries',
    values: [1000, 5000, 2000],
    title: value => `Remember ${value} answers`,
    body: 'The hit rate did not change between this and more.',
  },
  {
    setting: 'page_size',
    values: [50, 100, 80],
    title: value => `Read ${value} rows at a time`,
    body: 'One query less for most lists.',
  },
];

/** The defaults with which every program begins. */
export function firstDefaults(): string {
  return CHANGES.map(
    ({ setting, values }) => `${setting}: ${values[0]}\n`,
  ).join('');
}

/** A small change, what it is called, and the files that it alters. */
export interface SmallChange {
  title: string;
  body: string;
  files: FileChanges;
}

/**
 * The n-th small change of a program: not all begin with the same.
 * @param of - `defaults`: the file of its defaults as it is; `version`: what the change becomes part of
 */
export function smallChange(
  service: string,
  n: number,
  of: { defaults: string; version: string },
): SmallChange {
  const change = CHANGES[(n + sumOf(service)) % CHANGES.length];
  const line = new RegExp(`^${change.setting}: (\\d+)$`, 'm');
  const before = Number(line.exec(of.defaults)?.[1] ?? change.values[0]);
  const index = change.values.indexOf(before);
  const value = change.values[(index + 1) % change.values.length];
  const title = change.title(value);
  return {
    title,
    body: change.body,
    files: {
      [DEFAULTS_FILE]: old => old.replace(line, `${change.setting}: ${value}`),
      ...inChangelog(of.version, title),
    },
  };
}

/** The number of a service's first pull request that the story tells: they have had others before. */
export function firstPullRequest(service: string): number {
  return 40 + ((sumOf(service) * 37) % 400);
}

function sumOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
}

/** Notes something under a version. */
export function inChangelog(version: string, text: string): FileChanges {
  const heading = `## ${version.replace(/^v/, '')}`;
  return {
    [CHANGELOG]: old => {
      const [title, ...rest] = old.split('\n\n');
      return [title || '# Changelog', `${heading}\n\n- ${text}`, ...rest].join(
        '\n\n',
      );
    },
  };
}

/** The first state of a changelog. */
export function firstChangelog(version: string): string {
  return `# Changelog\n\n## ${version.replace(
    /^v/,
    '',
  )}\n\n- First release here\n`;
}
