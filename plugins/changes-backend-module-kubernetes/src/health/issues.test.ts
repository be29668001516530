import {
  NO_ISSUES,
  lookAt,
  storedIssues,
  type Found,
  type SubjectIssues,
} from './issues';

const at = (second: number) =>
  new Date(Date.UTC(2026, 10, 19, 3) + second * 1000).toISOString();

const short: Found = {
  detector: 'availability',
  cause: '',
  severity: 'warning',
  title: '2 of 3 replicas ready',
  afterSeconds: 30,
  evidence: [{ label: 'Replicas', text: '2 of 3' }],
};

/** One subject, looked at again and again. */
class Case {
  known: SubjectIssues = NO_ISSUES;
  dueAt = Infinity;
  readonly told: string[] = [];

  look(second: number, found: Found[], gapFrom?: number): this {
    const { known, words, dueAt } = lookAt(this.known, found, {
      now: at(second),
      quietSeconds: 30,
      ...(gapFrom === undefined ? {} : { gapFrom: at(gapFrom) }),
    });
    this.known = known;
    this.dueAt = (dueAt - Date.parse(at(0))) / 1000;
    for (const { issue, end } of words) {
      const onset = (Date.parse(issue.onset) - Date.parse(at(0))) / 1000;
      const ended = end
        ? `, over at ${(Date.parse(end.at) - Date.parse(at(0))) / 1000}${
            end.after
              ? ` after ${(Date.parse(end.after) - Date.parse(at(0))) / 1000}`
              : ''
          }`
        : '';
      this.told.push(
        `${second}: ${issue.severity} ${issue.title} since ${onset}${ended}`,
      );
    }
    return this;
  }

  restart(): this {
    const { open, awaited } = storedIssues(this.known);
    this.known = { open, awaited, ended: {} };
    return this;
  }
}

describe('an issue', () => {
  it('opens after its threshold, at its onset, and closes after the quiet time, when it was first gone', () => {
    const one = new Case().look(0, [short]);
    expect(one.dueAt).toBe(30);
    one.look(30, [short]).look(100, []);
    expect(one.dueAt).toBe(130);
    expect(one.look(130, []).told).toEqual([
      '30: warning 2 of 3 replicas ready since 0',
      '130: warning 2 of 3 replicas ready since 0, over at 100',
    ]);
    expect(one.known.open).toEqual([]);
  });

  it('is none where it does not last', () => {
    expect(new Case().look(0, [short]).look(20, []).look(60, []).told).toEqual(
      [],
    );
  });

  it('stays one while it comes and goes within the quiet time', () => {
    const one = new Case().look(0, [short]).look(30, [short]);
    for (let second = 40; second < 400; second += 20) {
      one.look(second, second % 40 === 0 ? [] : [short]);
    }
    expect(one.told).toHaveLength(1);
  });

  it('is another one when it comes back later, even where its objects name the same onset', () => {
    const since = { ...short, since: at(-60) };
    const one = new Case().look(0, [since]).look(50, []).look(80, []);
    one.look(90, [since]);
    expect(one.told).toEqual([
      '0: warning 2 of 3 replicas ready since -60',
      '80: warning 2 of 3 replicas ready since -60, over at 50',
      '90: warning 2 of 3 replicas ready since 50.001',
    ]);
  });

  it('does not depend on how often one looks', () => {
    const seldom = new Case().look(0, [short]).look(100, []).look(500, []);
    expect(seldom.told).toEqual([
      '100: warning 2 of 3 replicas ready since 0',
      '500: warning 2 of 3 replicas ready since 0, over at 100',
    ]);
  });

  it('is told again when it gets worse, at once; when only its words change, once a minute', () => {
    const worse: Found = { ...short, severity: 'critical', title: 'none' };
    const words = (text: string): Found => ({
      ...worse,
      evidence: [{ label: 'Replicas', text }],
    });
    const one = new Case().look(0, [short]).look(30, [short]).look(35, [worse]);
    for (let second = 40; second <= 95; second += 5) {
      one.look(second, [words(`${second}`)]);
    }
    expect(one.told).toEqual([
      '30: warning 2 of 3 replicas ready since 0',
      '35: critical none since 0',
      '95: critical none since 0',
    ]);
  });

  it('outlives a restart without a word, and ends between the last sight of it and now', () => {
    const lasting = new Case().look(0, [short]).look(30, [short]).restart();
    expect(lasting.look(300, [short], 60).told).toHaveLength(1);
    const over = new Case().look(0, [short]).look(30, [short]).restart();
    expect(over.look(300, [], 60).look(330, []).told.at(-1)).toBe(
      '330: warning 2 of 3 replicas ready since 0, over at 300 after 60',
    );
  });

  it('is none where nobody watched while it became one, and it was gone afterwards', () => {
    const awaited: Found = { ...short, afterSeconds: 900 };
    const gone = new Case().look(0, [awaited]).restart();
    expect(gone.look(2000, [], 60).look(2030, []).told).toEqual([]);
    const there = new Case().look(0, [awaited]).restart();
    expect(there.look(2000, [awaited], 60).told).toEqual([
      '2000: warning 2 of 3 replicas ready since 0',
    ]);
    const before = new Case().look(0, [awaited]).restart();
    expect(before.look(2000, [], 950).told).toEqual([
      '2000: warning 2 of 3 replicas ready since 0',
    ]);
  });

  it('never begins in the future of who looks', () => {
    expect(
      new Case().look(0, [{ ...short, since: at(5), afterSeconds: 0 }]).told,
    ).toEqual(['0: warning 2 of 3 replicas ready since 0']);
  });
});
