import type { CommandCatalogue } from '#libs/kernel/command-catalogue';
import { START, type EventStore, type Position, type RecordedEvent } from '#libs/kernel/event-store';
import { categoryOf } from '#libs/kernel/fact';
import { type AuditFinding, auditorOf, type StreamAuditor } from '#libs/kernel/log/stream-audit';

/** What an audit looked at, and what it found. No findings: the log is as it was written, and every state follows from its facts. */
export interface LogAudit {
  readonly events: number;
  readonly streams: number;
  readonly findings: readonly AuditFinding[];
}

/**
 * Audits every stream of the log, in one pass from its beginning to where it ended when the audit began. Memory holds the state of each stream.
 * `onPage` hears how many more events were looked at.
 */
export const auditLog = async (
  store: Pick<EventStore, 'readAll' | 'head'>,
  catalogues: readonly CommandCatalogue[],
  onPage: (events: number) => void = () => undefined,
): Promise<LogAudit> => {
  const types = new Map(catalogues.map(({ streamType }) => [streamType.category, streamType]));
  const auditors = new Map<string, StreamAuditor>();
  const findings: AuditFinding[] = [];
  const end = await store.head();
  let events = 0;

  const auditorFor = (stream: string): StreamAuditor | undefined => {
    const streamType = types.get(categoryOf(stream));
    const auditor = auditors.get(stream) ?? (streamType && auditorOf(streamType));
    if (auditor) auditors.set(stream, auditor);
    return auditor;
  };

  const unknownStream = ({ stream, revision }: RecordedEvent): AuditFinding => {
    const expected = `a stream of ${[...types.keys()].join(', ')}`;
    return { stream, revision, problem: 'stream', expected, found: categoryOf(stream) };
  };

  for (let reached: Position = START; reached < end;) {
    const page = await store.readAll({ from: reached, max: 1024 });
    for (const event of page.events) {
      findings.push(...(auditorFor(event.stream)?.next(event) ?? [unknownStream(event)]));
    }
    events += page.events.length;
    onPage(page.events.length);
    reached = page.next;
    if (page.end) break;
  }
  return { events, streams: auditors.size, findings };
};
