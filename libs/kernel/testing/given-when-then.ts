import { deepStrictEqual, equal, fail } from 'node:assert/strict';
import { type Command, type DecisionContext, isRefusal, type Refusal, type StreamType } from '../decider.ts';
import type { Fact } from '../fact.ts';

const anyContext: DecisionContext = {
  now: '2026-01-05T00:00:00.000Z',
  id: '00000000-0000-4000-8000-000000000001',
  commandId: '00000000-0000-4000-8000-000000000002',
};

/** What a command led to. */
export interface Then<F extends Fact> {
  /** Exactly these facts, each of which the stream's own machine accepts; none where nothing was to change. */
  then(expected: readonly F[]): void;
  /** A refusal with this code, and no fact. */
  thenRefused(code: string): void;
}

export interface Given<C extends Command, F extends Fact> {
  when(command: C, context?: Partial<DecisionContext>): Then<F>;
}

/**
 * The language of decider specs: `given(loan, [opened]).when(handOut).then([handedOut])`. The history is folded, so a spec cannot stand on one that cannot have
 * happened. Throws `AssertionError`, whatever runs the specs.
 */
export const given = <State, C extends Command, F extends Fact>(
  { decider }: Pick<StreamType<State, C, F>, 'decider'>,
  history: readonly F[],
): Given<C, F> => {
  const fold = (start: State, facts: readonly F[], whose: string): State =>
    facts.reduce((state, fact, index) => {
      try {
        return decider.evolve(state, fact);
      } catch (error) {
        return fail(`${whose}: fact ${index + 1}, ${fact.type}, cannot happen: ${messageOf(error)}`);
      }
    }, start);
  const before = fold(decider.initial, history, 'given');

  return {
    when(command, context) {
      const decision =
        decider.refusedWhen(command.type, before) ?? decider.decide(command, before, { ...anyContext, ...context });
      return {
        then(expected) {
          if (isRefusal(decision))
            return fail(`${command.type} was refused as ${tellRefusal(decision)}; expected ${tellFacts(expected)}`);
          fold(before, decision, command.type);
          deepStrictEqual(asRead(decision), asRead(expected));
        },
        thenRefused(code) {
          if (!isRefusal(decision))
            return fail(`${command.type} led to ${tellFacts(decision)}; expected the refusal ${code}`);
          equal(decision.code, code, `${command.type} was refused as ${tellRefusal(decision)}; expected ${code}`);
        },
      };
    },
  };
};

/** As the log would keep them: what JSON leaves out does not count. */
const asRead = (facts: readonly Fact[]): unknown => JSON.parse(JSON.stringify(facts));

const tellFacts = (facts: readonly Fact[]): string =>
  facts.length === 0 ? 'no facts' : facts.map(({ type }) => type).join(', ');

const tellRefusal = ({ code, message }: Refusal): string => `${code} (${message.en})`;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
