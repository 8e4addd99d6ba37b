import { createServer as createHttpServer } from 'node:http';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { status } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EventStoreError } from '#libs/kernel/event-store';
import { sampleEvent } from '#libs/kernel/log/event-store-contract/samples';
import { StoreOpenError } from '#libs/kernel/store-open-error';
import { describeWithPostgres } from '#libs/test-servers/describe-with-postgres';
import { startPostgresServer } from '#libs/test-servers/postgres-server';
import { type EventStoreDbOptions, openEventStoreDb } from '../eventstoredb-event-store.ts';
import { type Certificates, madeCertificates, type SelfSigned } from '../testing/certificates.ts';
import { callError, type Script } from '../testing/scripted-server.ts';
import { specStores } from '../testing/spec-stores.ts';
import { startTlsFront, type TlsFront } from '../testing/tls-front.ts';

const stores = specStores();
const others: { close(): unknown }[] = [];
afterEach(async () => {
  await stores.close();
  for (const other of others.splice(0)) await other.close();
});

/** Why it does not open; every message is one line without the password. */
const refusalOf = async (options: EventStoreDbOptions): Promise<StoreOpenError> => {
  try {
    await stores.open(options);
  } catch (error) {
    if (!(error instanceof StoreOpenError)) throw error;
    expect(error.message).not.toMatch(/\n|secret/);
    expect(error.location).not.toContain('secret');
    expect(JSON.stringify(error.cause ?? null)).not.toContain('secret');
    return error;
  }
  throw new Error('it opened');
};

/** The port of a server that takes connections and treats them in its own way. */
const listening = async (server: Server): Promise<number> => {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  others.push({
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  });
  return (server.address() as AddressInfo).port;
};

const plain = (port: number): string => `esdb://user:secret@127.0.0.1:${port}?tls=false`;

describe('an address that is malformed', () => {
  it.each([
    '',
    'http://localhost:2113',
    'esdb:/localhost',
    'esdb://',
    'esdb://user:se:cret@host',
    'esdb://user:secret%@host',
    'esdb://user:secret@host:port',
    'esdb://user:secret@host:99999',
    'esdb://user:secret',
    'esdb://user:secret@host?tls=maybe',
    'esdb://user:secret@host?tsl=false',
    'esdb://user:secret@host?tlsVerifyCert=false',
    'esdb://user:secret@host?tlsCAFile=/there/is/no/such.pem',
    'esdb://user:secret@host?userCertFile=/there/is/no/such.pem',
    'esdb://user:secret@host?keepAliveInterval=-7',
  ])('is said to be so, and nothing of it is shown: %s', async (connectionString) => {
    expect(await refusalOf({ connectionString, timeoutMs: 1_000 })).toMatchObject({ code: 'invalidAddress' });
  });
});

