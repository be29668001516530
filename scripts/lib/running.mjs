import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { requireFreePort } from './port.mjs';

const fileIn = directory => path.join(directory, 'running.json');

/** Throws a sentence when a portal already runs, or is being started, on the databases of a folder. */
export async function requireNotRunning(directory) {
  const running = readNote(directory);
  // After a crash another process may have got the number, hence the sign of life.
  if (running && isAlive(running.pid) && (await isTaken(running.signPort))) {
    const { pid, port } = running;
    throw new Error(
      `Ripple already runs at http://localhost:${port} (process ${pid}). Stop it first, or keep a second one apart: npm start -- --port ${
        port + 1
      } --data FOLDER`,
    );
  }
}

/** Remembers until this process ends that a portal runs on this folder, also while it starts and does not answer yet. */
export async function noteRunning(directory, port) {
  const sign = net.createServer(socket => socket.destroy());
  sign.unref().listen(0, '127.0.0.1');
  await once(sign, 'listening');
  const file = fileIn(directory);
  fs.writeFileSync(
    file,
    JSON.stringify({ pid: process.pid, port, signPort: sign.address().port }),
  );
  process.on('exit', () => fs.rmSync(file, { force: true }));
  return sign;
}

/** Undefined where there is none, or one that a crash left unfinished. */
function readNote(directory) {
  try {
    return JSON.parse(fs.readFileSync(fileIn(directory), 'utf8'));
  } catch {
    return undefined;
  }
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
