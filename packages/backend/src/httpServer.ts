import type { Socket } from 'node:net';
import { rootHttpRouterServiceFactory } from '@backstage/backend-defaults/rootHttpRouter';

/**
 * The portal's HTTP server. It hangs up when it ends: in production it would wait for its visitors to leave, and a page that stays open
 * never does.
 */
export const httpServer = rootHttpRouterServiceFactory({
  configure({ applyDefaults, lifecycle, server }) {
    applyDefaults();
    const sockets = new Set<Socket>();
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    lifecycle.addShutdownHook(() => {
      for (const socket of sockets) socket.destroy();
    });
  },
});
