export { configStands } from './configStands';
export { withConfigSchema } from './configSchema';
