import type { Command, Refusal } from './decider.ts';
import type { RecordedFact } from './fact.ts';

/** When a command is to be sent, where that is not at once: a deadline. */
export interface Due {
  /** RFC 3339 instant, made from facts alone. Where it has passed already, the command is due at once. */
  readonly at: string;
  /** What the deadline is called within its process. It has to contain the id of the stream it is about: setting the same key again replaces the earlier deadline. */
  readonly key: string;
}

/** A command that something which happened makes due. */
export interface OwedCommand {
  /** Category and id of the stream it goes to. */
  readonly category: string;
  readonly id: string;
  readonly command: Command;
  /** Absent: at once. */
  readonly due?: Due;
}

/** What follows by itself: a pure function from a fact to the commands it makes due. */
export interface Process {
  readonly name: string;
  readonly version: number;
  /** Categories whose facts it looks at. */
  readonly categories: readonly string[];
  react(fact: RecordedFact): readonly OwedCommand[];
  /**
   * Keys of the deadlines that the fact makes pointless: their commands are not sent any more. Keys that no open deadline has are passed over. A key that `react`
   * sets at the same fact is set afterwards.
   */
  withdraws?(fact: RecordedFact): readonly string[];
  /**
   * What a refusal leads to: further commands (none of them: the refusal settles the matter), or undefined, and then the row stays visible as stuck.
   */
  onRefusal(owed: OwedCommand, refusal: Refusal): readonly OwedCommand[] | undefined;
}
