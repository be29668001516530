import { spawn } from 'node:child_process';
import { root } from './workspace.mjs';

const NOTHING = { passed: 0, failed: 0, skipped: 0 };
const TALLY = /^(\d+) passed, (\d+) failed, (\d+) skipped$/gm;

/** Runs stages one after the other and adds up what they counted. */
export class Stages {
  #total = { ...NOTHING };
  #failures = [];

  /** `action` resolves to counts, or throws: that is one failure. */
  async run(name, action) {
    process.stdout.write(`\n── ${name}\n`);
    const started = Date.now();
    let counts;
    try {
      counts = { ...NOTHING, ...(await action()) };
    } catch (error) {
      process.stdout.write(`${error.message}\n`);
      counts = { ...NOTHING, failed: 1 };
    }
    for (const key of Object.keys(NOTHING)) this.#total[key] += counts[key];
    if (counts.failed > 0) this.#failures.push(name);
    const seconds = Math.round((Date.now() - started) / 1000);
    process.stdout.write(`── ${name}: ${inWords(counts)} in ${seconds} s\n`);
    return counts;
  }

  /** Prints the sum as the last line and sets the exit code. */
  finish() {
    const list = this.#failures.join(', ');
    if (list) process.stdout.write(`\nfailed: ${list}`);
    process.stdout.write(`\n${inWords(this.#total)}\n`);
    process.exitCode = this.#total.failed > 0 ? 1 : 0;
  }
}

/** A stage that this machine cannot run. */
export function skip(why) {
  process.stdout.write(`skipped: ${why}\n`);
  return { skipped: 1 };
}

/** A command that counts as one test. */
export async function command(args, options) {
  const { code } = await execute(args, options);
  return code === 0 ? { passed: 1 } : { failed: 1 };
}

/** A command whose output ends with a line "N passed, N failed, N skipped". */
export async function countingCommand(args, options) {
  const { code, output } = await execute(args, { ...options, capture: true });
  const last = [...output.matchAll(TALLY)].pop();
  if (!last) return code === 0 ? { passed: 1 } : { failed: 1 };
  const [passed, failed, skipped] = last.slice(1).map(Number);
  return { passed, failed: code === 0 ? failed : Math.max(failed, 1), skipped };
}

/** Runs a file with this Node.js. */
function execute(args, { env = {}, cwd = root, capture = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', capture ? 'pipe' : 'inherit', 'inherit'],
    });
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', chunk => {
      output += chunk;
      process.stdout.write(chunk);
    });
    child.on('error', reject);
    child.on('close', code => resolve({ code: code ?? 1, output }));
  });
}

function inWords({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
