export { timelineBench } from './timelineBench';
