import type { CalendarDate } from '#state-machines/vocabulary/dates';

// Data that gives the day only has no times of day: these stand for them, so that causes come before effects.

/** Nine in the morning in Japan: goods and orders come in. RFC 3339 UTC. */
export const morningOf = (date: CalendarDate): string => `${date}T00:00:00.000Z`;

/** Three in the afternoon in Japan: shipments leave. RFC 3339 UTC. */
export const afternoonOf = (date: CalendarDate): string => `${date}T06:00:00.000Z`;
