import { Demo } from './Demo.ts';
import {
  type StartMessage,
  type WorldMessage,
  readLauncherMessage,
} from './launcherMessages.ts';
import { CannotGoOn } from './Savings.ts';
import { SHOP } from './world/index.ts';

// The launcher starts this program and talks to it by messages; without a launcher nothing happens.
let demo: Demo | undefined;
let ending: Promise<void> | undefined;

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function send(message: WorldMessage): void {
  if (process.connected) process.send?.(message);
}

async function begin(start: StartMessage): Promise<void> {
  if (demo) throw new Error('The world has been started already');
  demo = await Demo.start({
    ...start,
    world: SHOP,
    send,
    onProblem: problem => say(problem),
  });
  say('The world stands and waits for the portal');
  await demo.watched();
  const watchedAt = performance.now();
  await demo.live();
  const ms = Math.round(performance.now() - watchedAt);
  say(`The world has caught up with the present, within ${ms} ms`);
}

function end(): void {
  ending ??= (demo?.stop() ?? Promise.resolve()).then(
    () => process.exit(0),
    error => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
}

function fail(error: unknown): void {
  // What was under way when the end came does not matter any more.
  if (ending) return;
  process.stderr.write(`${wordsOf(error)}\n`);
  process.exit(1);
}

/** A sentence for what a visitor can mend; of a mistake of ours, where it is. */
function wordsOf(error: unknown): string {
  const { code, port } = Object(error);
  if (code === 'EADDRINUSE') {
    return `Port ${port}, which the world that was kept had, is taken by another program: end that, or start without --keep`;
  }
  if (error instanceof CannotGoOn) return error.message;
  return error instanceof Error ? error.stack ?? error.message : String(error);
}

process.on('message', value => {
  try {
    const message = readLauncherMessage(value);
    switch (message.type) {
      case 'start':
        begin(message).catch(fail);
        break;
      case 'stop':
        end();
        break;
      default:
        demo?.portal(message.type === 'portal-stopped' ? 'stopped' : 'started');
    }
  } catch (error) {
    fail(error);
  }
});
process.on('disconnect', end);
process.on('SIGTERM', end);
// Ctrl-C reaches all processes of the terminal; the launcher says when to end.
process.on('SIGINT', () => {});
