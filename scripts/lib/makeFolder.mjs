import fs from 'node:fs';
import path from 'node:path';

/**
 * Makes a folder and those above it that are missing, one by one: asked for
 * all at once, Node.js tries for ever below /proc. Throws the system's error
 * where one cannot be made.
 */
export function makeFolder(directory) {
  if (fs.existsSync(directory)) return;
  makeFolder(path.dirname(directory));
  try {
    fs.mkdirSync(directory);
  } catch (error) {
    // Somebody else has made it meanwhile.
    if (error.code !== 'EEXIST') throw error;
  }
}
