export type ReadDatabaseErrorCode =
  /** The URL names no database that this program knows. */
  | 'invalidUrl'
  /** The file belongs to another program. */
  | 'foreign'
  /** A newer version of this program made it. */
  | 'newerSchema'
  | 'readOnly'
  | 'corrupt'
  /** It was filled from another event store. */
  | 'otherEventStore'
  /** Other processes kept it locked. */
  | 'busy'
  | 'unavailable';

/** The read database cannot be used; the message names the file and says what to do. */
export class ReadDatabaseError extends Error {
  readonly code: ReadDatabaseErrorCode;
  constructor(code: ReadDatabaseErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ReadDatabaseError';
    this.code = code;
  }
}
