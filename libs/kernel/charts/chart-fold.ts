import { type AnyStateMachine, type ContextFrom, initialTransition, transition } from 'xstate';
import { type ChartChildren, type ChildData, childStates, evolveChild } from './chart-children.ts';
import { type Chart, describeChart, ONLY_REGION, type RegionDescription, stepOf } from './chart-description.ts';
import { type ComputedStep, createChartMemo, type StateValue } from './chart-memo.ts';
import { guardsOf, requireOwners, requireTable, UnusableChart } from './chart-rules.ts';
import { CorruptStream, NewerProgram } from '../decider.ts';
import type { Fact, StateAfter } from '../fact.ts';

/** The state of a stream that has a chart, as plain JSON: where the chart is, and the data. */
export interface ChartState<Data> {
  readonly value: StateValue;
  readonly data: Data;
}

/** A chart and a reducer of the same facts, from which a fold is made. */
export interface ChartFoldOptions<Machine extends AnyStateMachine, Data, F extends Fact, Child extends ChildData> {
  readonly machine: Machine;
  /** The data after a fact. Throws where the fact cannot have happened, such as a ledger below zero. */
  readonly reduce: (data: Data, fact: F) => Data;
  /** Every fact type with the region that must take it; `root` where any state does. A chart without parallel regions has one, `state`. */
  readonly regionOf: Readonly<Record<F['type'], string>>;
  readonly children?: ChartChildren<AnyStateMachine, Data, F, Child>;
}

/** What a chart contributes to a stream type. */
export interface ChartFold<Data, F extends Fact> {
  readonly initial: ChartState<Data>;
  /** Throws `CorruptStream` for a fact its region does not take, `NewerProgram` for one that is not in `regionOf`. */
  readonly evolve: (state: ChartState<Data>, fact: F) => ChartState<Data>;
  readonly stateAfter: (state: ChartState<Data>) => StateAfter;
}

/**
 * Makes the fold of a chart: the reducer changes the data, then the child's chart and the chart itself move, with guards that see the data with the fact in it.
 * A fact counts only where its owning region, or the root, takes it: whatever other regions do with it, nothing is swallowed.
 * Throws `UnusableChart` for a chart that is more than a table.
 */
