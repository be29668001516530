import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const FILE = 'demo.json';
const TOOLS = ['flyway', 'feature-flags', 'aws', 'statuspage'];

/**
 * Prepares the folder in which the demo keeps itself, and returns its secrets.
 * What an earlier demo left there goes, unless both that one and this one are
 * to be kept.
 */
export function prepareDemoFolder(directory, { keep }) {
  const file = path.join(directory, FILE);
  const before = fs.existsSync(file) ? readNote(file) : undefined;
  // One that was kept by an earlier version may lack some.
  if (keep && before?.keep) return { ...newSecrets(), ...before.secrets };
  if (!before && fs.existsSync(directory) && fs.readdirSync(directory).length) {
    throw new Error(
      `${directory} holds something else than a demo, which would be deleted: choose another folder with --data`,
    );
  }
  fs.rmSync(directory, { recursive: true, force: true });
  fs.mkdirSync(directory, { recursive: true });
  const secrets = newSecrets();
  fs.writeFileSync(file, JSON.stringify({ keep, secrets }), { mode: 0o600 });
  return secrets;
}

/** What a crash left unfinished was not kept. */
function readNote(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return { keep: false };
    throw error;
  }
}

function newSecrets() {
  const secret = () => randomBytes(24).toString('hex');
  return {
    control: secret(),
    github: { token: secret(), webhook: secret() },
    pagerduty: secret(),
    clusters: secret(),
    audit: secret(),
    tools: Object.fromEntries(TOOLS.map(name => [name, secret()])),
    /** Of Ripple itself: keys the marks of hidden values. */
    changes: secret(),
  };
}
