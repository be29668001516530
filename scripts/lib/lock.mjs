import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 200;

/** Does something while no other process does it; `onWait` is called once where another one has to end first. */
export async function alone(file, { onWait }, task) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  let waits = false;
  while (!take(file)) {
    if (!waits) onWait();
    waits = true;
    await delay(POLL_MS);
  }
  const release = () => fs.rmSync(file, { force: true });
  process.on('exit', release);
  try {
    return await task();
  } finally {
    process.off('exit', release);
    release();
  }
}

function take(file) {
  try {
    fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  // Of a process that was killed, nobody else would remove it.
  if (!isAlive(holderOf(file))) fs.rmSync(file, { force: true });
  return false;
}

/** NaN while it is being written. */
function holderOf(file) {
  try {
    return Number(fs.readFileSync(file, 'utf8') || NaN);
  } catch {
    return NaN;
  }
}

function isAlive(pid) {
  if (Number.isNaN(pid)) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
