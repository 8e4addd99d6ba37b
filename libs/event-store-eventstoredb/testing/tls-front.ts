import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { createServer } from 'node:tls';
import type { SelfSigned } from './certificates.ts';

/** A TLS endpoint on this machine before a server that speaks none. */
export interface TlsFront {
  readonly port: number;
  close(): Promise<void>;
}

export const startTlsFront = async ({ certificate, key }: SelfSigned, serverPort: number): Promise<TlsFront> => {
  const front = createServer({ cert: certificate, key, ALPNProtocols: ['h2'] }, (client) => {
    const server = connect(serverPort, '127.0.0.1');
    client.pipe(server).pipe(client);
    client.on('error', () => server.destroy());
    server.on('error', () => client.destroy());
    client.on('close', () => server.destroy());
    server.on('close', () => client.destroy());
    sockets.add(client);
    client.once('close', () => sockets.delete(client));
  });
  const sockets = new Set<{ destroy(): unknown }>();
  front.on('tlsClientError', () => undefined);
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  return {
    port: (front.address() as AddressInfo).port,
    close: async () => {
      const closed = once(front, 'close');
      front.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
};
