export { demoBench } from './demoBench';
