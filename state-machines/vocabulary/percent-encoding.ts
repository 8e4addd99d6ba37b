/** A part of a stream id: everything but letters, digits and `-_!~*'()` is percent-encoded (RFC 3986), dots too, since they separate parts. */
export const percentEncoded = (part: string): string => encodeURIComponent(part).replaceAll('.', '%2E');

/** The part that was encoded. Throws `URIError` where the text is no percent-encoding. */
export const percentDecoded = (encoded: string): string => decodeURIComponent(encoded);
