import { run } from 'node:test';
import { spec } from 'node:test/reporters';

/**
 * Runs test files of node:test one after the other, prints what they say and
 * ends with a line "N passed, N failed, N skipped".
 */
export async function runNodeTests(files, options = {}) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const results = run({ files, concurrency: false, ...options });
  results.on('test:pass', ({ skip, details }) => {
    if (details.type === 'suite') return;
    if (skip === undefined) counts.passed += 1;
    else counts.skipped += 1;
  });
  results.on('test:fail', ({ details }) => {
    if (details.type !== 'suite') counts.failed += 1;
  });
  const report = results.compose(spec);
  report.pipe(process.stdout, { end: false });
  await new Promise((resolve, reject) => {
    report.on('end', resolve);
    report.on('error', reject);
  });
  return finish(counts);
}

/** Says in one line why none of the tests can run here. */
export function skipNodeTests(why) {
  process.stdout.write(`skipped: ${why}\n`);
  finish({ passed: 0, failed: 0, skipped: 1 });
}

function finish({ passed, failed, skipped }) {
  process.stdout.write(
    `\n${passed} passed, ${failed} failed, ${skipped} skipped\n`,
  );
  process.exitCode = failed > 0 ? 1 : 0;
}
