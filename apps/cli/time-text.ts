const clock = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone: 'Asia/Tokyo' });

/** An instant as a clock in Japan shows it: `2026-01-08 10:12`. */
export const timeText = (instant: string): string => clock.format(new Date(instant));
