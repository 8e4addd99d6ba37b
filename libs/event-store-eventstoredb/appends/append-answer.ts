import type { Status } from '@eventstore/db-client/generated/status_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import type { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import {
  EventStoreError,
  type ExpectedRevision,
  MAX_APPEND_BYTES,
  type Position,
  VersionConflict,
} from '#libs/kernel/event-store';
import { positionOf } from '../wire/positions.ts';

/** What the server says of an append that is in its log. */
export interface WrittenAnswer {
  /** Revision of the last event of the append. */
  readonly revision: bigint;
  /** Of the last event; a server may leave it out where the append was there before. */
  readonly position: Position | undefined;
}

/** Servers that know no position may also say so with the largest number there is. */
const NO_POSITION = (2n ** 64n - 1n).toString();

const positionIn = (success: BatchAppendResp.Success): Position | undefined => {
  const position = success.getPosition();
  if (position === undefined || position.getCommitPosition() === NO_POSITION) return undefined;
  return positionOf({ commit: position.getCommitPosition(), prepare: position.getPreparePosition() });
};

/** Kinds of refusal, by the names that the protocol has for them. */
const refusals: Readonly<Record<string, (stream: string) => EventStoreError>> = {
  'event_store.client.StreamDeleted': (stream) =>
    new EventStoreError('streamDeleted', `stream ${stream} was deleted: use another`),
  'event_store.client.AccessDenied': (stream) =>
    new EventStoreError('accessDenied', `the event store's account may not write to stream ${stream}`),
  'event_store.client.MaximumAppendSizeExceeded': () =>
    new EventStoreError(
      'appendTooLarge',
      `the event store takes less than ${MAX_APPEND_BYTES} bytes in one append: raise its MaxAppendSize or split the command`,
    ),
};

const conflictOf = (error: Status, stream: string, expected: ExpectedRevision): VersionConflict | undefined => {
  const conflict = error
    .getDetails()
    ?.unpack(
      (bytes) => shared.WrongExpectedVersion.deserializeBinary(bytes),
      'event_store.client.WrongExpectedVersion',
    );
  if (!conflict) return undefined;
  const actual = conflict.hasCurrentStreamRevision() ? BigInt(conflict.getCurrentStreamRevision()) : 'noStream';
  return new VersionConflict(stream, expected, actual);
};

const refusalOf = (error: Status, stream: string, expected: ExpectedRevision): EventStoreError => {
  const conflict = conflictOf(error, stream, expected);
  if (conflict) return conflict;
  const name = error.getDetails()?.getTypeName() ?? '';
  // A timeout, or something that the server has no name for: it may have been written all the same.
  return (
    refusals[name]?.(stream) ??
    new EventStoreError(
      'outcomeUnknown',
      `the append to ${stream} may or may not be stored: ${error.getMessage() || name}`,
    )
  );
};

/** Reads the answer to an append. Throws `VersionConflict` and other `EventStoreError`s. `stream` is the name to speak of. */
export const readAnswer = (answer: BatchAppendResp, stream: string, expected: ExpectedRevision): WrittenAnswer => {
  const error = answer.getError();
  if (error !== undefined) throw refusalOf(error, stream, expected);
  const success = answer.getSuccess();
  if (success === undefined || !success.hasCurrentRevision())
    throw new EventStoreError(
      'outcomeUnknown',
      `the append to ${stream} may or may not be stored: the answer is empty`,
    );
  return { revision: BigInt(success.getCurrentRevision()), position: positionIn(success) };
};
