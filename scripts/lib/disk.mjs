import { statfsSync } from 'node:fs';

const GIB = 1024 ** 3;

/** Throws a sentence when the disk under `directory` has too little room. */
export function requireFreeSpace(directory, gib, what) {
  const { bavail, bsize } = statfsSync(directory);
  const free = (bavail * bsize) / GIB;
  if (free < gib) {
    throw new Error(
      `The disk is nearly full: ${free.toFixed(
        1,
      )} GB are free under ${directory}, ${what} needs ${gib} GB. Free some space, then try again.`,
    );
  }
}
