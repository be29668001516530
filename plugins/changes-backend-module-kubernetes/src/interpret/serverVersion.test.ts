import { versionSeen, type KnownVersion } from './serverVersion';

/** What is told of answers that come a minute apart. */
function play(...versions: string[]) {
  let known: KnownVersion | undefined;
  return versions.flatMap((version, index) => {
    const now = `2026-11-24T14:${String(index).padStart(2, '0')}:00Z`;
    const seen = versionSeen(known, version, { cluster: 'prod-eu', now });
    known = seen.known;
    return seen.observations;
  });
}

describe('the version of an API server', () => {
  it('is told when another one is answered twice', () => {
    expect(play('v1.35.2', 'v1.35.2', 'v1.36.3')).toEqual([]);
    expect(play('v1.35.2', 'v1.35.2', 'v1.36.3', 'v1.36.3')).toMatchObject([
      {
        kind: 'infrastructure',
        title: 'API server upgraded v1.35.2 → v1.36.3',
        subjects: ['kubernetes:prod-eu/_/Cluster/prod-eu'],
        start: '2026-11-24T14:02:00Z',
        observedBetween: {
          from: '2026-11-24T14:01:00Z',
          to: '2026-11-24T14:02:00Z',
        },
        end: { status: 'succeeded' },
      },
    ]);
  });

  it('is told once of several servers that are upgraded one after another', () => {
    const told = play('v1.9.0', 'v1.10.1', 'v1.9.0', 'v1.10.1', 'v1.10.1');
    expect(told.map(({ title }) => title)).toEqual([
      'API server upgraded v1.9.0 → v1.10.1',
    ]);
  });

  it('may go back', () => {
    expect(play('v1.36.3', 'v1.36.1', 'v1.36.1')[0].title).toBe(
      'API server went back v1.36.3 → v1.36.1',
    );
  });
});
