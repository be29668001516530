import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, toolsDir } from './workspace.mjs';

const INSTALLED = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const require = createRequire(path.join(root, 'package.json'));

/** Why no browser can be had on this machine, or undefined if one can. */
export function missingBrowser() {
  if (installedBrowser() || packagedBrowserFits()) return undefined;
  return `no Chromium is installed and none comes from npm for ${process.platform}-${process.arch}`;
}

/** A headless browser for tests: an installed Chromium, else the one from npm. */
export async function launchBrowser(options = {}) {
  const { chromium } = require('playwright-core');
  const executablePath = installedBrowser();
  const { args = [], ...rest } = options;
  return await chromium.launch({
    ...(executablePath ? { executablePath } : await packagedBrowser()),
    args: ['--no-sandbox', ...args],
    ...rest,
  });
}

function installedBrowser() {
  return INSTALLED.find(file => file && fs.existsSync(file));
}

function packagedBrowserFits() {
  return process.platform === 'linux' && process.arch === 'x64';
}

async function packagedBrowser() {
  const build = path.dirname(require.resolve('@sparticuz/chromium'));
  const { inflate } = await import(
    pathToFileURL(path.join(build, '../esm/lambdafs.js')).href
  );
  const bin = path.join(build, '../../bin');
  const directory = path.join(toolsDir, 'chromium');
  fs.mkdirSync(directory, { recursive: true });
  // It unpacks into the system's folder for temporary files, whose owner may
  // be another user of the machine.
  const { TMPDIR } = process.env;
  process.env.TMPDIR = directory;
  try {
    for (const name of ['al2023.tar.br', 'fonts.tar.br']) {
      await inflate(path.join(bin, name));
    }
    const executablePath = await inflate(path.join(bin, 'chromium.br'));
    return {
      executablePath,
      env: {
        ...process.env,
        TMPDIR,
        // Libraries and fonts that a bare Linux lacks: nss, nspr, expat.
        LD_LIBRARY_PATH: path.join(directory, 'al2023/lib'),
        FONTCONFIG_FILE: writeFontConfig(directory),
      },
    };
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
}

function writeFontConfig(directory) {
  const file = path.join(directory, 'fonts.conf');
  fs.writeFileSync(
    file,
    `<?xml version="1.0"?>
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>${path.join(directory, 'fonts')}</dir>
  <cachedir>${path.join(directory, 'fonts-cache')}</cachedir>
</fontconfig>
`,
  );
  return file;
}
