/**
 * Tells Ripple of changes from a shell or a pipeline.
 *
 * @packageDocumentation
 */
import { setTimeout as delay } from 'node:timers/promises';
import { createProgram } from './program';

createProgram({
  env: process.env,
  out: text => process.stdout.write(text),
  warn: text => process.stderr.write(text),
  now: () => new Date(),
  delay: ms => delay(ms),
  exit: code => {
    process.exitCode = code;
  },
})
  .parseAsync()
  .catch((error: Error) => {
    process.stderr.write(`ripple: ${error.message}\n`);
    process.exitCode = 1;
  });
