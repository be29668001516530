import { createBackend } from '@backstage/backend-defaults';

// Killed and started again many times: the rest of a portal would take longer to start than all that happens meanwhile.
const backend = createBackend();

backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@ripplehq/backstage-plugin-changes-backend'));

backend.start().catch(error => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
