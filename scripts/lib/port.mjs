import net from 'node:net';

// A browser may resolve localhost to either.
const LOOPBACK = ['127.0.0.1', '::1'];

/** Throws a sentence when something already listens on the port. */
export async function requireFreePort(port) {
  for (const host of LOOPBACK) {
    const error = await tryListen(port, host);
    if (error === 'EADDRINUSE') {
      throw new Error(
        `Port ${port} is taken: Ripple or another program already runs there. Stop it, or choose another: npm start -- --port ${
          port + 1
        }`,
      );
    }
    if (error === 'EACCES') {
      throw new Error(
        `Port ${port} may only be used by the system's administrator: choose one above 1023.`,
      );
    }
  }
}

function tryListen(port, host) {
  return new Promise(resolve => {
    const server = net.createServer();
    server.once('error', error => resolve(error.code));
    server.listen({ port, host }, () => server.close(() => resolve()));
  });
}

/** A port that is free now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1' }, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
