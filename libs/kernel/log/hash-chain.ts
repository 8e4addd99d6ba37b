import { eventHash, eventId } from './event-identity.ts';
import type { RecordedEvent } from '../event-store.ts';
import type { Json } from '../json.ts';

/** Something an auditor has to look at. */
export interface ChainFinding {
  readonly stream: string;
  readonly revision: bigint;
  /**
   * `hash`: the content is not what was hashed. `prevHash`: the event before is not the one it followed. `id`: not the id of its hash.
   * `revision`: events are missing, doubled or out of order. `stream`: an event of another stream.
   */
  readonly problem: 'hash' | 'prevHash' | 'id' | 'revision' | 'stream';
  /** What the proof demands. */
  readonly expected: string;
  readonly found: string;
}

const shown = (value: Json | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));

/**
 * Checks the proof of a stream as it is stored, before any upcasting and without any key: hashes, links, revisions, ids. Findings come in the order of events.
 * For a stream read in pages, `after` is the last event of the page before.
 */
export const verifyStream = (events: Iterable<RecordedEvent>, after?: RecordedEvent): readonly ChainFinding[] => {
  const findings: ChainFinding[] = [];
  let previous = after;
  for (const event of events) {
    const check = (problem: ChainFinding['problem'], found: Json | undefined, expected: Json | undefined) => {
      if (found !== expected)
        findings.push({
          stream: event.stream,
          revision: event.revision,
          problem,
          expected: shown(expected),
          found: shown(found),
        });
    };
    const hash = eventHash(event);
    if (previous) check('stream', event.stream, previous.stream);
    check('revision', event.revision.toString(), ((previous?.revision ?? -1n) + 1n).toString());
    check('prevHash', event.metadata['prevHash'], previous ? previous.metadata['hash'] : null);
    check('hash', event.metadata['hash'], hash);
    check('id', event.id, eventId(hash));
    previous = event;
  }
  return findings;
};
