// Acts in the simulated world of a running demo, as the portal's banner does.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { localDir, root } from './lib/workspace.mjs';

const USAGE = `usage: npm run demo -- COMMAND

  incident replica-cut   sets the first incident off anew: about a minute from
                         its cause to the alert
  incident no-change     the same with the incident that nothing explains
  restart                stops the portal, changes something, starts it again
  state                  prints what is going on

  --data FOLDER          where the demo keeps itself (.local)
`;
const TIMEOUT_MS = 10_000;

/** Method and path of a command's request; undefined for none. */
function requestOf([command, ...rest]) {
  const [name, ...more] = rest;
  if (command === 'incident' && name && more.length === 0) {
    return ['POST', `/incidents/${encodeURIComponent(name)}/start`];
  }
  if (command === 'restart' && rest.length === 0) {
    return ['POST', '/portal/restart'];
  }
  if (command === 'state' && rest.length === 0) return ['GET', '/state'];
  return undefined;
}

/** Where the world of a folder listens, and what it wants to be shown. */
function readDemo(data) {
  const read = file =>
    JSON.parse(fs.readFileSync(path.join(data, 'demo', file), 'utf8'));
  try {
    return {
      url: read('control.json').url,
      token: read('demo.json').secrets.control,
    };
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    throw new Error(
      `No demo runs in ${data}: start one with npm start, or name its folder with --data`,
    );
  }
}

async function main() {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const request = requestOf(positionals);
  if (values.help || !request) {
    (values.help ? process.stdout : process.stderr).write(USAGE);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  const { url, token } = readDemo(
    values.data
      ? path.resolve(process.env.INIT_CWD ?? root, values.data)
      : localDir,
  );
  const [method, target] = request;
  const response = await fetch(`${url}${target}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(error => {
    throw new Error(
      `The simulated world does not answer (${
        error.cause?.code ?? error.message
      }): is the demo still running?`,
    );
  });
  const body = await response.json();
  if (!response.ok) throw new Error(body.error);
  process.stdout.write(
    method === 'GET' ? `${JSON.stringify(body, null, 2)}\n` : 'Under way.\n',
  );
}

main().catch(error => {
  process.stderr.write(`\n${error.message}\n`);
  process.exitCode = 1;
});