describe('a server that is not there, or another one', () => {
  it('where nobody listens is unavailable, alone and as a cluster', async () => {
    const server = createServer();
    const port = await listening(server);
    server.close();
    expect(await refusalOf({ connectionString: plain(port) })).toMatchObject({ code: 'unavailable' });
    const cluster = `esdb+discover://user:secret@127.0.0.1:${port}?tls=false&maxDiscoverAttempts=2`;
    expect(await refusalOf({ connectionString: cluster })).toMatchObject({ code: 'unavailable' });
  });

  it('that takes connections and says nothing is unavailable, in time', async () => {
    const port = await listening(createServer());
    const silent = [plain(port), `esdb+discover://127.0.0.1:${port}?tls=false`, `esdb://127.0.0.1:${port}`];
    const refusals = silent.map((connectionString) => refusalOf({ connectionString, timeoutMs: 500 }));
    for (const refusal of await Promise.all(refusals)) expect(refusal).toMatchObject({ code: 'unavailable' });
  });

  it.each([
    ['HTTP/1', () => createHttpServer((_, response) => response.end('hello'))],
    ['something that ends such connections', () => createServer((socket) => socket.once('data', () => socket.end()))],
    ['something that greets', () => createServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'))],
  ])('that speaks %s is foreign, with and without TLS', async (_, create) => {
    const port = await listening(create());
    expect(await refusalOf({ connectionString: plain(port) })).toMatchObject({ code: 'foreign' });
    const tls = `esdb://user:secret@127.0.0.1:${port}`;
    expect(['foreign', 'unavailable']).toContain((await refusalOf({ connectionString: tls })).code);
  });

  it('of an older version, or without what is needed, is too old', async () => {
    const scripts: readonly Script[] = [
      { version: '22.10.4' },
      { version: '23.6.0' },
      { methods: ['append'] },
      { features: callError(status.UNIMPLEMENTED, 'no such method') },
    ];
    for (const script of scripts) {
      const { connectionString } = await stores.serve(script);
      expect(await refusalOf({ connectionString })).toMatchObject({ code: 'tooOld' });
    }
    for (const version of ['23.10.0', '24.10.1.1316', '25.0.0']) await stores.on({ version });
  });

  it('that takes neither these credentials nor none denies access', async () => {
    for (const error of [
      callError(status.UNAUTHENTICATED, 'who?'),
      callError(status.PERMISSION_DENIED, 'no', { exception: 'access-denied' }),
    ]) {
      const { port } = await stores.serve({ read: (_, call) => call.emit('error', error) });
      expect(await refusalOf({ connectionString: plain(port) })).toMatchObject({ code: 'accessDenied' });
    }
  });
});

describeWithPostgres('a connection string that leads to PostgreSQL', () => {
  it('is refused as foreign', async () => {
    const postgres = await startPostgresServer();
    try {
      expect(await refusalOf({ connectionString: plain(postgres.port) })).toMatchObject({ code: 'foreign' });
    } finally {
      await postgres.stop();
    }
  });
});

describe('a server behind TLS', () => {
  let certificates: Certificates;
  beforeAll(() => {
    certificates = madeCertificates();
  });
  afterAll(() => certificates.remove());

  const front = async (certificate: SelfSigned): Promise<TlsFront> => {
    const server = await stores.serve({});
    const tls = await startTlsFront(certificate, server.port);
    others.push(tls);
    return tls;
  };

  it('is used where its authority is named', async () => {
    const certificate = certificates.make('localhost');
    const { port } = await front(certificate);
    const address = `user:secret@localhost:${port}?tlsCAFile=${certificate.certificateFile}`;
    const store = await stores.open({ connectionString: `esdb://${address}` });
    expect(await store.append('sample-1', [sampleEvent()], 'noStream')).toMatchObject({ revision: 0n });
  });

  it('is not trusted with a certificate that nobody vouches for, of another host, or that has expired', async () => {
    const [own, other, expired] = [
      certificates.make('localhost'),
      certificates.make('elsewhere.example'),
      certificates.make('localhost', -1),
    ];
    const refusal = async (served: SelfSigned, authority?: SelfSigned): Promise<StoreOpenError> => {
      const { port } = await front(served);
      const authorities = authority ? `?tlsCAFile=${authority.certificateFile}` : '';
      return refusalOf({ connectionString: `esdb://user:secret@localhost:${port}${authorities}` });
    };
    expect(await refusal(own)).toMatchObject({ code: 'untrusted' });
    expect(await refusal(own, other)).toMatchObject({ code: 'untrusted' });
    expect(await refusal(other, other)).toMatchObject({ code: 'untrusted' });
    const late = await refusal(expired, expired);
    expect(late).toMatchObject({ code: 'untrusted' });
    expect(late.message).toContain('expired');
  });

  it('is foreign to who does not speak it, and the reverse', async () => {
    const { port } = await front(certificates.make('localhost'));
    expect(await refusalOf({ connectionString: plain(port) })).toMatchObject({ code: 'foreign' });
    const server = await stores.serve({});
    expect(await refusalOf({ connectionString: `esdb://user:secret@127.0.0.1:${server.port}` })).toMatchObject({
      code: 'foreign',
    });
  });
});

describe('a cluster', () => {
  it('is found through any of its members, and its leader is used', async () => {
    let appends = 0;
    const leader = await stores.serve({
      part: () => {
        appends += 1;
      },
    });
    const follower = await stores.serve({ leaderPort: () => leader.port });
    const gone = await listening(createServer());
    for (const connectionString of [
      `esdb+discover://127.0.0.1:${follower.port}?tls=false`,
      `esdb://127.0.0.1:${follower.port},127.0.0.1:${gone}?tls=false&gossipTimeout=1`,
    ]) {
      const store = await stores.open({ connectionString });
      await store.append('sample-1', [sampleEvent()], 'noStream');
    }
    expect(appends).toBe(2);
  });

  it('that loses all its members answers reads and appends as unavailable, and ends no process', async () => {
    const server = await stores.serve({});
    const connectionString = `esdb+discover://127.0.0.1:${server.port}?tls=false&maxDiscoverAttempts=1`;
    const store = await stores.open({ connectionString, timeoutMs: 3_000 });
    server.close();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const failures = await Promise.allSettled([
        store.head(),
        store.readAll(),
        store.append('sample-1', [sampleEvent()], 'noStream'),
      ]);
      for (const failure of failures) {
        const error: unknown = failure.status === 'rejected' ? failure.reason : undefined;
        expect(error).toBeInstanceOf(EventStoreError);
      }
    }
  });
});

it('takes a namespace that is a word', async () => {
  const { connectionString } = await stores.serve({});
  await expect(openEventStoreDb({ connectionString, namespace: 'a-b' })).rejects.toThrow(TypeError);
});
