export { diffManifests } from './diffManifests';
export { binaryValue, hiddenValue } from './marks';
export { parseFieldPath, type FieldPathStep } from './fieldPath';
