import type { Socket } from 'node:net';
import { rootHttpRouterServiceFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { ownHosts } from './ownHosts';

/**
 * The portal's HTTP server. It answers to its own names alone. It hangs up when it ends: in production it would wait for its visitors to leave, and a page that stays open
 * never does.
 */
export const httpServer = rootHttpRouterServiceFactory({
  configure({ app, applyDefaults, config, lifecycle, server }) {
    app.use(ownHosts(config));
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
