import { deployment } from '../__testUtils__/deployment';
import { readWorkload } from '../workload/Workload';
import { clues, movedClues } from './clues';
import { isTagName, revisionClue } from './Clue';
import { imageTagCommit } from './imageTagCommit';
import { imageTagVersion } from './imageTagVersion';
import { komodorAnnotation } from './komodorAnnotation';
import { revisionAnnotation } from './revisionAnnotation';
import { versionLabel } from './versionLabel';

const ID = '3f2a9c1d5e6b7a8091a2b3c4d5e6f708192a3b4c';

const workload = (options: Parameters<typeof deployment>[0]) =>
  readWorkload(deployment(options))!;
const container = (tag: string) =>
  workload({ image: `ghcr.io/acme/rest-api:${tag}` }).containers[0];
const values = (found: { value: string }[]) => found.map(clue => clue.value);

describe('imageTagCommit', () => {
  it.each([
    [ID, [ID]],
    ['3f2a9c1', ['3f2a9c1']],
    ['3F2A9C1', ['3f2a9c1']],
    ['sha-3f2a9c1', ['3f2a9c1']],
    ['git-3f2a9c1', ['3f2a9c1']],
    ['main-3f2a9c1', ['3f2a9c1']],
    ['main-3f2a9c1-1763518868', ['3f2a9c1', '1763518868']],
    ['20261119-3f2a9c1', ['3f2a9c1', '20261119']],
    ['v2.14.1-5-g3f2a9c1', ['3f2a9c1']],
    ['2.14.1-3f2a9c1', ['3f2a9c1']],
    ['1.0.0_3f2a9c1', ['3f2a9c1']],
    ['v2.14.1', []],
    ['latest', []],
    ['pr-1832', []],
    ['3f2a9c', []],
    ['feature-facade', []],
  ])('finds in %s %j', (tag, expected) => {
    expect(values(imageTagCommit(container(tag)))).toEqual(expected);
  });

  it('finds nothing without a tag', () => {
    const [digestOnly] = workload({
      image: `acme/rest-api@sha256:${'0'.repeat(64)}`,
    }).containers;
    expect(imageTagCommit(digestOnly)).toEqual([]);
  });
});

describe('imageTagVersion', () => {
  it.each([
    'v2.14.1',
    '2.14.1',
    '2.14',
    'v2.14.1-rc.1',
    '2.14.1-alpine',
    '2026.11.19',
    '2026.11.19-3',
    'release-42.1',
    'rest-api-v2.14.1',
  ])('takes %s for a version', tag => {
    expect(values(imageTagVersion(container(tag)))).toEqual([tag]);
  });

  it.each([
    'latest',
    'stable',
    'main',
    'v2',
    '2',
    'prod',
    'sha-3f2a9c1',
    'build-1290',
    '20261119',
  ])('takes %s for none', tag => {
    expect(imageTagVersion(container(tag))).toEqual([]);
  });
});

describe('revisionAnnotation', () => {
  const KEY = 'org.opencontainers.image.revision';

  it('reads the object, its pod template and their labels', () => {
    expect(
      revisionAnnotation(
        workload({
          templateAnnotations: {
            [KEY]: ID,
            'org.opencontainers.image.source':
              'https://github.com/acme/rest-api',
          },
        }),
      ),
    ).toEqual([
      {
        kind: 'commit',
        value: ID,
        where: `annotation ${KEY} 3f2a9c1`,
        origin: `annotation ${KEY}`,
        repositoryUrl: 'https://github.com/acme/rest-api',
      },
    ]);
    expect(
      values(revisionAnnotation(workload({ labels: { [KEY]: 'v2.14.1' } }))),
    ).toEqual(['v2.14.1']);
  });
});

