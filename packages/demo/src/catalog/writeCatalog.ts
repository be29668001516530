import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import type { WorldDescription } from '../world/index.ts';
import { entitiesOf } from './entitiesOf.ts';

/** Writes the catalog file of a world into a folder and tells its path. */
export async function writeCatalog(
  world: WorldDescription,
  options: { directory: string; web: string },
): Promise<string> {
  const file = path.join(options.directory, 'catalog.yaml');
  const documents = entitiesOf(world, options).map(entity => stringify(entity));
  await writeFile(file, documents.join('---\n'));
  return file;
}
