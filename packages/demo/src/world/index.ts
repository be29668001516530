export { SHOP } from './shop.ts';
export { problemsOf } from './problems.ts';
export {
  emailOf,
  entityRefOf,
  isResource,
  rowNamed,
  upstreamOf,
} from './WorldDescription.ts';
export type {
  AutoscalerRow,
  ClusterRow,
  PersonRow,
  ServiceRow,
  ServiceType,
  SystemRow,
  TeamRow,
  ThirdParty,
  WorldDescription,
} from './WorldDescription.ts';
