import { readFileSync } from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { openapiYaml } from './yaml';

it('openapi.yaml is what the schemas say (else run `yarn openapi` in this package)', () => {
  const path = resolvePackagePath(
    '@ripplehq/backstage-plugin-changes-backend',
    'openapi.yaml',
  );
  expect(readFileSync(path, 'utf8')).toBe(openapiYaml());
});
