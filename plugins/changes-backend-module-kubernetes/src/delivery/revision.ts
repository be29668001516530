const COMMIT = /\b[0-9a-f]{40}([0-9a-f]{24})?\b/;
const SHORT_CHARS = 7;

/** A revision as a person says it: `3f9c2e1`, `main@3f9c2e1`, a chart's `1.2.3`. */
export function revisionWord(revision: string): string {
  return revision
    .replace(/@sha(1|256):/, '@')
    .replace(/^sha(1|256):/, '')
    .replace(COMMIT, commit => commit.slice(0, SHORT_CHARS));
}

/** The page of a commit where its repository's host is known to have one. */
export function commitLink(
  repoUrl: string | undefined,
  revision: string,
): { title: string; url: string } | undefined {
  const commit = COMMIT.exec(revision)?.[0];
  const repository = repoUrl && webAddress(repoUrl);
  if (commit === undefined || !repository) return undefined;
  const { host, path } = repository;
  return {
    title: `Commit ${commit.slice(0, SHORT_CHARS)}`,
    url: `https://${host}/${path}/${commitPath(host)}/${commit}`,
  };
}

function commitPath(host: string): string {
  if (host.includes('gitlab')) return '-/commit';
  return host.includes('bitbucket') ? 'commits' : 'commit';
}

/** Of `https://host/owner/name.git` and `git@host:owner/name.git`. */
function webAddress(
  repoUrl: string,
): { host: string; path: string } | undefined {
  const [, host, path] =
    /^(?:https?:\/\/|ssh:\/\/)?(?:[^@/]+@)?([^/:]+)(?::\d+)?[/:](.+?)(?:\.git)?\/?$/.exec(
      repoUrl,
    ) ?? [];
  return host !== undefined && /github|gitlab|bitbucket|gitea/.test(host)
    ? { host, path: path.split('/').map(encodeURIComponent).join('/') }
    : undefined;
}
