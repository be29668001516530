export { kubernetesBench } from './kubernetesBench';
