import type { Git } from './Git.ts';

/** A name in Git and the object that it stands for. */
export interface Reference {
  /** `refs/tags/v2.14.1` */
  name: string;
  type: string;
  /** Of the object: an annotated tag's own id. */
  id: string;
  commit: string;
}

/** All names below one, versions in their order: `refs/tags`. */
export async function references(
  git: Git,
  below: string,
): Promise<Reference[]> {
  if (!/^[\w./-]+$/.test(below)) return [];
  const text = await git.run([
    // `v1.0-rc1` comes before `v1.0`.
    ...['-c', 'versionsort.suffix=-'],
    'for-each-ref',
    '--sort=version:refname',
    '--format=%(refname) %(objecttype) %(objectname) %(*objectname)',
    below,
  ]);
  return text
    .split('\n')
    .filter(line => line !== '')
    .map(line => {
      const [name, type, id, peeled] = line.split(' ');
      return { name, type, id, commit: peeled || id };
    });
}
