export { fitWeights } from './fitWeights';
export { suspectsBench } from './suspectsBench';
