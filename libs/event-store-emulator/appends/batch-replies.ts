import { status } from '@grpc/grpc-js';
import codeMessages, { type Code } from '@eventstore/db-client/generated/code_pb.js';
import sharedMessages from '@eventstore/db-client/generated/shared_pb.js';
import statusMessages from '@eventstore/db-client/generated/status_pb.js';
import streams, { type BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import anyMessages from 'google-protobuf/google/protobuf/any_pb.js';
import emptyMessages from 'google-protobuf/google/protobuf/empty_pb.js';
import { EventStoreError, MAX_APPEND_BYTES } from '#libs/kernel/event-store';
import type { LogExpectation } from '#libs/kernel/log/event-log';
import { asCallError } from '../wire/call-error.ts';
import { withPosition } from '../wire/wire-values.ts';
import type { AppendAnswer } from './append-answer.ts';

const empty = (): emptyMessages.Empty => new emptyMessages.Empty();

/** A message that tells a client what went wrong. */
interface Detail {
  serializeBinary(): Uint8Array;
}

const { Code: codes } = codeMessages;

const failure = (code: Code, message: string, type: string, detail: Detail): BatchAppendResp => {
  const details = new anyMessages.Any();
  details.pack(detail.serializeBinary(), `event_store.client.${type}`);
  return new streams.BatchAppendResp().setError(
    new statusMessages.Status().setCode(code).setMessage(message).setDetails(details),
  );
};

const wrongVersion = (expected: LogExpectation, actual: bigint | 'noStream'): BatchAppendResp => {
  const wire = new sharedMessages.WrongExpectedVersion();
  if (actual === 'noStream') wire.setCurrentNoStream(empty());
  else wire.setCurrentStreamRevision(actual.toString());
  if (expected === 'any') wire.setExpectedAny(empty());
  else if (expected === 'streamExists') wire.setExpectedStreamExists(empty());
  else if (expected === 'noStream') wire.setExpectedNoStream(empty());
  else wire.setExpectedStreamPosition(expected.toString());
  const message = `the stream is at ${actual}, not at ${expected}`;
  return failure(codes.ALREADY_EXISTS, message, 'WrongExpectedVersion', wire);
};

/** The deadline of an append has passed; what was written nobody knows. */
export const timeoutReply = (): BatchAppendResp =>
  failure(codes.DEADLINE_EXCEEDED, 'the deadline has passed', 'Timeout', new sharedMessages.Timeout());

/** The reply to an append that came to an end at the log; who it is for is still to be written on it. */
export const answerReply = (answer: AppendAnswer, expected: LogExpectation): BatchAppendResp => {
  switch (answer.status) {
    case 'written':
    case 'checked': {
      const wire = new streams.BatchAppendResp.Success();
      if (answer.revision === 'noStream') wire.setNoStream(empty());
      else wire.setCurrentRevision(answer.revision.toString());
      if (answer.status === 'checked') wire.setNoPosition(empty());
      else wire.setPosition(withPosition(new sharedMessages.AllStreamPosition(), answer.position));
      return new streams.BatchAppendResp().setSuccess(wire);
    }
    case 'conflict':
      return wrongVersion(expected, answer.actual);
    case 'deleted':
      return failure(codes.NOT_FOUND, 'the stream is deleted', 'StreamDeleted', new sharedMessages.StreamDeleted());
  }
};

/** The reply to an append that could not be tried, or whose outcome is unknown. */
export const errorReply = (error: unknown): BatchAppendResp => {
  if (error instanceof EventStoreError && error.code === 'accessDenied')
    return failure(codes.PERMISSION_DENIED, error.message, 'AccessDenied', new sharedMessages.AccessDenied());
  const { code, details, metadata } = asCallError(error);
  if (metadata.get('exception').includes('maximum-append-size-exceeded')) {
    const wire = new sharedMessages.MaximumAppendSizeExceeded().setMaxappendsize(MAX_APPEND_BYTES);
    return failure(codes.INVALID_ARGUMENT, details, 'MaximumAppendSizeExceeded', wire);
  }
  return code === status.INVALID_ARGUMENT
    ? failure(codes.INVALID_ARGUMENT, details, 'BadRequest', new sharedMessages.BadRequest().setMessage(details))
    : failure(codes.UNKNOWN, details, 'Unknown', new sharedMessages.Unknown());
};
