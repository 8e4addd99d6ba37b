import type { Position, RecordedEvent } from '#libs/kernel/event-store';
import { type ChainFinding, verifyStream } from '#libs/kernel/log/hash-chain';
import type { CopySource } from './copy-log.ts';
import { requireCopyOf } from './copy-refusal.ts';
import { compareLogs, type LogDifference } from './log-comparison.ts';

export interface CopyVerification {
  /** Events that both logs hold, in the same order. */
  readonly events: number;
  /** Streams that these belong to. */
  readonly streams: number;
  /** Where the logs first differ: nothing after it was looked at. Undefined: they are the same. */
  readonly difference: LogDifference | undefined;
  /** What is wrong with the hash chains of the target's streams. */
  readonly findings: readonly ChainFinding[];
}

export interface VerificationOptions {
  /** The last position of the source that counts. Default: where it ends now. */
  readonly until?: Position;
  /** Hears how many more events were found to be the same. */
  readonly onEvents?: (events: number) => void;
}

/** Of an event, what the proof of the next one needs: a long log has many streams. */
const linkOf = ({ metadata, ...event }: RecordedEvent): RecordedEvent => ({
  ...event,
  data: {},
  metadata: { hash: metadata['hash'] ?? null },
});

/** Events of other programs, which may share a log, carry no proof: there they are compared with the source only. */
const hasProof = ({ metadata }: RecordedEvent): boolean => typeof metadata['hash'] === 'string';

/**
 * Reads both logs side by side, from the first event to the last, and the hash chain of every stream as the target has it. Writes nothing. Throws `CopyRefused` where
 * the target is no copy of the source.
 */
export const verifyCopy = async (
  source: CopySource,
  target: CopySource,
  { until, onEvents = () => undefined }: VerificationOptions = {},
): Promise<CopyVerification> => {
  requireCopyOf(source.identity, target.identity);
  const links = new Map<string, RecordedEvent>();
  const findings: ChainFinding[] = [];
  const onShared = (event: RecordedEvent): void => {
    const before = links.get(event.stream);
    if (hasProof(before ?? event)) findings.push(...verifyStream([event], before));
    links.set(event.stream, linkOf(event));
    onEvents(1);
  };
  const { shared, difference } = await compareLogs(source, target, { until: until ?? (await source.head()), onShared });
  return { events: shared.events, streams: links.size, difference, findings };
};
