import net from 'node:net';

/** `away`: connections are cut and refused. `silent`: they stay open and nothing passes. */
export type DatabaseFault = 'none' | 'away' | 'silent';

/** Stands between backends and PostgreSQL, and hurts what passes. */
export class FaultyDatabase {
  readonly #server: net.Server;
  readonly #upstream: URL;
  readonly #pairs = new Set<[net.Socket, net.Socket]>();
  #fault: DatabaseFault = 'none';

  /** @param connectionString - `postgresql://user@host:port/database` */
  static async start(connectionString: string): Promise<FaultyDatabase> {
    const database = new FaultyDatabase(new URL(connectionString));
    await new Promise<void>(resolve =>
      database.#server.listen(0, '127.0.0.1', resolve),
    );
    return database;
  }

  private constructor(upstream: URL) {
    this.#upstream = upstream;
    this.#server = net.createServer(socket => this.#connect(socket));
  }

  /** The connection string of the database itself, which nothing hurts. */
  get upstream(): string {
    return this.#upstream.href;
  }

  get connectionString(): string {
    const url = new URL(this.#upstream);
    url.hostname = '127.0.0.1';
    url.port = String((this.#server.address() as net.AddressInfo).port);
    return url.href;
  }

  set fault(fault: DatabaseFault) {
    this.#fault = fault;
    for (const [client, server] of this.#pairs) {
      if (fault === 'away') client.destroy();
      // What came while it was silent is lost, as with a firewall that has forgotten the connection.
      else if (fault === 'none' && client.isPaused()) client.destroy();
      else if (fault === 'silent') {
        client.pause();
        server.pause();
      }
    }
  }

  close(): Promise<void> {
    for (const [client] of this.#pairs) client.destroy();
    return new Promise(resolve => this.#server.close(() => resolve()));
  }

  #connect(client: net.Socket): void {
    client.on('error', () => undefined);
    if (this.#fault === 'away') {
      client.destroy();
      return;
    }
    const server = net.connect(
      Number(this.#upstream.port),
      this.#upstream.hostname,
    );
    server.on('error', () => client.destroy());
    const pair: [net.Socket, net.Socket] = [client, server];
    this.#pairs.add(pair);
    client.on('data', chunk => server.write(chunk));
    server.on('data', chunk => client.write(chunk));
    client.on('close', () => {
      this.#pairs.delete(pair);
      server.destroy();
    });
    server.on('close', () => client.destroy());
    if (this.#fault === 'silent') {
      client.pause();
      server.pause();
    }
  }
}
