import { testEvent } from './testEvents';
import { withoutFolded } from './withoutFolded';

const of = (id: string, kind: string, rest = {}) =>
  testEvent({ id, at: 0, kind, ...rest });

const shown = (...events: ReturnType<typeof of>[]) =>
  withoutFolded(events, event => event).map(({ id }) => id);

describe('what another event beside it tells', () => {
  const sync = of('sync', 'deployment');
  const rollout = of('rollout', 'deployment', { partOf: 'sync' });
  const config = of('config', 'config', { partOf: 'rollout' });

  it('is a sync by its rollout, and a setting by the rollout that it caused', () => {
    expect(shown(sync, rollout, config)).toEqual(['rollout']);
  });

  it('is a setting by the sync that brought it, where nothing rolled out', () => {
    expect(shown(sync, of('config', 'config', { partOf: 'sync' }))).toEqual([
      'sync',
    ]);
  });

  it('is not what lies in something that is not there', () => {
    expect(shown(rollout, config)).toEqual(['rollout']);
    expect(shown(config)).toEqual(['config']);
  });

  it('is each of the changes that a run counts', () => {
    expect(
      shown(
        of('run', 'config', { status: 'in-progress' }),
        of('first', 'config', { partOf: 'run' }),
        of('second', 'config', { partOf: 'run' }),
      ),
    ).toEqual(['run']);
  });

  it('is no sync that failed', () => {
    expect(
      shown(of('sync', 'deployment', { status: 'failed' }), rollout),
    ).toEqual(['sync', 'rollout']);
  });

  it('keeps every rollout of a sync', () => {
    expect(
      shown(
        sync,
        rollout,
        of('second', 'deployment', { partOf: 'sync' }),
        of('other', 'scale'),
      ),
    ).toEqual(['rollout', 'second', 'other']);
  });

  it('survives a circle', () => {
    expect(
      shown(
        of('a', 'config', { partOf: 'b' }),
        of('b', 'deployment', { partOf: 'a' }),
      ),
    ).toEqual(['b']);
  });
});
