import { once } from 'node:events';
import { connect, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Server, ServerCredentials, type ServerWritableStream } from '@grpc/grpc-js';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams, { type ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { outgoingOf } from './outgoing.ts';

const LARGE_BYTES = 1_000_000;
const ANSWERS = 8;

const largeAnswer = (): ReadResp =>
  new streams.ReadResp().setEvent(
    new streams.ReadResp.ReadEvent().setEvent(
      new streams.ReadResp.ReadEvent.RecordedEvent().setData(new Uint8Array(LARGE_BYTES)),
    ),
  );

describe('large answers', () => {
  let server: Server;
  let session: ClientHttp2Session;
  let begun: number;
  let answered: Promise<void>;
  beforeEach(async () => {
    begun = 0;
    answered = new Promise((resolve) => {
      const answer = async (call: ServerWritableStream<unknown, ReadResp>): Promise<void> => {
        const outgoing = outgoingOf<ReadResp>(call);
        while (begun < ANSWERS) {
          begun += 1;
          await outgoing.write(largeAnswer(), LARGE_BYTES);
        }
        outgoing.end();
        resolve();
      };
      server = new Server();
      server.addService(StreamsService, {
        read: (call: ServerWritableStream<unknown, ReadResp>) => void answer(call),
      });
    });
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      );
    });
    session = connect(`http://127.0.0.1:${port}`);
  });
  afterEach(() => {
    session.destroy();
    server.forceShutdown();
  });

  /** A call as HTTP/2 has it, which does not read: the gRPC library would read on by itself. */
  const callAndNotRead = async (): Promise<ClientHttp2Stream> => {
    const call = session.request({
      ':method': 'POST',
      ':path': StreamsService.read.path,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    call.end(Buffer.alloc(5)); // an empty message
    await once(call, 'response');
    return call;
  };

  it('wait for each other while the client does not read, and all arrive when it does', async () => {
    const call = await callAndNotRead();
    await delay(300);
    expect(begun).toBe(1);
    let bytes = 0;
    call.on('data', (chunk: Buffer) => (bytes += chunk.length));
    await once(call, 'end');
    expect(bytes).toBeGreaterThan(ANSWERS * LARGE_BYTES);
  });

  it('are waited for no longer when the client has gone', async () => {
    const call = await callAndNotRead();
    call.close();
    await answered;
    expect(begun).toBe(ANSWERS);
  });
});
