export type ReadDatabaseErrorCode =
  /** The URL names no database that this program knows. */
  | 'invalidUrl'
  /** Another program made it, or something else answers there. */
  | 'foreign'
  /** A newer version of this program made it. */
  | 'newerSchema'
  /** The server is of a version that this program cannot work with. */
  | 'tooOld'
  | 'readOnly'
  | 'corrupt'
  /** The server has no database of that name. */
  | 'missing'
  /** The credentials are wrong, or lack a right. */
  | 'accessDenied'
  /** The server's certificate is not one to trust. */
  | 'untrusted'
  /** It was filled from another event store. */
  | 'otherEventStore'
  /** Other processes kept it locked. */
  | 'busy'
  /** It cannot be reached or written now. */
  | 'unavailable';

/** The read database cannot be used; the message names the file or the server and says what to do. */
export class ReadDatabaseError extends Error {
  readonly code: ReadDatabaseErrorCode;
  constructor(code: ReadDatabaseErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ReadDatabaseError';
    this.code = code;
  }
}
