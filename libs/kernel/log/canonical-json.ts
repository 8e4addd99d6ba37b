import canonicalize from 'canonicalize';

/** A value has no canonical JSON: a lone surrogate in a text, a number that is not finite. */
export class NotCanonical extends Error {
  constructor(options?: ErrorOptions) {
    super('a text holds half a character (a lone surrogate), or a number is not finite; send valid Unicode', options);
    this.name = 'NotCanonical';
  }
}

/**
 * The one JSON text of a value (RFC 8785): members sorted by UTF-16 code units, no white space, members that are undefined left out.
 * Throws `NotCanonical`.
 */
export const canonicalJson = (value: object | string | number | boolean | null): string => {
  try {
    return canonicalize(value) ?? 'null';
  } catch (cause) {
    throw new NotCanonical({ cause });
  }
};
