/** A command could not do what it was asked; the message is one line that says what to do. */
export class CommandFailed extends Error {
  readonly exitCode: number = 1;
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CommandFailed';
  }
}

/** A program that was started from here ended with this exit code, and has said why itself. */
export class ProgramEnded extends Error {
  readonly exitCode: number;
  constructor(exitCode: number) {
    super(`the program ended with exit code ${exitCode}`);
    this.name = 'ProgramEnded';
    this.exitCode = exitCode;
  }
}
