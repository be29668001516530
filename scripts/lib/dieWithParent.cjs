// Loaded into what the launcher starts: without the launcher it must not stay.
const KILL_AFTER_MS = 10_000;

process.on('disconnect', () => {
  // Nobody reads what it says any more: an error of that, told again, would make the next.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', () => {});
  }
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), KILL_AFTER_MS).unref();
  process.kill(process.pid, 'SIGTERM');
});
