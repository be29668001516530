import fs from 'node:fs';
import path from 'node:path';
import { requireFreePort } from './port.mjs';

const fileIn = directory => path.join(directory, 'running.json');

/** Throws a sentence when a portal already runs on the databases of a folder. */
export async function requireNotRunning(directory) {
  const file = fileIn(directory);
  if (!fs.existsSync(file)) return;
  const { pid, port } = JSON.parse(fs.readFileSync(file, 'utf8'));
  // After a crash another process may have got the number, hence the port.
  if (isAlive(pid) && (await isTaken(port))) {
    throw new Error(
      `Ripple already runs at http://localhost:${port} (process ${pid}). Stop it first, or keep a second one apart: npm start -- --port ${
        port + 1
      } --data FOLDER`,
    );
  }
}

/** Remembers until this process ends that a portal runs on this folder. */
export function noteRunning(directory, port) {
  const file = fileIn(directory);
  fs.writeFileSync(file, JSON.stringify({ pid: process.pid, port }));
  process.on('exit', () => fs.rmSync(file, { force: true }));
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function isTaken(port) {
  return requireFreePort(port).then(
    () => false,
    () => true,
  );
}
