import { percentDecoded, percentEncoded } from '#state-machines/vocabulary/percent-encoding';

/** Collections whose streams bear one number that people give, percent-encoded. Stock items bear two, so that a dot in their ids separates. */
const numbered: readonly string[] = ['customers', 'items'];

const decoded = (text: string): string => {
  try {
    return percentDecoded(text);
  } catch {
    return text;
  }
};

/** The id of the stream that somebody means by its id or, where it has one, by its number: `A.B` is the customer `A%2EB`. */
export const streamIdFrom = (collection: string, idOrNumber: string): string =>
  numbered.includes(collection) ? percentEncoded(decoded(idOrNumber)) : idOrNumber;
