import fs from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from './workspace.mjs';

const TAIL_LINES = 30;

/**
 * Keeps what a program says at the end of a file, or prints it. Lines of JSON,
 * as Backstage writes them in production, become readable.
 */
export function keepLog(streams, logFile) {
  // Opened at once: a folder that cannot be written to is told to whoever starts.
  const file =
    logFile && fs.createWriteStream(logFile, { fd: fs.openSync(logFile, 'a') });
  const tail = [];
  let echo = false;
  const onLine = line => {
    const entry = readEntry(line);
    (file ?? process.stdout).write(`${entry.text}\n`);
    tail.push(entry);
    if (tail.length > TAIL_LINES) tail.shift();
    if (echo && file && entry.isError) process.stderr.write(`${entry.text}\n`);
  };
  for (const stream of streams) {
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('data', chunk => {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop();
      lines.forEach(onLine);
    });
    stream.on('end', () => rest && onLine(rest));
  }
  return {
    /** Its last words, and where the others are. */
    lastWords() {
      // A program that dies of an error says so after its log has ended.
      const end = tail.findLastIndex(entry => entry.isLogged) + 1;
      return [
        ...tail.slice(end < tail.length ? end : 0).map(({ text }) => text),
        ...(file
          ? [`The whole log is in ${path.relative(root, logFile)}`]
          : []),
      ].join('\n');
    },
    lastLine: () => tail.at(-1)?.text.split('\n')[0] ?? '',
    /** From now on errors reach the terminal too. */
    echoErrors: () => {
      echo = true;
    },
    /** No more: who is being stopped cannot do everything any more. */
    ignoreErrors: () => {
      echo = false;
    },
  };
}

/** A line in plain text, and whether it is an entry of Backstage's log, an error perhaps. */
export function readEntry(line, now = new Date()) {
  const entry = parse(line);
  if (!entry) {
    return {
      text: stripVTControlCharacters(line),
      isError: false,
      isLogged: false,
    };
  }
  const { level, message, plugin, service, stack } = entry;
  const head = `${now.toISOString()} ${plugin ?? service ?? ''} ${level}`;
  return {
    text: [`${head} ${message}`, ...(stack ? [stack] : [])].join('\n'),
    isError: level === 'error',
    isLogged: true,
  };
}

function parse(line) {
  if (!line.startsWith('{')) return undefined;
  try {
    const entry = JSON.parse(line);
    return entry.level && entry.message !== undefined ? entry : undefined;
  } catch {
    return undefined;
  }
}
