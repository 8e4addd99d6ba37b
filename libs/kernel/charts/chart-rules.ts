import { type Chart, type ChartNode, type ChartTransition, nodesBelow, ONLY_REGION } from './chart-description.ts';

/** A chart is more than a table, or does not fit its events: a mistake of the program, found when the chart is first used. */
export class UnusableChart extends Error {
  constructor(chart: string, problem: string) {
    super(`chart ${chart}: ${problem}`);
    this.name = 'UnusableChart';
  }
}

/** The one action a chart may name: a fact that changes data but no state is taken by it. */
const RECORDED = 'recorded';

const isRecorded = (action: unknown): boolean =>
  action === RECORDED ||
  (typeof action === 'object' && action !== null && 'type' in action && action.type === RECORDED);

/** A predicate of the data alone. */
export type Guard = (argument: { readonly context: unknown; readonly event: { readonly type: string } }) => boolean;

/** The guards a chart implements, by name. Throws `UnusableChart` for one that is not a plain predicate. */
export const guardsOf = ({ id, implementations }: Chart): ReadonlyMap<string, Guard> =>
  new Map(
    Object.entries(implementations.guards).map(([name, guard]: [string, unknown]) => {
      if (typeof guard !== 'function' || 'check' in guard)
        throw new UnusableChart(id, `guard ${name} is not a plain predicate; combine predicates in its own function`);
      return [name, guard as Guard];
    }),
  );

/**
 * Throws `UnusableChart` where a result could depend on anything but the state, the fact type and the named guards. Replay, the memory of transitions and the
 * documents all rest on this.
 */
export const requireTable = (chart: Chart): void => {
  const guards = guardsOf(chart);
  const fail = (problem: string) => {
    throw new UnusableChart(chart.id, problem);
  };
  for (const node of [chart.root, ...nodesBelow(chart.root)]) {
    requirePlainState(node, fail);
    for (const transition of [...[...node.transitions.values()].flat(), ...(node.always ?? [])])
      requirePlainTransition(transition, chart.root, guards, fail);
  }
};

const nameOf = ({ path }: ChartNode): string => path.join('.') || 'root';

const requirePlainState = (node: ChartNode, fail: (problem: string) => void): void => {
  const state = nameOf(node);
  if (node.invoke.length > 0) fail(`${state} invokes an actor; effects follow from facts, in processes`);
  if (node.after.length > 0) fail(`${state} waits for time; deadlines are facts`);
  if (node.entry.length + node.exit.length > 0) fail(`${state} has entry or exit actions; the reducer changes data`);
  if (node.type === 'history') fail(`${state} is a history state; the state is all that a stream remembers`);
  if (node.type === 'parallel' && node.path.length > 0) fail(`${state} is parallel; regions stand at the top only`);
};

const requirePlainTransition = (
  { eventType, guard, actions, target, source }: ChartTransition,
  root: ChartNode,
  guards: ReadonlyMap<string, Guard>,
  fail: (problem: string) => void,
): void => {
  const where = `${nameOf(source)} on ${eventType || 'always'}`;
  if (eventType.includes('*') || eventType.startsWith('xstate.'))
    fail(`${where}: name a fact type; wildcards and onDone are not facts`);
  if (guard !== undefined && typeof guard !== 'string') fail(`${where}: a guard is named, not written inline`);
  if (typeof guard === 'string' && !guards.has(guard)) fail(`${where}: guard ${guard} is not implemented`);
  if (!actions.every(isRecorded)) fail(`${where}: the only action is '${RECORDED}'; the reducer changes data`);
  if (!target && actions.length === 0) fail(`${where}: name a target, or '${RECORDED}'`);
  if (target && target.length > 1) fail(`${where}: one target only`);
  if (target?.[0] && root.type === 'parallel' && target[0].path[0] !== source.path[0])
    fail(`${where}: a transition stays in its region; let the region that moves take the fact`);
};

/**
 * Throws `UnusableChart` where chart and events do not fit: a fact whose owning region never takes it, an owner that is no region,
 * a fact type the events do not name.
 */
export const requireOwners = (chart: Chart, regionOf: Readonly<Record<string, string>>): void => {
  const parallel = chart.root.type === 'parallel';
  const regions = parallel ? Object.keys(chart.root.states) : [ONLY_REGION];
  const taken = new Set<string>();
  for (const node of [chart.root, ...nodesBelow(chart.root)])
    for (const type of node.transitions.keys()) {
      if (!Object.hasOwn(regionOf, type)) throw new UnusableChart(chart.id, `${type} is not among its events`);
      taken.add(`${node.path.length === 0 ? 'root' : parallel ? node.path[0] : ONLY_REGION} ${type}`);
    }
  for (const [type, owner] of Object.entries(regionOf)) {
    if (owner !== 'root' && !regions.includes(owner))
      throw new UnusableChart(chart.id, `${type} is owned by ${owner}, which is none of ${regions.join(', ')}`);
    if (!taken.has(`${owner} ${type}`) && !taken.has(`root ${type}`))
      throw new UnusableChart(chart.id, `${type} is taken in no state of ${owner}`);
  }
};
