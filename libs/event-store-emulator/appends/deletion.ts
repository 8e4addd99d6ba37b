import type { handleUnaryCall } from '@grpc/grpc-js';
import streams, {
  type DeleteReq,
  type DeleteResp,
  type TombstoneReq,
  type TombstoneResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import type { LogOutcome } from '#libs/kernel/log/event-log';
import { invalidArgument, streamDeleted, wrongExpectedVersion } from '../wire/call-error.ts';
import { timeLeft, unaryCall } from '../wire/unary-call.ts';
import { expectationFrom } from '../wire/wire-expectation.ts';
import { streamFrom, withPosition } from '../wire/wire-values.ts';
import type { ChangeRequest, LogWriter } from './log-writer.ts';

const changeFrom = (
  options: DeleteReq.Options | TombstoneReq.Options | undefined,
  deadline: Date | number,
): ChangeRequest => {
  if (options === undefined) throw invalidArgument('the request names no stream');
  return {
    stream: streamFrom(options.getStreamIdentifier()),
    expected: expectationFrom(options, options.hasRevision() ? options.getRevision() : undefined),
    timeoutMs: timeLeft(deadline),
  };
};

/** The place of what was written. A wrong version is an error here, unlike that of an append. */
const positionOf = ({ stream, expected }: ChangeRequest, outcome: LogOutcome): bigint => {
  switch (outcome.status) {
    case 'written':
      return outcome.position;
    case 'conflict':
      throw wrongExpectedVersion(stream, expected, outcome.actual);
    case 'deleted':
      throw streamDeleted(stream);
  }
};

/** `Delete`: the stream is hidden, and may be begun anew. */
export const deletion = (writer: LogWriter): handleUnaryCall<DeleteReq, DeleteResp> =>
  unaryCall(async (request, call) => {
    const change = changeFrom(request.getOptions(), call.getDeadline());
    const position = positionOf(change, await writer.deleteStream(change));
    return new streams.DeleteResp().setPosition(withPosition(new streams.DeleteResp.Position(), position));
  });

/** `Tombstone`: the stream has ended for ever. */
export const tombstoning = (writer: LogWriter): handleUnaryCall<TombstoneReq, TombstoneResp> =>
  unaryCall(async (request, call) => {
    const change = changeFrom(request.getOptions(), call.getDeadline());
    const position = positionOf(change, await writer.tombstone(change));
    return new streams.TombstoneResp().setPosition(withPosition(new streams.TombstoneResp.Position(), position));
  });
