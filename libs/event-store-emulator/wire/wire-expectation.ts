import { TOMBSTONE_REVISION, type LogExpectation } from '#libs/kernel/log/event-log';
import { invalidArgument } from './call-error.ts';

/** What every request that changes a stream says about where it expects it. */
interface WireExpectation {
  hasNoStream(): boolean;
  hasAny(): boolean;
  hasStreamExists(): boolean;
}

/** A revision of a request, which is an unsigned 64-bit number in decimal digits. Throws `CallError` for one that no event can have. */
export const revisionFrom = (digits: string): bigint => {
  const revision = BigInt(digits);
  if (revision <= TOMBSTONE_REVISION) return revision;
  throw invalidArgument(`${digits} is beyond every revision`);
};

/** Where a change expects its stream; `revision` where the request names one. Throws `CallError` where it says nothing. */
export const expectationFrom = (options: WireExpectation, revision: string | undefined): LogExpectation => {
  if (revision !== undefined) return revisionFrom(revision);
  if (options.hasNoStream()) return 'noStream';
  if (options.hasAny()) return 'any';
  if (options.hasStreamExists()) return 'streamExists';
  throw invalidArgument('the request does not say where it expects the stream');
};
