import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** How slowly bytes pass, in either direction. */
export interface Slowness {
  /** Of each connection, for requests and for answers. */
  readonly bytesPerSecond?: number;
  /** Waited before each piece that was read. Milliseconds. */
  readonly delayMs?: number;
}

/** A real TCP proxy in front of a server on this machine, with the faults of a network. It listens on 127.0.0.1. */
export interface TcpProxy {
  readonly port: number;
  /** Connections that are open now. */
  connections(): number;
  /** Half-open: connections stay, new ones are accepted, and nothing passes any more, neither bytes nor ends. */
  stall(): void;
  /** Requests go through; answers do not. */
  stallAnswers(): void;
  /** Ends a stall; what was held back passes. */
  resume(): void;
  /** All present connections fall silent for good, and nobody is told; new ones work. */
  silence(): void;
  /** Resets all present connections; new ones work. */
  cut(): void;
  /** Nobody listens: new connections are refused, present ones stay. */
  refuse(): void;
  /** Ends `refuse`, on the same port. */
  allow(): Promise<void>;
  /** Slows down what passes from now on; `slow({})` ends it. */
  slow(slowness: Slowness): void;
  /** Cuts all connections and ends. */
  close(): Promise<void>;
}

type Direction = 'requests' | 'answers';

/** A connection of a client, and the one to the server behind it. */
interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  silent: boolean;
}

const LOOPBACK = '127.0.0.1';

/** Pieces that a slow connection writes in a second. */
const PIECES_PER_SECOND = 20;

const listen = async (server: Server, port: number): Promise<number> => {
  server.listen(port, LOOPBACK);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
};

const sinkOf = ({ client, server }: Pair, direction: Direction): Socket => (direction === 'requests' ? server : client);

/** Resolves when the bytes are on their way: one that does not read holds the other back. Throws where the connection is gone. */
const write = (sink: Socket, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => sink.write(bytes, (error) => (error ? reject(error) : resolve())));

/** Starts a proxy in front of a port. Where nobody listens there, a connection is accepted and reset. */
export const startTcpProxy = async (target: { readonly port: number; readonly host?: string }): Promise<TcpProxy> => {
  const { port: targetPort, host = LOOPBACK } = target;
  const open = new Set<Pair>();
  const stalled = new Set<Direction>();
  let waiting: (() => void)[] = [];
  let slowness: Slowness = {};

  const passage = async (pair: Pair, direction: Direction): Promise<void> => {
    while (pair.silent || stalled.has(direction)) await new Promise<void>((resolve) => waiting.push(resolve));
  };

  const pass = async (bytes: Uint8Array, pair: Pair, direction: Direction): Promise<void> => {
    const { bytesPerSecond = Infinity, delayMs = 0 } = slowness;
    if (delayMs > 0) await sleep(delayMs);
    const size = Math.max(1, Math.min(bytes.length, Math.ceil(bytesPerSecond / PIECES_PER_SECOND)));
    for (let begin = 0; begin < bytes.length; begin += size) {
      const piece = bytes.subarray(begin, begin + size);
      if (bytesPerSecond !== Infinity) await sleep((1000 * piece.length) / bytesPerSecond);
      await passage(pair, direction);
      await write(sinkOf(pair, direction), piece);
    }
  };

  /** Carries bytes, then the end: an orderly one as such, any other as a reset. */
  const carry = async (pair: Pair, direction: Direction): Promise<void> => {
    const source = direction === 'requests' ? pair.client : pair.server;
    const sink = sinkOf(pair, direction);
    try {
      // The other direction goes on after the end of this one.
      for await (const bytes of source.iterator({ destroyOnReturn: false })) {
        await pass(bytes as Uint8Array, pair, direction);
      }
      await passage(pair, direction);
      sink.end();
    } catch {
      await passage(pair, direction);
      source.resetAndDestroy();
      sink.resetAndDestroy();
    }
  };

  const join = (client: Socket): void => {
    const server = connect({ port: targetPort, host, allowHalfOpen: true, noDelay: true });
    const pair: Pair = { client, server, silent: false };
    open.add(pair);
    client.once('close', () => open.delete(pair));
    // What breaks on one side is carried to the other.
    for (const socket of [client, server]) socket.on('error', () => undefined);
    void carry(pair, 'requests');
    void carry(pair, 'answers');
  };

  const startListening = async (port: number): Promise<{ server: Server; port: number }> => {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, join);
    return { server, port: await listen(server, port) };
  };

  const { port, server } = await startListening(0);
  let listening: Server | undefined = server;

  const lookAgain = (): void => {
    const resumed = waiting;
    waiting = [];
    for (const go of resumed) go();
  };
  const resume = (): void => {
    stalled.clear();
    lookAgain();
  };
  const cut = (): void => {
    for (const pair of open) {
      pair.client.resetAndDestroy();
      pair.server.resetAndDestroy();
      pair.silent = false;
    }
    lookAgain();
  };
  const refuse = (): void => {
    listening?.close();
    listening = undefined;
  };

  return {
    port,
    connections: () => open.size,
    stall: () => {
      stalled.add('requests').add('answers');
    },
    stallAnswers: () => {
      stalled.add('answers');
    },
    resume,
    silence: () => {
      for (const pair of open) pair.silent = true;
    },
    cut,
    refuse,
    allow: async () => {
      listening ??= (await startListening(port)).server;
    },
    slow: (changed) => {
      slowness = changed;
    },
    close: async () => {
      const ended = listening && once(listening, 'close');
      refuse();
      cut();
      resume();
      await ended;
    },
  };
};
