import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { printTable } from '../printTable';
import { BASELINES } from './baselines';
import { Dice } from './generate/Dice';
import { makeIncidents } from './generate/makeIncidents';
import {
  type CaseResult,
  aurocOfNoChange,
  calibrationError,
  judge,
  meanWithInterval,
} from './metrics';
import type { Ranker } from './Ranker';
import { rippleRanker } from './rippleRanker';
import { type SuspectCase, readCases } from './SuspectCase';

const RIPPLE = 'ripple';
const DEFAULT_COUNT = '500';
/** Seeds below this are for tuning. */
const FIRST_REPORT_SEED = 1000;
const BOOTSTRAP_SEED = 7;

/** Ranks incidents by Ripple's ranker and by what anyone could do without it, and prints how each did. */
export async function suspectsBench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      cases: { type: 'string', multiple: true },
      seed: { type: 'string', default: String(FIRST_REPORT_SEED) },
      count: { type: 'string', default: DEFAULT_COUNT },
      templates: { type: 'string', default: 'held-out' },
      rankings: { type: 'string' },
      write: { type: 'string' },
      misses: { type: 'string', default: '0' },
    },
  });
  const cases = values.cases
    ? await readCases(values.cases)
    : makeIncidents({
        seed: Number(values.seed),
        count: Number(values.count),
        templates: values.templates === 'tuning' ? 'tuning' : 'held-out',
      });
  if (values.write) {
    await writeFile(values.write, lines(cases));
  }
  const ranked = rankAll(cases, rippleRanker);
  if (values.rankings) {
    await writeFile(
      values.rankings,
      lines(ranked.map(({ one, answer }) => ({ id: one.id, ...answer }))),
    );
  }
  const judged = cases.filter(({ truth }) => truth !== undefined);
  if (judged.length === 0) return;
  const results = new Map([
    [RIPPLE, judgeAll(ranked)],
    ...Object.entries(BASELINES).map(
      ([name, ranker]) => [name, judgeAll(rankAll(judged, ranker))] as const,
    ),
  ]);
  process.stdout.write(
    `${judged.length} cases, ${mean(judged.map(changesOf)).toFixed(
      0,
    )} changes each\n\n`,
  );
  print([...results].map(([name, list]) => row(name, list)));
  process.stdout.write('\nRipple by tag\n\n');
  print(byTag(results.get(RIPPLE)!));
  printMisses(ranked, Number(values.misses));
}

function rankAll(cases: readonly SuspectCase[], ranker: Ranker) {
  return cases.map(one => {
    const { truth, ...asked } = one;
    const started = performance.now();
    const answer = ranker(asked);
    return { one, answer, ms: performance.now() - started };
  });
}

function judgeAll(ranked: ReturnType<typeof rankAll>): CaseResult[] {
  return ranked.flatMap(({ one, answer, ms }) =>
    one.truth ? [judge(answer, one.truth, ms)] : [],
  );
}

function row(name: string, results: readonly CaseResult[]) {
  const withCause = results.filter(({ cause }) => cause !== null);
  const dice = Dice.create(BOOTSTRAP_SEED);
  const interval = (pick: (result: CaseResult) => number) => {
    const { value, low, high } = meanWithInterval(
      withCause.map(pick),
      dice.next,
    );
    return `${value.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
  };
  const error = calibrationError(results);
  return {
    ranker: name,
    'top-1': interval(({ top1 }) => top1),
    'top-3': interval(({ top3 }) => top3),
    MRR: interval(({ reciprocalRank }) => reciprocalRank),
    right: mean(results.map(({ right }) => right)).toFixed(2),
    'AUROC of none': aurocOfNoChange(results).toFixed(2),
    'calibration error': error === undefined ? '–' : error.toFixed(2),
    'ms a case': mean(results.map(({ ms }) => ms)).toFixed(2),
  };
}

function byTag(results: readonly CaseResult[]) {
  const tags = [...new Set(results.flatMap(({ tags: own }) => own))].sort();
  return tags.map(tag => {
    const own = results.filter(({ tags: list }) => list.includes(tag));
    const caused = own.filter(({ cause }) => cause !== null);
    const share = (pick: (result: CaseResult) => number) =>
      caused.length > 0 ? mean(caused.map(pick)).toFixed(2) : '–';
    return {
      tag,
      cases: own.length,
      'top-1': share(({ top1 }) => top1),
      'top-3': share(({ top3 }) => top3),
      right: mean(own.map(({ right }) => right)).toFixed(2),
    };
  });
}

function printMisses(ranked: ReturnType<typeof rankAll>, count: number): void {
  const missed = ranked.filter(
    ({ one, answer, ms }) =>
      one.truth && judge(answer, one.truth, ms).right < 1,
  );
  for (const { one, answer } of missed.slice(0, count)) {
    const titled = (id: string) =>
      one.events.find(event => event.id === id)?.title ?? id;
    const told = answer.suspects
      .slice(0, 3)
      .map(
        ({ eventId, probability }) =>
          `  ${(probability * 100).toFixed(0)} % ${titled(eventId)}`,
      );
    process.stdout.write(
      [
        `\n${one.id}: ${one.symptom.title} (${one.truth!.tags.join(', ')})`,
        `  cause: ${one.truth!.cause ? titled(one.truth!.cause) : 'none'}`,
        `  none: ${(answer.noChange * 100).toFixed(0)} %`,
        ...told,
        '',
      ].join('\n'),
    );
  }
}

function print(rows: Record<string, string | number>[]): void {
  printTable(
    Object.keys(rows[0]),
    rows.map(columns => Object.values(columns)),
  );
}

function changesOf({ events }: SuspectCase): number {
  return events.filter(({ type }) => type === 'change').length;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function lines(values: readonly object[]): string {
  return values.map(value => `${JSON.stringify(value)}\n`).join('');
}
