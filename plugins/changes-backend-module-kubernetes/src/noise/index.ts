export { ignoreRulesFrom, type IgnoreRule } from './IgnoreRule';
export { NoiseFilter, type SwallowedCount } from './NoiseFilter';
export { NoisySubjects } from './NoisySubjects';
