import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command, StreamType } from '#libs/kernel/decider';
import type { Fact, StateAfter } from '#libs/kernel/fact';
import { upcast } from '#libs/kernel/log/upcasting';

/** Facts as they were once recorded, and where they led. */
export interface RecordedHistory {
  readonly name: string;
  readonly facts: readonly Fact[];
  readonly stateAfter: object;
}

/** The histories in a folder, by file. They are recorded when a shape is released, and never edited: what is in a log out there has to be readable for ever. */
export const recordedHistories = (folder: string): readonly (readonly [string, readonly RecordedHistory[]])[] =>
  readdirSync(folder).map((file) => [
    file,
    JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as readonly RecordedHistory[],
  ]);

/** Where a history leads today. */
export const replayed = <State, C extends Command, F extends Fact>(
  streamType: StreamType<State, C, F>,
  { facts }: RecordedHistory,
): StateAfter => {
  const { decider, stateAfter } = streamType;
  const state = facts.reduce(
    (before, { type, data }) => decider.evolve(before, { type, data: upcast(streamType, type, 1, data) } as F),
    decider.initial,
  );
  return stateAfter(state);
};

/** The types of fact among these that no history tells. */
export const untold = (
  histories: ReturnType<typeof recordedHistories>,
  regionOf: Readonly<Record<string, string>>,
): readonly string[] => {
  const told = new Set(histories.flatMap(([, all]) => all.flatMap(({ facts }) => facts.map(({ type }) => type))));
  return Object.keys(regionOf).filter((type) => !told.has(type));
};
