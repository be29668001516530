export { Redactor } from './Redactor';
