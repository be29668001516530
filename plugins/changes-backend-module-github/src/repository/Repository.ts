/** `github.com`, `acme`, `rest-api`. */
export interface RepositoryName {
  host: string;
  owner: string;
  name: string;
}

/** A repository on a host that the portal has an integration for. */
export interface Repository extends RepositoryName {
  /** Where the entity's part lies within it, without slashes at the ends; absent: the whole. */
  path?: string;
  /** Who says that the entity belongs to it: a person's slug, the place of the catalog file, or the workload. */
  saidBy: 'project-slug' | 'source-location' | 'workload';
}

/** `acme/rest-api` */
export function slug(repository: RepositoryName): string {
  return `${repository.owner}/${repository.name}`;
}

/** `github.com/acme/rest-api` */
export function fullName(repository: RepositoryName): string {
  return `${repository.host}/${slug(repository)}`;
}

/** Reads what {@link fullName} wrote. */
export function parseFullName(text: string): RepositoryName | undefined {
  const [host, owner, name, ...rest] = text.split('/');
  return host && isOwner(owner) && isName(name) && rest.length === 0
    ? { host, owner, name }
    : undefined;
}

/** Whether it is the same one; GitHub takes no note of case. */
export function isSameRepository(
  a: RepositoryName,
  b: RepositoryName,
): boolean {
  const key = (r: RepositoryName) =>
    `${r.host}/${r.owner}/${r.name}`.toLowerCase();
  return key(a) === key(b);
}

/** GitHub's rule for users and organisations, with the `_` of enterprise-managed ones. */
export function isOwner(text: string | undefined): text is string {
  return !!text && /^[a-z\d][a-z\d_-]{0,99}$/i.test(text);
}

/** GitHub's rule for repositories. */
export function isName(text: string | undefined): text is string {
  return (
    !!text && /^[\w.-]{1,100}$/.test(text) && text !== '.' && text !== '..'
  );
}
