/** The members of a payload that were given: one that is there but undefined was left out. */
export const givenMembers = <Payload extends object>(payload: Payload): Partial<Payload> =>
  Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined)) as Partial<Payload>;
