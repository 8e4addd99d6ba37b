import { hash } from 'node:crypto';

/** A transition as XState's own machine object holds it. */
export interface ChartTransition {
  readonly eventType: string;
  readonly guard?: unknown;
  readonly actions: readonly unknown[];
  readonly target?: readonly ChartNode[];
  readonly source: ChartNode;
}

/** What the kernel reads of a state of an XState machine: structural, so that only chart-fold.ts depends on XState. */
export interface ChartNode {
  readonly key: string;
  readonly path: readonly string[];
  readonly type: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  readonly meta?: unknown;
  readonly states: Readonly<Record<string, ChartNode>>;
  readonly initial?: { readonly target?: readonly ChartNode[] };
  readonly transitions: ReadonlyMap<string, readonly ChartTransition[]>;
  readonly always?: readonly ChartTransition[];
  readonly after: readonly unknown[];
  readonly invoke: readonly unknown[];
  readonly entry: readonly unknown[];
  readonly exit: readonly unknown[];
}

/** An XState machine, as far as it is a table. */
export interface Chart {
  readonly id: string;
  readonly root: ChartNode;
  readonly implementations: { readonly guards: object };
}

export interface TransitionDescription {
  /** The fact type that moves it, or `always`. */
  readonly on: string;
  /** Name of the predicate that must hold. */
  readonly guard?: string;
  /** Path of the state it leads to, within the region; absent where the fact is only recorded. */
  readonly target?: string;
}

export interface StateDescription {
  /** Dotted path within the region, as `stateAfter` shows it: `confirming.checking`. */
  readonly path: string;
  /** Path of the state around it; absent for the region's own states. */
  readonly parent?: string;
  readonly type: 'atomic' | 'compound' | 'final';
  /** Path of the state that a compound one begins in. */
  readonly initial?: string;
  readonly meta?: unknown;
  readonly transitions: readonly TransitionDescription[];
}

export interface RegionDescription {
  /** The region's name; `state` for a chart without parallel regions. */
  readonly name: string;
  /** Path of the state it begins in. */
  readonly initial: string;
  readonly meta?: unknown;
  /** Taken in any state of the region. */
  readonly transitions: readonly TransitionDescription[];
  /** In document order, each state before those inside it. */
  readonly states: readonly StateDescription[];
}

/** A chart as plain data, for documents and checks. */
export interface ChartDescription {
  readonly id: string;
  /** Taken in any state of any region. */
  readonly transitions: readonly TransitionDescription[];
  readonly regions: readonly RegionDescription[];
}

/** The name of the one region of a chart that has no parallel ones. */
export const ONLY_REGION = 'state';

const transitionsOf = (node: ChartNode): readonly ChartTransition[] => [
  ...[...node.transitions.values()].flat(),
  ...(node.always ?? []),
];

/** The states below a node, in document order, each before those inside it. */
export const nodesBelow = (node: ChartNode): readonly ChartNode[] =>
  Object.values(node.states).flatMap((state) => [state, ...nodesBelow(state)]);

const initialOf = (node: ChartNode, depth: number): string | undefined =>
  node.initial?.target?.[0]?.path.slice(depth).join('.');

const describeTransitions = (node: ChartNode, depth: number): readonly TransitionDescription[] =>
  transitionsOf(node).map(({ eventType, guard, target }) => ({
    on: eventType === '' ? 'always' : eventType,
    ...(typeof guard === 'string' ? { guard } : {}),
    ...(target?.[0] ? { target: target[0].path.slice(depth).join('.') } : {}),
  }));

const describeState = (node: ChartNode, depth: number): StateDescription => {
  const path = node.path.slice(depth);
  const initial = initialOf(node, depth);
  return {
    path: path.join('.'),
    ...(path.length > 1 ? { parent: path.slice(0, -1).join('.') } : {}),
    type: node.type === 'compound' || node.type === 'final' ? node.type : 'atomic',
    ...(initial === undefined ? {} : { initial }),
    ...(node.meta === undefined ? {} : { meta: node.meta }),
    transitions: describeTransitions(node, depth),
  };
};

const describeRegion = (name: string, node: ChartNode): RegionDescription => {
  const depth = node.path.length;
  return {
    name,
    initial: initialOf(node, depth) ?? '',
    ...(node.meta === undefined ? {} : { meta: node.meta }),
    transitions: depth === 0 ? [] : describeTransitions(node, depth),
    states: nodesBelow(node).map((state) => describeState(state, depth)),
  };
};

/** A chart's regions, states and transitions as plain data. */
export const describeChart = ({ id, root }: Chart): ChartDescription => ({
  id,
  transitions: describeTransitions(root, 0),
  regions:
    root.type === 'parallel'
      ? Object.values(root.states).map((region) => describeRegion(region.key, region))
      : [describeRegion(ONLY_REGION, root)],
});

/** The step of the flow that a state's `meta` names; undefined where it names none. */
export const stepOf = (meta: unknown): number | undefined =>
  typeof meta === 'object' && meta !== null && 'step' in meta && typeof meta.step === 'number' ? meta.step : undefined;

/** Every state in which a stream can rest, as `region.path`. */
export const restingStatesOf = (chart: Chart): readonly string[] =>
  describeChart(chart).regions.flatMap(({ name, states }) =>
    states.filter(({ type }) => type !== 'compound').map(({ path }) => `${name}.${path}`),
  );

/**
 * SHA-256 (hex) of what decides where facts lead: states, steps, transitions and names of guards. Labels do not count, and what guards compute cannot be seen;
 * a spec pins it beside the machine's version, so that a changed chart gets a new one.
 */
export const chartFingerprint = (chart: Chart): string => {
  const structure = JSON.stringify(describeChart(chart), (member, value: unknown) =>
    member === 'meta' ? stepOf(value) : value,
  );
  return hash('sha256', structure, 'hex');
};
