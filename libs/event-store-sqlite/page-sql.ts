export type Direction = 'forwards' | 'backwards';

/** A page ends early when its content gets this large, so that its memory is bounded whatever the events hold. In bytes or UTF-16 units. */
export const MAX_PAGE_SIZE = 16 * 1024 * 1024;

/** The most events that one statement looks at: reads are synchronous, and nobody waits long for a turn. */
export const MAX_PAGE = 4096;

/** The tables that an event's columns are taken from: `e`, `s` and `t`. */
export const EVENT_TABLES = 'events e JOIN streams s ON s.key = e.stream JOIN event_types t ON t.key = e.type';

export const pageOrder = (direction: Direction): 'ASC' | 'DESC' => (direction === 'forwards' ? 'ASC' : 'DESC');
