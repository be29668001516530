export { latencyBench } from './latencyBench';
