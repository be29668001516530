import { parseArgs } from 'node:util';
import { evidenceOf } from '@ripplehq/backstage-plugin-changes-backend/src/suspects/rank';
import { WEIGHTS } from '@ripplehq/backstage-plugin-changes-backend/src/suspects/weights';
import { makeIncidents } from './generate/makeIncidents';
import { questionOf } from './rippleRanker';

const ROUNDS = 400;
const RATE = 0.4;
/** How strongly weights are drawn to what they are: what incidents are made up of must not decide alone. */
const DEFAULT_PULL = '25';
const DEFAULT_COUNT = '600';
/** For tuning; reports use others. */
const DEFAULT_SEED = '1';

type Facts = Map<string, number>;

interface Choice {
  /** The last one is "none of them". */
  alternatives: Facts[];
  truth: number;
}

/**
 * Fits the weights on made-up incidents as a conditional logit: which of all candidates, or none, was it? Prints them in the form of
 * weights.ts.
 */
export async function fitWeights(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string', default: DEFAULT_SEED },
      count: { type: 'string', default: DEFAULT_COUNT },
      pull: { type: 'string', default: DEFAULT_PULL },
    },
  });
  const choices = makeIncidents({
    seed: Number(values.seed),
    count: Number(values.count),
    templates: 'tuning',
  }).flatMap(({ truth, ...one }) => {
    const { candidates, none } = evidenceOf(questionOf(one));
    const index = candidates.findIndex(
      ({ event }) => event.id === truth!.cause,
    );
    // A cause that cannot be reached teaches that none of these was it.
    const choice: Choice = {
      alternatives: [...candidates.map(c => c.features), none].map(factsOf),
      truth: index < 0 ? candidates.length : index,
    };
    return [choice];
  });
  const weights = fit(choices, Number(values.pull));
  for (const code of Object.keys(WEIGHTS)) {
    process.stdout.write(
      `  ${/^\w+$/.test(code) ? code : `'${code}'`}: ${
        Math.round(weights.get(code)! * 100) / 100
      },\n`,
    );
  }
}

function factsOf(features: readonly { code: string; value: number }[]): Facts {
  const facts: Facts = new Map();
  for (const { code, value } of features) {
    facts.set(code, (facts.get(code) ?? 0) + value);
  }
  return facts;
}

function fit(choices: readonly Choice[], pull: number): Map<string, number> {
  const start = new Map(Object.entries(WEIGHTS));
  const weights = new Map(start);
  const squares = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const gradient = new Map<string, number>();
    const add = (facts: Facts, factor: number) => {
      for (const [code, value] of facts) {
        if (!weights.has(code)) continue;
        gradient.set(code, (gradient.get(code) ?? 0) + factor * value);
      }
    };
    for (const { alternatives, truth } of choices) {
      const odds = alternatives.map(facts =>
        Math.exp(
          [...facts].reduce(
            (sum, [code, value]) => sum + (weights.get(code) ?? 0) * value,
            0,
          ),
        ),
      );
      const total = odds.reduce((sum, one) => sum + one, 0);
      alternatives.forEach((facts, index) =>
        add(facts, Number(index === truth) - odds[index] / total),
      );
    }
    for (const [code, weight] of weights) {
      const slope =
        (gradient.get(code) ?? 0) - pull * (weight - start.get(code)!);
      // AdaGrad: rare facts take larger steps.
      const square = (squares.get(code) ?? 1e-6) + slope * slope;
      squares.set(code, square);
      weights.set(code, weight + (RATE * slope) / Math.sqrt(square));
    }
  }
  return weights;
}