describe('komodorAnnotation', () => {
  it('pairs an address with its ref', () => {
    expect(
      komodorAnnotation(
        workload({
          annotations: {
            'app.komodor.com/app': 'https://github.com/acme/rest-api',
            'app.komodor.com/app.ref': '3f2a9c1',
            'app.komodor.com/infra.ref': 'without an address',
            'app.komodor.com/tracked_files': 'deploy/**',
          },
        }),
      ),
    ).toEqual([
      {
        kind: 'commit',
        value: '3f2a9c1',
        where: 'annotation app.komodor.com/app.ref 3f2a9c1',
        origin: 'annotation app.komodor.com/app.ref',
        repositoryUrl: 'https://github.com/acme/rest-api',
      },
    ]);
  });
});

describe('versionLabel', () => {
  it.each([
    ['app.kubernetes.io/version', 'v2.14.1', 'version'],
    ['app.kubernetes.io/version', '3f2a9c1', 'commit'],
    ['tags.datadoghq.com/version', '2.14.1', 'version'],
  ])('reads %s %s', (label, value, kind) => {
    expect(versionLabel(workload({ labels: { [label]: value } }))).toEqual([
      expect.objectContaining({
        kind,
        value,
        where: `label ${label} ${value}`,
      }),
    ]);
  });

  it('ignores what names no version', () => {
    expect(
      versionLabel(
        workload({ labels: { 'app.kubernetes.io/version': 'latest' } }),
      ),
    ).toEqual([]);
  });
});

describe('revisionClue', () => {
  it.each([
    [ID, 'commit', ID],
    [`main@sha1:${ID}`, 'commit', ID],
    [`main/${ID}`, 'commit', ID],
    [' 3f2a9c1 ', 'commit', '3f2a9c1'],
    ['refs/tags/v2.14.1', 'version', 'v2.14.1'],
  ])('reads %s', (text, kind, value) => {
    expect(revisionClue(text)).toEqual({ kind, value });
  });

  it.each(['', 'main', 'latest', 'HEAD', 'a b', '--upload-pack=x', 'a..b'])(
    'refuses %p',
    text => {
      expect(revisionClue(text)).toBeUndefined();
    },
  );

  it('knows what Git takes for a tag', () => {
    expect(isTagName('rest-api@2.14.1')).toBe(true);
    expect(isTagName('release/2026-11')).toBe(true);
    expect(isTagName('v1@{0}')).toBe(false);
  });
});

describe('clues', () => {
  const image = (tag: string) => `ghcr.io/acme/rest-api:${tag}`;
  const REVISION = 'org.opencontainers.image.revision';

  it('trusts an annotation before the image, and the image before a label', () => {
    const found = clues(
      workload({
        image: image('2.14.1-3f2a9c1'),
        annotations: { [REVISION]: ID },
        labels: { 'app.kubernetes.io/version': '2.14.1' },
      }),
      ['rest-api'],
    );
    expect(found.map(clue => [clue.kind, clue.value])).toEqual([
      ['commit', ID],
      ['commit', '3f2a9c1'],
      ['version', '2.14.1-3f2a9c1'],
      ['version', '2.14.1'],
    ]);
  });

  it('does not believe what stayed while the image moved', () => {
    const side = (tag: string) =>
      clues(workload({ image: image(tag), annotations: { [REVISION]: ID } }), [
        'rest-api',
      ]);
    const moved = movedClues(side('v2.14.0'), side('v2.14.1'));
    expect(values(moved.before)).toEqual(['v2.14.0']);
    expect(values(moved.after)).toEqual(['v2.14.1']);
  });

  it('pays no heed to the images of containers that travel along', () => {
    const side = (proxy: string) =>
      clues(
        workload({
          containers: [
            { name: 'app', image: image('v2.14.1') },
            { name: 'proxy', image: `istio/proxyv2:${proxy}` },
          ],
        }),
        ['rest-api'],
      );
    expect(movedClues(side('1.29.0'), side('1.29.1'))).toEqual({
      before: [],
      after: [],
    });
  });
});
