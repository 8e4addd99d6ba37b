import type { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { LogExpectation } from '#libs/kernel/log/event-log';
import { invalidArgument } from '../wire/call-error.ts';
import { eventFrom } from '../wire/wire-event.ts';
import { expectationFrom } from '../wire/wire-expectation.ts';
import { streamFrom, uuidFrom } from '../wire/wire-values.ts';
import { arrivingEvents, type ArrivingEvents } from './append-answer.ts';
import { errorReply, timeoutReply } from './batch-replies.ts';

/** An append all parts of which have arrived. */
export interface WholeAppend {
  readonly stream: string;
  readonly expected: LogExpectation;
  /** Milliseconds since 1970; infinite where there is none. */
  readonly deadline: number;
  readonly arrived: ArrivingEvents;
}

interface ArrivingAppend extends WholeAppend {
  readonly timer: NodeJS.Timeout | undefined;
}

export interface BatchParts {
  /** Throws `CallError` for a part without a correlation id: nobody could be answered. */
  take(part: BatchAppendReq): void;
  /** No further part comes: refuses what is not whole. */
  end(): void;
  /** Lets go of everything without a word. */
  forget(): void;
}

/** The longest that a timer can be set to, in milliseconds. */
const LONGEST_TIMER = 2_147_483_647;

const begin = (options: BatchAppendReq.Options | undefined): ArrivingAppend => {
  if (options === undefined) throw invalidArgument('the first part of an append brings its options');
  return {
    stream: streamFrom(options.getStreamIdentifier()),
    expected: expectationFrom(options, options.hasStreamPosition() ? options.getStreamPosition() : undefined),
    deadline: options.getDeadline()?.toDate().getTime() ?? Infinity,
    arrived: arrivingEvents(),
    timer: undefined,
  };
};

/** The stream that a refused part names, as far as it does. */
const namedIn = (part: BatchAppendReq): string =>
  Buffer.from(part.getOptions()?.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8');

/**
 * Puts the parts of appends together, whatever the order in which those of different correlation ids come. For each id it calls exactly one of both: `whole`, or
 * `refused` with the reply; what still arrives for a refused one is left aside.
 */
export const assembleParts = (
  whole: (id: string, append: WholeAppend) => void,
  refused: (id: string, stream: string, reply: BatchAppendResp) => void,
): BatchParts => {
  const appends = new Map<string, ArrivingAppend | 'refused'>();

  const refuse = (id: string, stream: string, reply: BatchAppendResp): void => {
    appends.set(id, 'refused');
    refused(id, stream, reply);
  };
  const waitForMore = (id: string, append: ArrivingAppend): void => {
    const { stream, deadline } = append;
    const giveUp = (): void => refuse(id, stream, timeoutReply());
    const timeLeft = Math.min(Math.max(0, deadline - Date.now()), LONGEST_TIMER);
    appends.set(id, { ...append, timer: deadline === Infinity ? undefined : setTimeout(giveUp, timeLeft) });
  };
  const add = (id: string, known: ArrivingAppend | undefined, part: BatchAppendReq): void => {
    try {
      const append = known ?? begin(part.getOptions());
      for (const proposal of part.getProposedMessagesList()) append.arrived.add(eventFrom(proposal));
      if (part.getIsFinal()) whole(id, append);
      else if (known === undefined) waitForMore(id, append);
    } catch (error) {
      clearTimeout(known?.timer);
      refuse(id, known?.stream ?? namedIn(part), errorReply(error));
    }
  };
  const forget = (): void => {
    for (const append of appends.values()) if (append !== 'refused') clearTimeout(append.timer);
    appends.clear();
  };

  return {
    take: (part) => {
      const id = uuidFrom(part.getCorrelationId());
      const known = appends.get(id);
      if (known !== 'refused') add(id, known, part);
      if (!part.getIsFinal()) return;
      if (known !== 'refused') clearTimeout(known?.timer);
      appends.delete(id);
    },
    end: () => {
      for (const [id, append] of appends)
        if (append !== 'refused') {
          const reply = errorReply(invalidArgument('the call ended before the last part of the append'));
          refused(id, append.stream, reply);
        }
      forget();
    },
    forget,
  };
};
