import type { handleClientStreamingCall, ServerReadableStream } from '@grpc/grpc-js';
import streams, { type AppendReq, type AppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { LogExpectation } from '#libs/kernel/log/event-log';
import { invalidArgument, streamDeleted } from '../wire/call-error.ts';
import { answerWith, timeLeft } from '../wire/unary-call.ts';
import { eventFrom } from '../wire/wire-event.ts';
import { expectationFrom } from '../wire/wire-expectation.ts';
import { streamFrom, wireEmpty, withPosition } from '../wire/wire-values.ts';
import { arrivingEvents, type AppendAnswer, type Appender } from './append-answer.ts';
import type { ChangeRequest } from './log-writer.ts';

const success = (answer: AppendAnswer & { status: 'written' | 'checked' }): AppendResp => {
  const wire = new streams.AppendResp.Success();
  if (answer.revision === 'noStream') wire.setNoStream(wireEmpty());
  else wire.setCurrentRevision(answer.revision.toString());
  if (answer.status === 'checked') wire.setNoPosition(wireEmpty());
  else wire.setPosition(withPosition(new streams.AppendResp.Position(), answer.position));
  return new streams.AppendResp().setSuccess(wire);
};

/** A wrong version is an answer here, not an error. */
const wrongVersion = (expected: LogExpectation, actual: bigint | 'noStream'): AppendResp => {
  const wire = new streams.AppendResp.WrongExpectedVersion();
  if (actual === 'noStream') wire.setCurrentNoStream(wireEmpty());
  else wire.setCurrentRevision(actual.toString());
  if (expected === 'any') wire.setExpectedAny(wireEmpty());
  else if (expected === 'streamExists') wire.setExpectedStreamExists(wireEmpty());
  else if (expected === 'noStream') wire.setExpectedNoStream(wireEmpty());
  else wire.setExpectedRevision(expected.toString());
  return new streams.AppendResp().setWrongExpectedVersion(wire);
};

const targetOf = (options: AppendReq.Options, timeoutMs: number | undefined): ChangeRequest => ({
  stream: streamFrom(options.getStreamIdentifier()),
  expected: expectationFrom(options, options.hasRevision() ? options.getRevision() : undefined),
  timeoutMs,
});

const appendAll = async (call: ServerReadableStream<AppendReq, AppendResp>, append: Appender): Promise<AppendResp> => {
  const arriving = arrivingEvents();
  let target: ChangeRequest | undefined;
  const parts: AsyncIterable<AppendReq> = call;
  for await (const part of parts) {
    const options = part.getOptions();
    const proposal = part.getProposedMessage();
    if (options !== undefined) target = targetOf(options, timeLeft(call.getDeadline()));
    if (proposal !== undefined) arriving.add(eventFrom(proposal));
  }
  if (target === undefined) throw invalidArgument('an append begins with its options');
  const answer = await append({ ...target, events: arriving.events });
  switch (answer.status) {
    case 'written':
    case 'checked':
      return success(answer);
    case 'conflict':
      return wrongVersion(target.expected, answer.actual);
    case 'deleted':
      throw streamDeleted(target.stream);
  }
};

/** `Append`: one append per call, as clients do that cannot batch, or that bring credentials for this call. */
export const unaryAppend =
  (append: Appender): handleClientStreamingCall<AppendReq, AppendResp> =>
  (call, callback) =>
    answerWith(callback, appendAll(call, append));
