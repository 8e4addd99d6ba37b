import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { StoreOpenError } from '#libs/kernel/store-open-error';
import { monotonicMilliseconds } from './busy-retry.ts';
import { groupCommit } from './group-commit.ts';
import { openStoreConnection } from './store-connection.ts';
import type { StoreConnection } from './store-connection.ts';
import type { WriteRequest, WriterReply, WriterRequest, WriterSettings } from './write-protocol.ts';

/** The thread that writes. It keeps fsync and waiting for other processes away from the program's event loop. */
const port = parentPort;
if (port === null) throw new Error('this file runs as a worker thread');

const reply = (message: WriterReply): void => port.postMessage(message);

const open = (settings: WriterSettings): StoreConnection | undefined => {
  try {
    return openStoreConnection(settings, monotonicMilliseconds() + settings.timeoutMs);
  } catch (error) {
    if (!(error instanceof StoreOpenError)) throw error;
    reply({ kind: 'refused', file: error.location, code: error.code, message: error.message });
    return undefined;
  }
};

const serve = ({ database, identity }: StoreConnection): void => {
  let closing = false;
  const waiting: WriteRequest[] = [];
  const take = (request: WriterRequest): void => {
    if (request === 'close') closing = true;
    else waiting.push(...request);
  };
  /** Takes what has been sent meanwhile without going back to the event loop: it joins the next transaction. */
  const takeQueued = (): void => {
    for (;;) {
      const queued = receiveMessageOnPort(port);
      if (queued === undefined) return;
      take(queued.message as WriterRequest);
    }
  };
  const commit = groupCommit(database, (outcomes) => reply({ kind: 'outcomes', outcomes }));

  port.on('message', (request: WriterRequest) => {
    take(request);
    takeQueued();
    while (waiting.length > 0) {
      commit(waiting, takeQueued);
      takeQueued();
    }
    if (!closing) return;
    database.close();
    port.close();
  });
  reply({ kind: 'ready', identity });
};

const connection = open(workerData as WriterSettings);
if (connection !== undefined) serve(connection);
