import { randomUUID } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { TOMBSTONE_REVISION } from '#libs/kernel/log/event-log';
import { metadataStreamOf, streamLimitsOf, streamOfMetadata } from '#libs/kernel/log/stream-metadata';
import { prepareEventRows } from './event-rows.ts';
import { SOFT_DELETED, TOMBSTONED } from './store-schema.ts';
import type { StreamRow } from './stream-rows.ts';
import { prepareStreamRows } from './stream-rows.ts';
import { checkWrite } from './write-check.ts';
import type { StreamWrite, WriteEnd, WriteRequest, WrittenEvent } from './write-protocol.ts';
import { NO_STREAM } from './write-protocol.ts';

/** Appends, deletions and tombstones. Each runs inside the transaction that the caller began, and does not touch the others of that transaction. */
export const prepareWrites = (database: Database) => {
  const streams = prepareStreamRows(database);
  const rows = prepareEventRows(database);

  /** Reads of the stream leave out from now on what the last event of its metadata says. */
  const takeLimits = (stream: string, { form, data }: WrittenEvent): void =>
    streams.limit(stream, form === 'bytes' ? {} : streamLimitsOf(Buffer.from(data)));

  /** Writes the events of a stream whose row has been made or moved. */
  const insert = (
    { stream, events, commandId, indexIds = false }: StreamWrite,
    row: StreamRow,
    first: number,
    created: number,
  ) => {
    let position = 0;
    let revision = first - 1;
    for (const event of events) {
      revision += 1;
      position = rows.insert(row, revision, event, created);
      if (indexIds) rows.indexId(row, event.id, position);
    }
    if (commandId !== undefined) rows.indexCommand(row, commandId, first, revision);
    const described = streamOfMetadata(stream);
    const last = events.at(-1);
    if (described !== undefined && last !== undefined) takeLimits(described, last);
    return { status: 'written', revision, position } satisfies WriteEnd;
  };

  /** Appends whatever the stream is at, and makes it where it is missing. */
  const appendAfter = (append: StreamWrite, row: StreamRow | undefined, created: number) => {
    const first = (row?.lastRevision ?? NO_STREAM) + 1;
    const last = first + append.events.length - 1;
    if (row !== undefined) streams.move(row, last, append.indexIds === true);
    const present = row ?? streams.create(append.stream, last, append.indexIds === true);
    if (present === undefined) throw new Error(`the stream ${append.stream} was there and was not`);
    return insert(append, present, first, created);
  };

  const appendMetadata = (stream: string, event: WrittenEvent, created: number) => {
    const name = metadataStreamOf(stream);
    const append = { stream: name, events: [event], commandId: undefined, indexIds: true };
    return appendAfter(append, streams.find(name), created);
  };

  /** The stream's metadata with another `$tb`; undefined where it is no JSON object. */
  const withTruncation = (stream: string, firstRevision: number): string | undefined => {
    const metadata = streams.find(metadataStreamOf(stream));
    return metadata && rows.withTruncation(metadata, firstRevision);
  };

  const truncate = (stream: string, data: string, created: number): void => {
    appendMetadata(stream, { id: randomUUID(), type: '$metadata', data, metadata: '', form: 'otherJson' }, created);
  };

  /** What is written to a deleted stream is all that it shows from then on. */
  const undelete = (stream: string, firstRevision: number, created: number): void =>
    truncate(stream, withTruncation(stream, firstRevision) ?? `{"$tb":${firstRevision}}`, created);

  /** Metadata that is set on a deleted stream makes it live again, without what was deleted. As in EventStoreDB, what is no JSON object is left as it is. */
  const keepHidden = (stream: string, firstRevision: number, created: number): void => {
    const data = withTruncation(stream, firstRevision);
    if (data !== undefined) truncate(stream, data, created);
  };

  const append = (request: WriteRequest, created: number): WriteEnd => {
    const { stream, expected, events, indexIds = false } = request;
    // Most streams that are expected to be new are: then one statement finds out and makes them.
    const made = expected === NO_STREAM ? streams.create(stream, events.length - 1, indexIds) : undefined;
    if (made !== undefined) return insert(request, made, 0, created);
    const row = streams.find(stream);
    const end = checkWrite(request, row, rows);
    if (end !== undefined) return end;
    if (row?.deletion === SOFT_DELETED) undelete(stream, row.lastRevision + 1, created);
    const described = streamOfMetadata(stream);
    const before = described === undefined ? undefined : streams.find(described);
    const written = appendAfter(request, row, created);
    if (described !== undefined && before?.deletion === SOFT_DELETED)
      keepHidden(described, before.lastRevision + 1, created);
    return written;
  };

  const deleteStream = (request: WriteRequest, deletion: WrittenEvent, created: number): WriteEnd => {
    const row = streams.find(request.stream);
    const end = checkWrite(request, row, rows);
    if (end !== undefined) return end;
    const { position } = appendMetadata(request.stream, deletion, created);
    return { status: 'written', revision: row?.lastRevision ?? NO_STREAM, position };
  };

  const tombstone = (request: WriteRequest, ending: WrittenEvent, created: number): WriteEnd => {
    const row = streams.find(request.stream);
    const end = checkWrite(request, row, rows);
    if (end !== undefined) return end;
    const present = row ?? streams.create(request.stream, NO_STREAM, true);
    if (present === undefined) throw new Error(`the stream ${request.stream} was there and was not`);
    const position = rows.insert(present, TOMBSTONE_REVISION, ending, created);
    streams.tombstone(present);
    return { status: 'written', revision: present.lastRevision, position };
  };

  return {
    /** Does one write, or finds out why not. `created` in epoch milliseconds. */
    write: (request: WriteRequest, created: number): WriteEnd => {
      const described = streamOfMetadata(request.stream);
      // A tombstone ends the stream's metadata too.
      if (described !== undefined && streams.find(described)?.deletion === TOMBSTONED) return { status: 'deleted' };
      const [event] = request.events;
      if (event === undefined) throw new Error('a write has an event');
      switch (request.action) {
        case undefined:
          return append(request, created);
        case 'delete':
          return deleteStream(request, event, created);
        case 'tombstone':
          return tombstone(request, event, created);
      }
    },
    /** To be called after a rollback. */
    forget: (): void => {
      streams.forget();
      rows.forget();
    },
  };
};
