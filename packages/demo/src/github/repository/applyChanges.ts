import type { FileChanges } from '../Story.ts';

/** The new texts that changes make of the old ones. Those that stay the same are left out. */
export async function applyChanges(
  changes: FileChanges,
  read: (file: string) => Promise<string | undefined>,
): Promise<Map<string, string | undefined>> {
  const files = new Map<string, string | undefined>();
  for (const [file, change] of Object.entries(changes)) {
    const old = await read(file);
    const text = change(old ?? '');
    if (text !== old) files.set(file, text);
  }
  return files;
}
