/** A fact that changes data but no state by itself. */
export const recorded = { actions: 'recorded' } as const;
