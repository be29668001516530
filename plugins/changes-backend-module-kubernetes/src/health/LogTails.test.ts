import { LogTails } from './LogTails';

const DAY_MS = 86_400_000;
const log = { pod: 'rest-api-1', container: 'app' };

describe('LogTails', () => {
  it('asks once for what an open issue wants, and gives it for a week', () => {
    const logs = new LogTails();
    logs.want('a', 'shop', log);
    logs.want('a', 'shop', { ...log, pod: 'rest-api-2' });
    expect(logs.take()).toEqual([{ id: 'a', namespace: 'shop', ...log }]);
    expect(logs.take()).toEqual([]);
    logs.set('a', 'fatal', 0);
    expect(logs.evidence('a', 7 * DAY_MS - 1)).toEqual([
      { label: 'Log, last lines', text: 'fatal' },
    ]);
    expect(logs.evidence('a', 7 * DAY_MS)).toEqual([]);
  });

  it('keeps nothing of an issue that is over, even where the log comes late', () => {
    const logs = new LogTails();
    logs.want('a', 'shop', log);
    logs.forget('a');
    logs.set('a', 'fatal', 0);
    expect(logs.evidence('a', 0)).toEqual([]);
  });
});
