import type { Entry } from './payload';

/** What an entry is about. */
export interface Resource {
  project?: string;
  /** Absent: all of them, or none. */
  environment?: string;
  /** `flag`, `segment`, `member`, … */
  kind: string;
  key?: string;
  tags: string[];
}

const SPECIFIERS_MAX = 100;

/**
 * What an entry is about, by its resource specifiers: `proj/default:env/production:flag/checkout-v2`, tags behind semicolons. Of several
 * the most exact counts. What the specifiers leave out stands in fields of the entry.
 * https://launchdarkly.com/docs/home/account/role-resources
 */
export function resourceOf(entry: Entry): Resource {
  const specifiers = [
    ...(entry.target?.resources ?? []),
    ...(entry.accesses ?? []).flatMap(({ resource }) => resource ?? []),
  ].slice(0, SPECIFIERS_MAX);
  const parts = specifiers
    .map(partsOf)
    .sort((a, b) => b.length - a.length)
    .at(0);
  const valueOf = (name: string) =>
    parts?.find(part => part.name === name)?.value;
  const own = parts?.at(-1);
  const environments = new Set(
    specifiers.map(
      text => partsOf(text).find(one => one.name === 'env')?.value,
    ),
  );
  const rendered = entry.project?.environment?.key ?? undefined;
  const environment =
    environments.size > 1 ? undefined : valueOf('env') ?? plain(rendered);
  return {
    project: valueOf('proj') ?? entry.project?.key ?? undefined,
    environment,
    kind: own && own.name !== 'env' ? own.name : entry.kind,
    key:
      own?.value ??
      entry.key ??
      entry.currentVersion?.key ??
      entry.name ??
      undefined,
    tags: [
      ...new Set([
        ...(own?.tags ?? []),
        ...(entry.tags ?? []),
        ...(entry.currentVersion?.tags ?? []),
      ]),
    ],
  };
}

function partsOf(
  specifier: string,
): { name: string; value: string | undefined; tags: string[] }[] {
  return specifier.split(':').flatMap(part => {
    const slash = part.indexOf('/');
    if (slash <= 0) return [];
    const [value, ...rest] = part.slice(slash + 1).split(';');
    return [
      {
        name: part.slice(0, slash),
        value: plain(value),
        tags: rest
          .join(';')
          .split(',')
          .map(tag => tag.trim())
          .filter(tag => tag !== ''),
      },
    ];
  });
}

/** All of them is none of them. */
function plain(value: string | undefined): string | undefined {
  return value && value !== '~' && !value.includes('*') ? value : undefined;
}
