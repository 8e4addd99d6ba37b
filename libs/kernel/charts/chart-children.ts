import { CorruptStream } from '../decider.ts';
import type { Fact } from '../fact.ts';

/** A child's own data, with the state of its chart as a dotted path. */
export interface ChildData {
  readonly state: string;
}

/** Lives inside a stream's data that have a chart of their own, such as the shipments of an order. */
export interface ChartChildren<Machine, Data, F extends Fact, Child extends ChildData> {
  /** Member of `stateAfter` that shows their states. */
  readonly name: string;
  /** Their chart, without parallel regions; its guards see the child's data. */
  readonly machine: Machine;
  /** The child that a fact is about, undefined where it is about none. */
  readonly childOf: (fact: F) => string | undefined;
  /** The fact that begins a child. The reducer puts the child into the data; its state is the chart's to say. */
  readonly opensWith: F['type'];
  readonly read: (data: Data) => Readonly<Record<string, Child>>;
  readonly write: (data: Data, children: Readonly<Record<string, Child>>) => Data;
}

/** The children's chart, ready to be asked. */
export interface ChildChart<Child> {
  readonly initial: string;
  /** The child's state after a fact; undefined where the chart does not take it. */
  next(child: Child, factType: string): string | undefined;
}

type ChildrenOf<Data, F extends Fact, Child extends ChildData> = Omit<
  ChartChildren<unknown, Data, F, Child>,
  'machine'
>;

/** `data` with the child that the fact is about moved on. `before` is the data without the fact. Throws `CorruptStream`. */
export const evolveChild = <Data, F extends Fact, Child extends ChildData>(
  children: ChildrenOf<Data, F, Child>,
  chart: ChildChart<Child>,
  before: Data,
  data: Data,
  fact: F,
): Data => {
  const id = children.childOf(fact);
  if (id === undefined) return data;
  const all = children.read(data);
  const child = all[id];
  const known = children.read(before)[id];
  if (!child) throw new CorruptStream(`${fact.type}: there is no ${id} among ${children.name}`);
  const opens = fact.type === children.opensWith;
  if (opens === (known !== undefined))
    throw new CorruptStream(`${fact.type}: ${id} was ${opens ? 'begun before' : 'never begun'} among ${children.name}`);
  const state = opens ? chart.initial : chart.next(child, fact.type);
  if (state === undefined)
    throw new CorruptStream(`${fact.type}: ${id} among ${children.name} is ${child.state}, which does not take it`);
  return state === child.state ? data : children.write(data, { ...all, [id]: { ...child, state } });
};

/** The children's states by id; undefined where there is no child. */
export const childStates = (
  children: Readonly<Record<string, ChildData>>,
): Readonly<Record<string, string>> | undefined => {
  const ids = Object.keys(children);
  if (ids.length === 0) return undefined;
  const states: Record<string, string> = {};
  for (const id of ids) states[id] = children[id]?.state ?? '';
  return states;
};
