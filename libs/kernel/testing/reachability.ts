import { canonicalJson } from '../log/canonical-json.ts';
import { type Command, CorruptStream, type StreamType } from '../decider.ts';
import type { Fact, StateAfter } from '../fact.ts';

/** What was seen of one state of a chart. */
export interface VisitedState {
  /** Fact types that were taken in it at least once. */
  readonly accepted: ReadonlySet<string>;
  /** Fact types that were tried in it and never taken. */
  readonly refused: ReadonlySet<string>;
}

export interface Exploration {
  /** By `region.path`, and `children.path` for the states of children: `lending.open.gathering`, `copies.out`. */
  readonly states: ReadonlyMap<string, VisitedState>;
  /** True where everything that the candidate facts lead to was seen; false where the limit came first. */
  readonly complete: boolean;
}

/** Where a stream is, as the names that `restingStatesOf` gives: one per region, and one per state that some child is in. */
const statePathsOf = (stateAfter: StateAfter): readonly string[] =>
  Object.entries(stateAfter).flatMap(([name, place]) => {
    if (typeof place === 'number') return [];
    if (typeof place === 'string') return [`${name}.${place}`];
    return [...new Set(Object.values(place))].map((path) => `${name}.${path}`);
  });

/**
 * Walks through everything that some facts can lead to, breadth first, by the same `evolve` that replays the log. A fact counts as refused where it makes a
 * `CorruptStream`; any other error is a mistake and thrown. Stops after `limit` different states.
 */
export const exploreStates = <State, C extends Command, F extends Fact>(
  { decider, stateAfter }: Pick<StreamType<State, C, F>, 'decider' | 'stateAfter'>,
  candidateFacts: (state: State) => readonly F[],
  limit = 10_000,
): Exploration => {
  const states = new Map<string, { accepted: Set<string>; refused: Set<string> }>();
  const seen = new Set([textOf(decider.initial)]);
  const waiting = [decider.initial];
  let complete = true;

  for (const state of waiting) {
    const here = statePathsOf(stateAfter(state)).map((path) => {
      const visited = states.get(path) ?? { accepted: new Set<string>(), refused: new Set<string>() };
      states.set(path, visited);
      return visited;
    });
    for (const fact of candidateFacts(state)) {
      const next = nextState(decider, state, fact);
      for (const { accepted, refused } of here) {
        if (next === undefined && !accepted.has(fact.type)) refused.add(fact.type);
        if (next !== undefined) {
          accepted.add(fact.type);
          refused.delete(fact.type);
        }
      }
      if (next === undefined || seen.has(textOf(next))) continue;
      if (seen.size >= limit) {
        complete = false;
        continue;
      }
      seen.add(textOf(next));
      waiting.push(next);
    }
  }
  return { states, complete };
};

/** A state is plain JSON: two with the same text are the same. */
const textOf = (state: unknown): string => canonicalJson(state as object);

const nextState = <State, C extends Command, F extends Fact>(
  { evolve }: { evolve: StreamType<State, C, F>['decider']['evolve'] },
  state: State,
  fact: F,
): State | undefined => {
  try {
    return evolve(state, fact);
  } catch (error) {
    if (error instanceof CorruptStream) return undefined;
    throw error;
  }
};
