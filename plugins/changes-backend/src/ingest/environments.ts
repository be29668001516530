import { InputError } from '@backstage/errors';
import type { Config } from '@backstage/config';

/** One of `changes.environments`. Without clusters and namespaces it matches nothing and only gives a name its spelling. */
export interface EnvironmentRule {
  name: string;
  production?: boolean;
  /** Names; `*` stands for any characters. */
  clusters?: string[];
  namespaces?: string[];
}

/** What is known of the place where something happened. */
export interface EnvironmentQuestion {
  cluster?: string;
  namespace?: string;
  /** The source's own word for it. */
  said?: string;
  /** The subject's labels. */
  labels?: Record<string, string>;
  /** What was found for the event's subject. */
  ofSubject?: string;
}

/** Environments as a pure function of config and place. */
export interface Environments {
  /**
   * By the first rule that matches, else the source's word, else the label, else the subject's, else the cluster's name; undefined is
   * "unknown".
   */
  of(question: EnvironmentQuestion): string | undefined;
  /** The configured names, in their order. */
  readonly names: readonly string[];
  /** Whether an environment decides an entity's headline. */
  isProduction(name: string): boolean;
}

export const ENVIRONMENT_LABEL = 'app.kubernetes.io/environment';

/** What providers call the same thing. */
const ALIASES: Record<string, string> = {
  prod: 'production',
  prd: 'production',
  live: 'production',
  stage: 'staging',
  stg: 'staging',
  preprod: 'staging',
  'pre-prod': 'staging',
  'pre-production': 'staging',
  dev: 'development',
  develop: 'development',
  tst: 'test',
  testing: 'test',
  qa: 'test',
};

/** As in `non-prod` and `pre-production`. */
const NEGATIONS = new Set(['non', 'not', 'no', 'pre']);

export function environmentsFromConfig(config: Config): Environments {
  return environments(
    config
      .getOptionalConfigArray('changes.environments')
      ?.map((rule, index) => ({
        name: nonEmpty(rule.getString('name'), index),
        production: rule.getOptionalBoolean('production'),
        clusters: rule.getOptionalStringArray('clusters'),
        namespaces: rule.getOptionalStringArray('namespaces'),
      })) ?? [],
  );
}

export function environments(rules: readonly EnvironmentRule[]): Environments {
  const patterns = rules.map(rule => ({
    name: rule.name,
    clusters: rule.clusters?.map(glob),
    namespaces: rule.namespaces?.map(glob),
  }));
  const spelling = new Map(
    rules.map(rule => [canonical(rule.name), rule.name] as const),
  );
  const production = new Map(
    rules.map(rule => [rule.name, rule.production] as const),
  );
  const spelled = (word: string) => {
    const name = canonical(word);
    return spelling.get(name) ?? name;
  };

  return {
    names: [...new Set(rules.map(({ name }) => name))],
    of({ cluster, namespace, said, labels, ofSubject }) {
      const rule = patterns.find(
        ({ clusters, namespaces }) =>
          (clusters || namespaces) &&
          matches(clusters, cluster) &&
          matches(namespaces, namespace),
      );
      if (rule) return rule.name;
      const word = said || labels?.[ENVIRONMENT_LABEL];
      return word ? spelled(word) : ofSubject || cluster || undefined;
    },
    isProduction(name) {
      const said = production.get(name);
      if (said !== undefined) return said;
      const words = name.toLocaleLowerCase('en-US').split(/[^a-z]+/);
      return (
        words.some(word => canonical(word) === 'production') &&
        !words.some(word => NEGATIONS.has(word))
      );
    },
  };
}

function canonical(word: string): string {
  const lower = word.trim().toLocaleLowerCase('en-US');
  return Object.hasOwn(ALIASES, lower) ? ALIASES[lower] : lower;
}

function matches(patterns: RegExp[] | undefined, text: string | undefined) {
  if (!patterns) return true;
  return text !== undefined && patterns.some(pattern => pattern.test(text));
}

function glob(pattern: string): RegExp {
  const source = pattern
    .split('*')
    .map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`);
}

function nonEmpty(name: string, index: number): string {
  if (name.trim() === '') {
    throw new InputError(`changes.environments[${index}].name: is empty`);
  }
  return name;
}
