import type { Fact, StateAfter } from './fact.ts';

/** A text for people, in both languages of the product. */
export interface Bilingual {
  readonly ja: string;
  readonly en: string;
}

/** A request to one stream, in the imperative. */
export interface Command<Type extends string = string, Data extends object = object> {
  readonly type: Type;
  readonly data: Data;
}

/**
 * Why a command was not carried out; a value, never an exception.
 * `state`: the lifecycle does not allow it now. `rule`: the state would, but a rule about its content does not.
 */
export interface Refusal {
  readonly refused: 'state' | 'rule';
  /** Stable, kebab-case. */
  readonly code: string;
  /** What to tell the person who asked: what is wrong and what to do. */
  readonly message: Bilingual;
  /** Path of the field that the rule is about, such as `lines[2].quantity`. */
  readonly field?: string;
}

/** The facts to record, none where what is asked for already is; or the refusal. */
export type Decision<F extends Fact> = readonly F[] | Refusal;

export const isRefusal = (decision: readonly unknown[] | Refusal): decision is Refusal => !Array.isArray(decision);

/** What a decision may know besides the command and the state. */
export interface DecisionContext {
  /** When it happens, as far as the business is concerned: the caller's `occurredAt`, else the clock's now. RFC 3339 UTC. */
  readonly now: string;
  /** The id inside the stream's category. */
  readonly id: string;
  readonly commandId: string;
}

/** The pure heart of one kind of stream. `evolve` throws `CorruptStream` or `NewerProgram`; it swallows nothing. */
export interface Decider<State, C extends Command, F extends Fact> {
  readonly initial: State;
  evolve(state: State, fact: F): State;
  decide(command: C, state: State, context: DecisionContext): Decision<F>;
  /** Payload-free: what refuses every command of this type in this state. Decide runs it first; it also answers "what is possible now?". */
  refusedWhen(type: C['type'], state: State): Refusal | undefined;
}

/** One step from an older shape of a fact's data to the next; applied on read, never written back. */
export type Upcaster = (data: object) => object;

/** Everything the command loop and the readers need to know about one kind of stream. */
export interface StreamType<State = unknown, C extends Command = Command, F extends Fact = Fact> {
  /** What stands before the first hyphen of the stream name, such as `goodsOrder`. */
  readonly category: string;
  /** `name@version` of the chart or ledger, such as `goodsOrder@1`. */
  readonly machine: string;
  readonly decider: Decider<State, C, F>;
  readonly stateAfter: (state: State) => StateAfter;
  /** Steps from shape version 1 to 2, 2 to 3, … per fact type; a type that is not named is at version 1. */
  readonly upcasters: Readonly<Partial<Record<F['type'], readonly Upcaster[]>>>;
  /** Top-level members of each fact's data that are about a person; none for a type that is not named. */
  readonly personal: Readonly<Partial<Record<F['type'], readonly string[]>>>;
  /** Whose key seals them, from the state after the fact. */
  readonly personOf: (state: State, id: string) => string;
}

/** A stream holds something its machine cannot have accepted: the log was tampered with or a program was wrong. */
export class CorruptStream extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CorruptStream';
  }
}

/** A stream holds a fact or a shape that only a newer version of this program knows. */
export class NewerProgram extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NewerProgram';
  }
}
