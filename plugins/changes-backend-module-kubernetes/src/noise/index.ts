export { ignoreRulesFrom, type IgnoreRule } from './IgnoreRule';
export { NoiseFilter, type SwallowedCount } from './NoiseFilter';
export { NoiseTeller } from './NoiseTeller';
export { NoisySubjects, isCounted, type NoisySubject } from './NoisySubjects';
