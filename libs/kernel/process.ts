import type { Command, Refusal } from './decider.ts';
import type { RecordedFact } from './fact.ts';
import type { JsonObject } from './json.ts';
import type { RemakingFact } from './projection.ts';

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

/** What a process remembers, by key: made from facts alone, and written in one transaction with what it owes. Rebuilt, it is the same. */
export interface ProcessNotes {
  /** Only keys that `notes` or `notesThen` named for the fact may be read or written. */
  get(key: string): JsonObject | undefined;
  put(key: string, note: JsonObject): void;
  delete(key: string): void;
}

/** What follows by itself: a pure function from a fact, and from what it remembers of earlier ones, to the commands it makes due. */
export interface Process {
  readonly name: string;
  readonly version: number;
  /** Categories whose facts it looks at. */
  readonly categories: readonly string[];
  /** Categories of the streams that its commands go to, where the answers to them are. Absent: any. */
  readonly sendsTo?: readonly string[];
  /**
   * Keys of the notes that it may read and write at the fact; also the only keys under which it may set a deadline then. Absent: it remembers nothing, and its
   * deadlines have whatever keys `react` gives them.
   */
  notes?(fact: RecordedFact): readonly string[];
  /** Keys of further notes, which only what `notes` named points to, as what is remembered of an order does to its customer. Absent: none. */
  notesThen?(fact: RecordedFact, notes: ProcessNotes): readonly string[];
  /** At such a fact it looks through the log anew, and what the log has not answered is sent again: refusals too, which may not be any more. Absent: at none. */
  readonly remadeBy?: RemakingFact;
  react(fact: RecordedFact, notes: ProcessNotes): readonly OwedCommand[];
  /**
   * Keys of the deadlines that the fact makes pointless: their commands are not sent any more. Keys that no open deadline has are passed over. Asked before
   * `react`: a key that `react` sets at the same fact is set afterwards. Of a process that takes notes, they have to be among those of the fact.
   */
  withdraws?(fact: RecordedFact, notes: ProcessNotes): readonly string[];
  /**
   * What a refusal leads to: further commands (none of them: the refusal settles the matter), or undefined, and then the row stays visible as stuck.
   */
  onRefusal(owed: OwedCommand, refusal: Refusal): readonly OwedCommand[] | undefined;
}
