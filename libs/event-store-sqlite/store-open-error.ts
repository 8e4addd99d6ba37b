export type StoreOpenErrorCode =
  /** The file or its folder cannot be written. */
  | 'readOnly'
  /** Truncated or damaged. */
  | 'corrupt'
  /** Another program made it. */
  | 'foreign'
  /** A newer version of this program made it. */
  | 'newer'
  /** It cannot be reached now: locked by another process, a missing disk, a folder in its place. */
  | 'unavailable'
  /** A simulation where a real store was asked for, or the reverse. */
  | 'mismatch'
  /** It belongs to another event store. */
  | 'otherStore'
  /** It is not there, although other files say that it was. */
  | 'missing';

/** A store file that cannot be opened. The message is one line that names the file and says what to do; the file is left as it was. */
export class StoreOpenError extends Error {
  readonly code: StoreOpenErrorCode;
  readonly file: string;
  constructor(code: StoreOpenErrorCode, file: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreOpenError';
    this.code = code;
    this.file = file;
  }
}
