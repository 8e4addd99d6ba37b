/** The input as a whole cannot be read: the mapping is wrong, a file is missing or broken. One line that says what to mend; nothing was imported because of it. */
export class ImportInputError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ImportInputError';
  }
}
