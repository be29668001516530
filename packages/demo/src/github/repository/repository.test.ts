import { ADA, BEN, NOW, SHOP } from '../__testUtils__/story.ts';
import { changedFiles } from '../git/changedFiles.ts';
import { GithubWorld } from '../GithubWorld.ts';
import type { Repository } from './Repository.ts';

/** Git is asked some hundred times. */
const LONG_MS = 60_000;

describe('a repository that lives on', () => {
  let world: GithubWorld;
  let repository: Repository;

  beforeEach(async () => {
    world = await GithubWorld.create({ now: () => NOW, stories: [SHOP] });
    repository = world.repository;
  });
  afterEach(() => world.close());

  it(
    'keeps the newest of everything and no more',
    async () => {
      const { id } = await repository.deploy({
        environment: 'prod',
        creator: ADA,
      });
      const sha = await repository.main();
      for (let i = 0; i < 200; i += 1) {
        await repository.deploy({ sha, environment: 'prod', creator: ADA });
      }
      expect(repository.deployments.all).toHaveLength(200);
      expect(repository.deployments.find(id)).toBeUndefined();
      // Whoever comes late with a status is not punished for it.
      await expect(
        repository.deployments.setStatus(id, { state: 'success' }),
      ).resolves.toBeUndefined();
    },
    LONG_MS,
  );

  it('writes one after the other, whoever comes at once', async () => {
    await Promise.all(
      [1, 2, 3].map(n =>
        repository.merge({
          pullRequest: { title: `n${n}`, body: '', author: BEN, labels: [] },
          files: { 'list.txt': old => `${old}${n}\n` },
        }),
      ),
    );
    expect(await repository.read('list.txt')).toBe('1\n2\n3\n');
    expect(repository.pulls.all.map(pull => pull.number)).toEqual([
      7, 8, 9, 10,
    ]);
  });

  it('stays as it is when a change cannot be written', async () => {
    const before = await repository.main();
    await expect(
      repository.push({
        message: 'Out of here',
        author: ADA,
        files: { '../outside.txt': () => 'x' },
      }),
    ).rejects.toThrow("'../outside.txt' is no path of a file");
    await expect(
      repository.merge({
        pullRequest: {
          number: 7,
          title: 'x',
          body: '',
          author: BEN,
          labels: [],
        },
        files: {},
      }),
    ).rejects.toThrow('has a pull request 7 already');
    await expect(
      repository.release({ tag: '-d', author: ADA }),
    ).rejects.toThrow("'-d' is no name of a branch or tag");
    expect(await repository.main()).toBe(before);
    await repository.push({ message: 'In', author: ADA, files: {} });
    expect(await repository.main()).not.toBe(before);
  });

  it('tells files that were added, removed, renamed and emptied apart', async () => {
    const long = 'one\ntwo\nthree\nfour\nfive\n';
    await repository.push({
      message: 'Before',
      author: ADA,
      files: { 'old name.txt': () => long, 'full.txt': () => 'x\n' },
    });
    const id = await repository.push({
      message: 'After',
      author: ADA,
      files: {
        'old name.txt': () => undefined,
        'new name.txt': () => `${long}six\n`,
        'full.txt': () => '',
        'README.md': () => undefined,
        'diff.txt': () => 'diff --git a/x b/x\n@@ -1 +1 @@\n',
        'data.bin': () => 'a\0b',
      },
    });
    const found = await changedFiles(repository.git, `${id}~1`, id);
    expect(
      found.map(({ path, status, additions, deletions }) => [
        path,
        status,
        additions,
        deletions,
      ]),
    ).toEqual([
      ['README.md', 'removed', 0, 1],
      ['data.bin', 'added', 0, 0],
      ['diff.txt', 'added', 2, 0],
      ['full.txt', 'modified', 0, 1],
      ['new name.txt', 'renamed', 1, 0],
    ]);
    expect(found[1].patch).toBeUndefined();
    expect(found[2].patch).toBe(
      '@@ -0,0 +1,2 @@\n+diff --git a/x b/x\n+@@ -1 +1 @@',
    );
    expect(found[4].previousPath).toBe('old name.txt');
    expect(await changedFiles(repository.git, id, id)).toEqual([]);
  });

  it('removes files, and merges what others changed elsewhere in the same file', async () => {
    const lines = Array.from({ length: 20 }, (_, i) => `line ${i}\n`).join('');
    await repository.push({
      message: 'A long file',
      author: ADA,
      files: { 'long.txt': () => lines },
    });
    const { number } = await repository.pulls.open({
      title: 'End',
      body: '',
      author: BEN,
      labels: [],
      files: {
        'long.txt': old => old.replace('line 19', 'the end'),
        'README.md': () => undefined,
      },
    });
    await repository.push({
      message: 'Beginning',
      author: ADA,
      files: { 'long.txt': old => old.replace('line 0', 'the beginning') },
    });
    await repository.pulls.merge(number, { by: ADA });
    const text = await repository.read('long.txt');
    expect(text).toMatch(/^the beginning\n/);
    expect(text).toMatch(/the end\n$/);
    expect(await repository.read('README.md')).toBeUndefined();
  });
});
