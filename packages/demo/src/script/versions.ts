/** The number that an earlier line of versions is taken to have ended with. */
const LAST_OF_A_LINE = 4;

/** `v2.14.1` after `v2.14.0`. */
export function nextVersion(version: string): string {
  const [major, minor, patch] = numbers(version);
  return text(major, minor, patch + 1);
}

/** What came before: `v2.14.0` before `v2.14.1`, `v2.13.4` before `v2.14.0`. */
export function previousVersion(version: string): string {
  const [major, minor, patch] = numbers(version);
  if (patch > 0) return text(major, minor, patch - 1);
  if (minor > 0) return text(major, minor - 1, LAST_OF_A_LINE);
  return text(Math.max(0, major - 1), LAST_OF_A_LINE, LAST_OF_A_LINE);
}

function numbers(version: string): [number, number, number] {
  const match = /^v(\d+)\.(\d+)\.(\d+)/.exec(version);
  if (!match) throw new Error(`'${version}' is no version such as v2.14.1`);
  return [Number(match[1]), Number(match[2]), Number(match[3])];
}

function text(major: number, minor: number, patch: number): string {
  return `v${major}.${minor}.${patch}`;
}
