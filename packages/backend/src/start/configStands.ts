import { once } from 'node:events';

/**
 * The launcher starts the backend before its configuration stands, so that it loads meanwhile, and then says where that is:
 * `{ configFiles }`. They count as if they had been named on the command line.
 */
export async function configStands(): Promise<void> {
  const [message] = await once(process, 'message');
  for (const file of filesOf(message)) process.argv.push('--config', file);
}

function filesOf(message: unknown): string[] {
  if (typeof message === 'object' && message && 'configFiles' in message) {
    const { configFiles } = message;
    if (
      Array.isArray(configFiles) &&
      configFiles.every(file => typeof file === 'string')
    ) {
      return configFiles;
    }
  }
  throw new Error('The launcher did not say where the configuration is');
}
