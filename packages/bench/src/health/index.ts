export { healthBench } from './healthBench';
