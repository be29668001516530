import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KindChoice } from './KindChoice';

const FILE = join(
  __dirname,
  '../../../../docs/sources/kubernetes/cluster-role.yaml',
);

interface ClusterRole {
  kind: string;
  metadata: { name: string };
  rules: { apiGroups: string[]; resources: string[]; verbs: string[] }[];
}

describe('the ClusterRole that the docs give', () => {
  let roles: ClusterRole[];

  const granted = (...names: string[]) =>
    roles
      .filter(({ metadata }) => names.includes(metadata.name))
      .flatMap(({ rules }) => rules)
      .flatMap(({ apiGroups, resources }) =>
        apiGroups.flatMap(group =>
          resources.map(resource =>
            group ? `${resource}.${group}` : resource,
          ),
        ),
      )
      .sort();
  const watched = (profile: 'core' | 'wide') =>
    KindChoice.of({ profile })
      .all()
      .all.map(({ id }) => id)
      .sort();

  beforeAll(async () => {
    const { loadAllYaml } = await import('@kubernetes/client-node');
    const all: ClusterRole[] = loadAllYaml(await readFile(FILE, 'utf8'));
    roles = all.filter(({ kind }) => kind === 'ClusterRole');
  });

  it('names what the core profile watches, and nothing else', () => {
    expect(granted('ripple')).toEqual(watched('core'));
  });

  it('names with its second part what the wide profile watches', () => {
    expect(granted('ripple', 'ripple-wide')).toEqual(watched('wide'));
  });

  it('lets nobody write, nor read secrets, logs or everything', () => {
    for (const { verbs } of roles.flatMap(({ rules }) => rules)) {
      expect(verbs).toEqual(['get', 'list', 'watch']);
    }
    expect(granted('ripple', 'ripple-wide').join()).not.toMatch(
      /secrets|\*|\//,
    );
  });
});
