import type { RegionDescription, StateDescription } from '#libs/kernel/charts/chart-description';
import {
  derivedStatesOf,
  isOneStepAhead,
  type Move,
  movesOf,
  restingIn,
  restingStates,
  stepAt,
} from './chart-moves.ts';
import { inWords } from './markdown.ts';
import { wordsOf } from './state-words.ts';

/** One colour per step of the flow, dark enough apart to be told and light enough for black text in either theme. */
const STEP_COLOURS = ['#e8eaf6', '#e3f2fd', '#e0f7fa', '#e8f5e9', '#f9fbe7', '#fff8e1', '#fbe9e7'];

/** Mermaid takes no dots in ids. */
const idOf = (path: string): string => path.replaceAll('.', '_');

/** Mermaid ends a label at a semicolon and a description at a colon. */
const plainText = (text: string): string => text.replaceAll(/[:;"]/g, ' ').trim();

const labelOf = (region: RegionDescription, { path, meta }: StateDescription): string => {
  const { ja, en } = wordsOf(path, meta).label;
  const step = stepAt(region, path);
  return plainText(`${step === undefined ? '' : `${step} `}${ja} ${en}`);
};

const causeOf = ({ fact, guard }: Move): string =>
  [fact ?? '', guard === undefined ? '' : `[${inWords(guard)}]`].filter((part) => part).join(' ');

/** Moves between the same two states share an arrow. */
const arrowsOf = (moves: readonly Move[]): readonly string[] => {
  const causes = new Map<string, string[]>();
  for (const move of moves) {
    if (move.from === move.to) continue;
    const arrow = `${idOf(move.from)} --> ${idOf(move.to)}`;
    const cause = causeOf(move);
    causes.set(arrow, [...(causes.get(arrow) ?? []).filter((other) => other !== cause), cause]);
  }
  return [...causes].map(([arrow, labels]) => [arrow, labels.join(' / ')].filter((part) => part).join(' : '));
};

const coloursOf = (region: RegionDescription, states: readonly StateDescription[]): readonly string[] => {
  const steps = new Map<number, string[]>();
  for (const { path } of states) {
    const step = stepAt(region, path);
    if (step !== undefined) steps.set(step, [...(steps.get(step) ?? []), idOf(path)]);
  }
  return [...steps].flatMap(([step, ids]) => [
    `classDef step${step} fill:${STEP_COLOURS[step - 1] ?? '#ffffff'},stroke:#607d8b,color:#000000`,
    `class ${ids.join(',')} step${step}`,
  ]);
};

const picture = (
  region: RegionDescription,
  states: readonly StateDescription[],
  arrows: readonly string[],
  extra: readonly string[] = [],
): string => {
  const leaving = new Set(arrows.map((arrow) => arrow.split(' ')[0]));
  const ends = states.filter(({ path, type }) => type === 'final' || !leaving.has(idOf(path)));
  const lines = [
    ...states.map((state) => `state "${labelOf(region, state)}" as ${idOf(state.path)}`),
    ...extra,
    `[*] --> ${idOf(restingIn(region, region.initial))}`,
    ...arrows,
    ...(extra.length > 0 ? [] : ends.map(({ path }) => `${idOf(path)} --> [*]`)),
    ...coloursOf(region, states),
  ];
  return ['```mermaid', 'stateDiagram-v2', ...lines.map((line) => `  ${line}`), '```'].join('\n');
};

/**
 * A region as a Mermaid state diagram. Where states follow from the data, a full picture would join each with each: a region with steps shows the moves one step ahead,
 * one without shows a single choice.
 */
export const pictureOf = (region: RegionDescription): string => {
  const states = restingStates(region);
  const derived = derivedStatesOf(region);
  const rules = new Set(derived.map(({ guard }) => guard));
  const moves = movesOf(region);
  const isRule = ({ fact, guard }: Move): boolean => fact === undefined && guard !== undefined && rules.has(guard);
  const own = moves.filter((move) => !isRule(move));
  const hasSteps = states.some(({ path }) => stepAt(region, path) !== undefined);
  if (derived.length === 0 || hasSteps)
    return picture(
      region,
      states,
      arrowsOf([...own, ...moves.filter((move) => isRule(move) && isOneStepAhead(region, move))]),
    );
  const choice = derived.map(({ guard, state }) => ({ from: 'whatTheDataSay', to: state, guard }));
  return picture(region, states, arrowsOf([...own, ...choice]), ['state whatTheDataSay <<choice>>']);
};

/** The flow from step to step, one step ahead at a time: states inside others are drawn as the outer one, and guards are left out. */
export const overviewOf = (region: RegionDescription): string => {
  const topOf = (path: string): string => path.split('.')[0] ?? path;
  const states = region.states.filter(({ path }) => !path.includes('.') && stepAt(region, path) !== undefined);
  const shown = new Set(states.map(({ path }) => path));
  const rules = new Set(derivedStatesOf(region).map(({ guard }) => guard));
  const moves = movesOf(region)
    .filter((move) => move.fact !== undefined || (rules.has(move.guard ?? '') && isOneStepAhead(region, move)))
    .map(({ from, to, fact }) => ({ from: topOf(from), to: topOf(to), ...(fact === undefined ? {} : { fact }) }))
    .filter(({ from, to }) => shown.has(from) && shown.has(to));
  const first = states[0]?.path ?? region.initial;
  return picture({ ...region, initial: first }, states, arrowsOf(moves));
};
