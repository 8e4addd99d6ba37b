import type { Command, Refusal } from './decider.ts';
import type { RecordedFact } from './fact.ts';

/** A command that something which happened makes due. */
export interface OwedCommand {
  /** Category and id of the stream it goes to. */
  readonly category: string;
  readonly id: string;
  readonly command: Command;
}

/** What follows by itself: a pure function from a fact to the commands it makes due. */
export interface Process {
  readonly name: string;
  readonly version: number;
  /** Categories whose facts it looks at. */
  readonly categories: readonly string[];
  react(fact: RecordedFact): readonly OwedCommand[];
  /**
   * What a refusal leads to: further commands (none of them: the refusal settles the matter), or undefined, and then the row stays visible as stuck.
   */
  onRefusal(owed: OwedCommand, refusal: Refusal): readonly OwedCommand[] | undefined;
}
