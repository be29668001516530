import https from 'node:https';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { GO } from '../Usage';

// bareReader KUBECONFIG PATH…: the least that has to be done. Each page is fetched and parsed, each line of a watch is parsed; nothing is kept.
const [kubeconfig, ...paths] = process.argv.slice(2);
const { server, ca, token } = credentials(kubeconfig);
const agent = new https.Agent({ keepAlive: true, ca });
const NEWLINE = 10;

process.once(GO, () => {
  Promise.all(paths.map(read)).catch(error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  });
});
setInterval(() => undefined, 1 << 30);

async function read(path: string): Promise<void> {
  let next: string | undefined;
  let resourceVersion = '';
  do {
    const query = new URLSearchParams({
      limit: '500',
      ...(next ? { continue: next } : {}),
    });
    const response = await get(`${path}?${query}`, 'gzip');
    const body = await buffer(response);
    const text =
      response.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    const page = JSON.parse(text.toString('utf8'));
    next = page.metadata.continue;
    resourceVersion = page.metadata.resourceVersion;
  } while (next);
  const watch = await get(
    `${path}?watch=true&allowWatchBookmarks=true&resourceVersion=${resourceVersion}&timeoutSeconds=3600`,
    'identity',
  );
  let rest = Buffer.alloc(0);
  for await (const chunk of watch) {
    let bytes = Buffer.concat([rest, chunk as Buffer]);
    for (
      let end = bytes.indexOf(NEWLINE);
      end >= 0;
      end = bytes.indexOf(NEWLINE)
    ) {
      JSON.parse(bytes.subarray(0, end).toString('utf8'));
      bytes = bytes.subarray(end + 1);
    }
    rest = bytes;
  }
}

function get(path: string, encoding: string) {
  return new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    https
      .get(
        server + path,
        {
          agent,
          headers: {
            accept: 'application/json',
            'accept-encoding': encoding,
            authorization: `Bearer ${token}`,
          },
        },
        resolve,
      )
      .on('error', reject);
  });
}

/** A kubeconfig as the bench writes it. */
function credentials(file: string) {
  const config = JSON.parse(readFileSync(file, 'utf8'));
  const [{ cluster }] = config.clusters;
  return {
    server: cluster.server as string,
    ca: Buffer.from(cluster['certificate-authority-data'], 'base64'),
    token: config.users[0].user.token as string,
  };
}
