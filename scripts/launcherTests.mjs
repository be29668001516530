// Runs the tests of the scripts themselves.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { root } from './lib/workspace.mjs';

const directory = path.join(root, 'scripts/lib');
const files = readdirSync(directory)
  .filter(name => name.endsWith('.test.mjs'))
  .map(name => path.join(directory, name));
const counts = { passed: 0, failed: 0, skipped: 0 };

const results = run({ files });
results.on('test:pass', ({ skip, details }) => {
  if (details.type === 'suite') return;
  if (skip === undefined) counts.passed += 1;
  else counts.skipped += 1;
});
results.on('test:fail', ({ details }) => {
  if (details.type !== 'suite') counts.failed += 1;
});
const report = results.compose(spec);
report.pipe(process.stdout);
report.on('end', () => {
  const { passed, failed, skipped } = counts;
  process.stdout.write(
    `\n${passed} passed, ${failed} failed, ${skipped} skipped\n`,
  );
  process.exitCode = failed > 0 ? 1 : 0;
});
