export type StoreOpenErrorCode =
  /** It cannot be written: a file or folder that is read-only, an account without the right. */
  | 'readOnly'
  /** Truncated or damaged. */
  | 'corrupt'
  /** Another program made it, or something else answers there. */
  | 'foreign'
  /** A newer version of this program made it. */
  | 'newer'
  /** What serves it is of a version that this program cannot work with. */
  | 'tooOld'
  /** It cannot be reached now: locked by another process, a missing disk, a server that does not answer. */
  | 'unavailable'
  /** The credentials are wrong, or say nothing of what is needed. */
  | 'accessDenied'
  /** The certificate of the server is not one to trust: expired, of another host, of an unknown authority. */
  | 'untrusted'
  /** The address itself is malformed. */
  | 'invalidAddress'
  /** A simulation where a real store was asked for, or the reverse. */
  | 'mismatch'
  /** It belongs to another event store. */
  | 'otherStore'
  /** It is not there, although other files say that it was. */
  | 'missing';

/**
 * A store that cannot be opened: the log, the key vault, a cache. The message is one line that names the place and says what to do, without any password; the store is
 * left as it was.
 */
export class StoreOpenError extends Error {
  readonly code: StoreOpenErrorCode;
  /** Path of the file, or address of the server without credentials. */
  readonly location: string;
  constructor(code: StoreOpenErrorCode, location: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreOpenError';
    this.code = code;
    this.location = location;
  }
}
