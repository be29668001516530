import { commitLink, revisionWord } from './revision';

const SHA = '3f9c2e1d4c5b6a79880716253443526170819293';

describe('revisionWord', () => {
  it.each([
    [SHA, '3f9c2e1'],
    [`main@sha1:${SHA}`, 'main@3f9c2e1'],
    [`sha256:${'a'.repeat(64)}`, 'aaaaaaa'],
    ['1.2.3', '1.2.3'],
    ['v2', 'v2'],
  ])('says of %s %s', (revision, word) => {
    expect(revisionWord(revision)).toBe(word);
  });
});

describe('commitLink', () => {
  it.each([
    ['https://github.com/acme/web.git', 'https://github.com/acme/web/commit'],
    ['git@github.com:acme/web.git', 'https://github.com/acme/web/commit'],
    [
      'https://bot:secret@gitlab.acme.example/group/sub/web',
      'https://gitlab.acme.example/group/sub/web/-/commit',
    ],
    [
      'https://bitbucket.org/acme/web',
      'https://bitbucket.org/acme/web/commits',
    ],
  ])('leads from %s to its page', (repository, page) => {
    expect(commitLink(repository, SHA)).toEqual({
      title: 'Commit 3f9c2e1',
      url: `${page}/${SHA}`,
    });
  });

  it.each([
    ['https://git.acme.example/web', SHA],
    ['oci://registry/charts', '1.2.3'],
    [undefined, SHA],
    ['https://github.com/acme/web', '1.2.3'],
  ])('leads nowhere from %s at %s', (repository, revision) => {
    expect(commitLink(repository, revision)).toBeUndefined();
  });
});
