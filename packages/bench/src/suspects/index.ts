export { suspectsBench } from './suspectsBench';
