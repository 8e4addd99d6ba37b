import { eventHash, eventId } from './event-identity.ts';
import type { RecordedEvent } from '../event-store.ts';
import type { Json, JsonObject } from '../json.ts';

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

/** Metadata as an object, also where somebody has put something else in its place. */
const metadataOf = ({ metadata }: RecordedEvent): JsonObject => {
  const unknown: unknown = metadata;
  return typeof unknown === 'object' && unknown !== null ? metadata : {};
};

/** The hash of what is stored; of content that has none (a lone surrogate, say) its reason, which equals no recorded hash. */
const hashOf = (event: RecordedEvent): string => {
  try {
    return eventHash({ ...event, metadata: metadataOf(event) });
  } catch (error) {
    return `no hash: ${error instanceof Error ? error.message : String(error)}`;
  }
};

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
    const hash = hashOf(event);
    if (previous) check('stream', event.stream, previous.stream);
    check('revision', event.revision.toString(), ((previous?.revision ?? -1n) + 1n).toString());
    const { prevHash, hash: recorded } = metadataOf(event);
    check('prevHash', prevHash, previous ? metadataOf(previous)['hash'] : null);
    check('hash', recorded, hash);
    check('id', event.id, eventId(hash));
    previous = event;
  }
  return findings;
};
