// Writes openapi.yaml anew; a test fails when it is stale.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { openapiYaml } from '../src/openapi/yaml';

writeFileSync(resolve(__dirname, '../openapi.yaml'), openapiYaml());
