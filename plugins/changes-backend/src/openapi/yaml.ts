import { stringify } from 'yaml';
import { openapiDocument } from './document';

/** The text of `openapi.yaml`. @internal */
export function openapiYaml(): string {
  return `# Written by \`yarn openapi\` from the schemas of changes-common; do not edit.\n${stringify(
    openapiDocument(),
    { aliasDuplicateObjects: false },
  )}`;
}
