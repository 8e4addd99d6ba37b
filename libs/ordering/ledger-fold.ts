import { CorruptStream, NewerProgram } from '#libs/kernel/decider';
import type { Fact } from '#libs/kernel/fact';

/** A ledger has no chart: every fact is taken in every state in which its terms stay possible. */
export interface LedgerFoldOptions<Data, F extends Fact> {
  readonly name: string;
  /** The data after a fact. Throws where the fact cannot have happened, such as a term below zero. */
  readonly reduce: (data: Data, fact: F) => Data;
  readonly regionOf: Readonly<Record<F['type'], 'ledger'>>;
}

/** Makes the `evolve` of a ledger: `CorruptStream` for a fact that cannot have happened, `NewerProgram` for one it does not know. */
export const foldLedger =
  <Data, F extends Fact>({ name, reduce, regionOf }: LedgerFoldOptions<Data, F>) =>
  (data: Data, fact: F): Data => {
    if (!Object.hasOwn(regionOf, fact.type))
      throw new NewerProgram(`${name}: ${fact.type} is not among the facts it knows`);
    try {
      return reduce(data, fact);
    } catch (cause) {
      throw new CorruptStream(`${fact.type}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
  };
