import fs from 'node:fs';
import path from 'node:path';

/** Writes a file that others may read at any time: each sees it whole or not. */
export function keepWhole(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  fs.writeFileSync(unfinished, text);
  fs.renameSync(unfinished, file);
}
