import type { Command, Decider, Refusal } from '../decider.ts';
import type { Fact } from '../fact.ts';

/** Whether a command is possible in the present state, before its content is known. */
export interface Possibility<Type extends string = string> {
  readonly type: Type;
  /** What refuses every command of this type now; absent where nothing does. */
  readonly refusal?: Refusal;
}

/** "What is possible now?": the answer for each command type, from the rule that decide runs first. */
export const possibleCommands = <State, C extends Command, F extends Fact>(
  decider: Pick<Decider<State, C, F>, 'refusedWhen'>,
  state: State,
  types: readonly C['type'][],
): readonly Possibility<C['type']>[] =>
  types.map((type) => {
    const refusal = decider.refusedWhen(type, state);
    return refusal ? { type, refusal } : { type };
  });
