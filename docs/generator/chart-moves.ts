import type { RegionDescription, StateDescription, TransitionDescription } from '#libs/kernel/charts/chart-description';
import { stepOf } from '#libs/kernel/charts/chart-description';

/** A way from one state to another: by a fact, or because of what the data say after any fact. */
export interface Move {
  readonly from: string;
  readonly to: string;
  /** The fact type; undefined where the data alone decide. */
  readonly fact?: string;
  readonly guard?: string;
}

/** A guard that leads to the same state from wherever the chart is: the state is derived from the data. */
export interface DerivedState {
  readonly guard: string;
  readonly state: string;
  readonly from: readonly string[];
}

/** From so many states on, a guard that leads to one place is a rule of the region and not of a state. */
const DERIVED_FROM = 3;

const ancestorsAndSelf = (region: RegionDescription, state: StateDescription): readonly StateDescription[] =>
  region.states.filter(({ path }) => state.path === path || state.path.startsWith(`${path}.`));

/** The state in which a chart comes to rest that enters `path`. */
export const restingIn = (region: RegionDescription, path: string): string => {
  const state = region.states.find((candidate) => candidate.path === path);
  return state?.initial === undefined ? path : restingIn(region, state.initial);
};

/** States in which a stream can rest, in document order. */
export const restingStates = (region: RegionDescription): readonly StateDescription[] =>
  region.states.filter(({ type }) => type !== 'compound');

/** What a state takes, with what the states around it and the region take. */
export const takenIn = (region: RegionDescription, state: StateDescription): readonly TransitionDescription[] => [
  ...region.transitions,
  ...ancestorsAndSelf(region, state).flatMap(({ transitions }) => transitions),
];

/** Every way from state to state. */
export const movesOf = (region: RegionDescription): readonly Move[] =>
  restingStates(region).flatMap((state) =>
    takenIn(region, state).flatMap(({ on, guard, target }): Move[] =>
      target === undefined
        ? []
        : [
            {
              from: state.path,
              to: restingIn(region, target),
              ...(on === 'always' ? {} : { fact: on }),
              ...(guard === undefined ? {} : { guard }),
            },
          ],
    ),
  );

/** The states that follow from the data alone, in document order. */
export const derivedStatesOf = (region: RegionDescription): readonly DerivedState[] => {
  const byGuard = new Map<string, { state: string; from: string[] }>();
  for (const { from, to, fact, guard } of movesOf(region)) {
    if (fact !== undefined || guard === undefined) continue;
    const known = byGuard.get(guard) ?? { state: to, from: [] };
    known.from.push(from);
    byGuard.set(guard, known);
  }
  return [...byGuard]
    .filter(([, { from }]) => from.length >= DERIVED_FROM)
    .map(([guard, { state, from }]) => ({ guard, state, from }))
    .toSorted((one, other) => placeOf(region, one.state) - placeOf(region, other.state));
};

const placeOf = (region: RegionDescription, path: string): number =>
  region.states.findIndex((state) => state.path === path);

/** The step of a state, or of the innermost state around it that names one. */
export const stepAt = (region: RegionDescription, path: string): number | undefined => {
  const state = region.states.find((candidate) => candidate.path === path);
  const steps = state === undefined ? [] : ancestorsAndSelf(region, state).map(({ meta }) => stepOf(meta));
  return steps.findLast((step) => step !== undefined);
};

/** True for a move to a later state of the same step or the next: what an order does that goes well. */
export const isOneStepAhead = (region: RegionDescription, { from, to }: Move): boolean => {
  const [before, after] = [stepAt(region, from), stepAt(region, to)];
  if (before === undefined || after === undefined) return false;
  return after === before + 1 || (after === before && placeOf(region, to) > placeOf(region, from));
};