export const foldChart = <Machine extends AnyStateMachine, F extends Fact, Child extends ChildData = ChildData>({
  machine,
  reduce,
  regionOf,
  children,
}: ChartFoldOptions<Machine, ContextFrom<Machine>, F, Child>): ChartFold<ContextFrom<Machine>, F> => {
  type Data = ContextFrom<Machine>;
  const owners = new Map(Object.entries<string>(regionOf));
  requireOwners(machine, regionOf);
  const chart = rememberingChart<Data>(machine);
  const childChart = children && childChartOf<Child>(children.machine);
  const describe = placeDescriber(machine);

  const reduced = (data: Data, fact: F): Data => {
    try {
      return reduce(data, fact);
    } catch (cause) {
      throw new CorruptStream(`${fact.type}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
  };

  return {
    initial: initialStateOf<Data>(machine),
    evolve(state, fact) {
      const owner = owners.get(fact.type);
      if (owner === undefined) throw new NewerProgram(`${machine.id}: ${fact.type} is not among the facts it knows`);
      let data = reduced(state.data, fact);
      if (children && childChart) data = evolveChild(children, childChart, state.data, data, fact);
      const { value, takenBy } = chart.step(state.value, fact.type, data);
      if (!takenBy.has(owner) && !takenBy.has('root'))
        throw new CorruptStream(`${fact.type}: ${JSON.stringify(describe(state.value))} does not take it`);
      return { value, data };
    },
    stateAfter(state) {
      const place = describe(state.value);
      const states = children && childStates(children.read(state.data));
      return children && states ? { ...place, [children.name]: states } : place;
    },
  };
};

const initialStateOf = <Data>(machine: AnyStateMachine): ChartState<Data> => {
  const [snapshot] = initialTransition(machine);
  return { value: snapshot.value as StateValue, data: snapshot.context as Data };
};

/** The chart as a memory over XState: see `createChartMemo`. */
const rememberingChart = <Data>(machine: AnyStateMachine) => {
  requireTable(machine);
  const guards = guardsOf(machine);
  const answer = (name: string, context: Data, type: string): boolean =>
    guards.get(name)?.({ context, event: { type } }) ?? false;

  let asked = new Map<string, boolean>();
  let about: Data | undefined;
  const listening = machine.provide({
    guards: Object.fromEntries(
      [...guards].map(([name, guard]) => [
        name,
        (argument: { context: unknown; event: { type: string } }) => {
          // XState also settles the chart's initial state on the way, with the initial data: that is no answer about these data.
          if (argument.context !== about) return guard(argument);
          const known = asked.get(name) ?? guard(argument);
          asked.set(name, known);
          return known;
        },
      ]),
    ),
  });
  const compute = (value: StateValue, type: string, context: Data): ComputedStep => {
    asked = new Map();
    about = context;
    const snapshot = listening.resolveState({ value, context });
    // Only the type is passed: a guard that reads the fact instead of the data fails here, at its first use.
    const takenBy = new Set(
      listening.getTransitionData(snapshot, { type }).map(({ source }) => regionNameOf(machine, source.path)),
    );
    const [next] = transition(listening, snapshot, { type });
    return { value: next.value as StateValue, takenBy, asked: [...asked] };
  };
  return createChartMemo(answer, compute);
};

const regionNameOf = ({ root }: Chart, [region]: readonly string[]): string => {
  if (region === undefined) return 'root';
  return root.type === 'parallel' ? region : ONLY_REGION;
};

const childChartOf = <Child extends ChildData>(machine: AnyStateMachine) => {
  const chart: Chart = machine;
  if (chart.root.type === 'parallel') throw new UnusableChart(machine.id, 'a child chart has no parallel regions');
  const memory = rememberingChart<Child>(machine);
  return {
    initial: pathOf(initialStateOf(machine).value),
    next(child: Child, factType: string): string | undefined {
      const { value, takenBy } = memory.step(valueAt(child.state), factType, child);
      return takenBy.size > 0 ? pathOf(value) : undefined;
    },
  };
};

/** `{ confirming: 'checking' }` → `confirming.checking`. */
const pathOf = (value: StateValue | undefined): string => {
  if (value === undefined || typeof value === 'string') return value ?? '';
  const [state = ''] = Object.keys(value);
  return `${state}.${pathOf(value[state])}`;
};

/** `confirming.checking` → `{ confirming: 'checking' }`. */
const valueAt = (path: string): StateValue => {
  const dot = path.indexOf('.');
  return dot < 0 ? path : { [path.slice(0, dot)]: valueAt(path.slice(dot + 1)) };
};

/** Says where a chart is, in the words of `stateAfter`; remembers each answer, since there are few. */
const placeDescriber = (machine: Chart): ((value: StateValue) => StateAfter) => {
  const { regions } = describeChart(machine);
  const describe = (value: StateValue): StateAfter => {
    const paths: Record<string, string> = {};
    let step: number | undefined;
    for (const region of regions) {
      const path = pathOf(machine.root.type === 'parallel' && typeof value === 'object' ? value[region.name] : value);
      paths[region.name] = path;
      step = stepAt(region, path) ?? step;
    }
    return Object.freeze(step === undefined ? paths : { ...paths, step });
  };
  const known = new WeakMap<object, StateAfter>();
  return (value) => {
    if (typeof value === 'string') return describe(value);
    const place = known.get(value) ?? describe(value);
    known.set(value, place);
    return place;
  };
};

/** The step of the innermost active state that names one. */
const stepAt = ({ states, meta }: RegionDescription, path: string): number | undefined => {
  const active = states.filter((state) => path === state.path || path.startsWith(`${state.path}.`));
  return active.map((state) => stepOf(state.meta)).findLast((step) => step !== undefined) ?? stepOf(meta);
};
