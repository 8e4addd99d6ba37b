import { once } from 'node:events';
import { createServer } from 'node:net';
import { ServerCredentials, type Server } from '@grpc/grpc-js';
import { StoreOpenError } from '#libs/kernel/store-open-error';

/** What keeps a server from listening, by the system's code, for people. */
const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there: end that program, or choose another port',
  EACCES: 'this user may not listen there: choose a port from 1024 on',
  EADDRNOTAVAIL: 'this machine has no such address: choose one that it has, such as 127.0.0.1',
  ENOTFOUND: 'no such host is known: choose an address of this machine, such as 127.0.0.1',
};

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'no reason given';

const authorityOf = (host: string, port: number): string => `${host.includes(':') ? `[${host}]` : host}:${port}`;

const refusal = (host: string, port: number, cause: unknown): StoreOpenError => {
  const authority = authorityOf(host, port);
  const code = codeOf(cause);
  const reason = reasons[code] ?? 'choose another port or address';
  return new StoreOpenError('unavailable', authority, `${authority} cannot be served, ${reason} (${code})`, { cause });
};

/**
 * Throws `StoreOpenError` where the address cannot be listened on. The gRPC library would write that to the console, and tell nobody why.
 */
export const requireFree = async (host: string, port: number): Promise<void> => {
  const probe = createServer();
  try {
    probe.listen(port, host);
    await once(probe, 'listening');
    probe.close();
    await once(probe, 'close');
  } catch (cause) {
    throw refusal(host, port, cause);
  }
};

/** Binds a gRPC server without TLS; resolves to the port. Throws `StoreOpenError`. */
export const listen = (server: Server, host: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.bindAsync(authorityOf(host, port), ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(refusal(host, port, error));
    });
  });
