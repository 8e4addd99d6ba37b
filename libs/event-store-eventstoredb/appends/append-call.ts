import type { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { deadlineIn } from '#libs/kernel/command-loop/deadline';
import { CallFailed, type CallFailure, callFailureOf, lateFailure } from '../connection/call-failure.ts';
import type { BatchAppendCall } from '../connection/eventstoredb-client.ts';
import { uuidText } from '../wire/wire-events.ts';

/** The parts of one append. */
export interface AppendParts {
  readonly correlationId: string;
  readonly requests: readonly BatchAppendReq[];
}

/** One call carries all appends; it is made when it is first needed, and again whenever it has ended. */
export interface SharedAppendCall {
  /** Sends an append and waits for its answer. Rejects with `CallFailed`, of the kind `notSent` where nothing of it left this process; how one append ends touches no other. */
  send(parts: AppendParts, timeoutMs: number): Promise<BatchAppendResp>;
  /** Makes the call now, so that the first appends need not wait for it. */
  open(timeoutMs: number): Promise<void>;
}

interface Waiting {
  readonly resolve: (answer: BatchAppendResp) => void;
  readonly reject: (error: CallFailed) => void;
}

const notSent = (failure: CallFailure): CallFailed => new CallFailed({ ...failure, kind: 'notSent' });

/** An open call and those who wait on it. The table is this call's own. */
const joinCall = (call: BatchAppendCall, onEnd: () => void) => {
  const waiting = new Map<string, Waiting>();
  const unsent: { readonly correlationId: string; readonly rest: BatchAppendReq[]; begun: boolean }[] = [];
  let ended: CallFailure | undefined;
  let held = false;

  const end = (failure: CallFailure): void => {
    if (ended !== undefined) return;
    ended = failure;
    onEnd();
    const all = [...waiting];
    waiting.clear();
    for (const [id, { reject }] of all) reject(wasSent(id) ? new CallFailed(failure) : notSent(failure));
  };
  const wasSent = (id: string): boolean => unsent.find(({ correlationId }) => correlationId === id)?.begun ?? true;

  /** Where the server does not read, what is to be sent stays here: what nobody waits for any more can be taken out again. */
  const write = (): void => {
    for (let next = unsent[0]; next !== undefined && !held && ended === undefined; next = unsent[0]) {
      const request = next.rest.shift();
      next.begun = true;
      if (next.rest.length === 0) unsent.shift();
      if (request !== undefined) held = !call.write(request);
    }
  };

  /** The append is given up; what is left of one that was begun still goes, since the server waits for it. */
  const expire = (id: string): void => {
    const waiter = waiting.get(id);
    waiting.delete(id);
    const sent = wasSent(id);
    if (!sent)
      unsent.splice(
        unsent.findIndex(({ correlationId }) => correlationId === id),
        1,
      );
    waiter?.reject(sent ? new CallFailed(lateFailure()) : notSent(lateFailure()));
  };

  call.on('data', (answer: BatchAppendResp) => {
    const id = uuidText(answer.getCorrelationId());
    waiting.get(id)?.resolve(answer);
    waiting.delete(id);
  });
  call.on('drain', () => {
    held = false;
    write();
  });
  call.on('error', (error) => end(callFailureOf(error)));
  // A server may also end the call as if all were well, and leave its appends without an answer.
  call.on('end', () => {
    end({ kind: 'broken', reason: 'the server ended the call for appends', cause: undefined });
    call.end();
  });

  return {
    isEnded: () => ended !== undefined,
    send: ({ correlationId, requests }: AppendParts, timeoutMs: number): Promise<BatchAppendResp> => {
      if (ended !== undefined) return Promise.reject(notSent(ended));
      return new Promise<BatchAppendResp>((resolve, reject) => {
        const timer = setTimeout(() => expire(correlationId), timeoutMs);
        const settled = (): void => clearTimeout(timer);
        waiting.set(correlationId, {
          resolve: (answer) => {
            settled();
            resolve(answer);
          },
          reject: (error) => {
            settled();
            reject(error);
          },
        });
        unsent.push({ correlationId, rest: [...requests], begun: false });
        write();
      });
    },
  };
};

type JoinedCall = ReturnType<typeof joinCall>;

export const sharedAppendCall = (openCall: () => Promise<BatchAppendCall>): SharedAppendCall => {
  let current: Promise<JoinedCall> | undefined;

  const join = (): Promise<JoinedCall> => {
    if (current !== undefined) return current;
    const giveUp = (): void => {
      if (current === opening) current = undefined;
    };
    const opening = openCall().then((call) => joinCall(call, giveUp));
    opening.catch(giveUp);
    current = opening;
    return opening;
  };

  /** A connection to a cluster is looked for first, which may take longer than the caller has. */
  const joinWithin = (timeoutMs: number): Promise<JoinedCall> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(notSent(lateFailure())), timeoutMs);
      join()
        .then(resolve, (error: unknown) => reject(notSent(callFailureOf(error))))
        .finally(() => clearTimeout(timer));
    });

  return {
    send: async (parts, timeoutMs) => {
      const deadline = deadlineIn(timeoutMs);
      let joined = await joinWithin(timeoutMs);
      // It may have ended since somebody made it; another is made at once.
      if (joined.isEnded()) joined = await joinWithin(deadline.remaining());
      return joined.send(parts, deadline.remaining());
    },
    open: async (timeoutMs) => {
      await joinWithin(timeoutMs);
    },
  };
};
