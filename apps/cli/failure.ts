/** A command could not do what it was asked; the message is one line that says what to do. */
export class CommandFailed extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CommandFailed';
  }
}

/** What went wrong, in one line; no stack. */
export const lineOf = (error: unknown): string => {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return `juchu: ${line}`;
};
