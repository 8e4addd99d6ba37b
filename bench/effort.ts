import { processorSecondsByProgram } from './processor-time.ts';

/** What some work took. */
export interface Effort {
  readonly seconds: number;
  /** Processor time of this program: what the seconds would be with nothing else on the machine, and nothing to wait for. */
  readonly processorSeconds: number;
  /** Processor time of the programs that it started, by name. */
  readonly programs: ReadonlyMap<string, number>;
}

export const NO_EFFORT: Effort = { seconds: 0, processorSeconds: 0, programs: new Map() };

export const effortOf = async <Result>(work: () => Promise<Result>): Promise<Effort & { readonly result: Result }> => {
  const programsBefore = processorSecondsByProgram();
  const processorBefore = process.cpuUsage();
  const started = performance.now();
  const result = await work();
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(processorBefore);
  const programs = [...processorSecondsByProgram()].map(
    ([name, after]) => [name, after - (programsBefore.get(name) ?? 0)] as const,
  );
  return { result, seconds, processorSeconds: (user + system) / 1_000_000, programs: new Map(programs) };
};

/** One after the other. */
export const bothEfforts = (first: Effort, second: Effort): Effort => {
  const names = new Set([...first.programs.keys(), ...second.programs.keys()]);
  const sum = (name: string) => (first.programs.get(name) ?? 0) + (second.programs.get(name) ?? 0);
  return {
    seconds: first.seconds + second.seconds,
    processorSeconds: first.processorSeconds + second.processorSeconds,
    programs: new Map([...names].map((name) => [name, sum(name)])),
  };
};

const twoDigits = (seconds: number): number => Math.round(seconds * 100) / 100;

/** How long it took, and how long each program was at work. */
export const figuresOfEffort = ({ seconds, processorSeconds, programs }: Effort): Record<string, number> => ({
  seconds: twoDigits(seconds),
  'processor seconds': twoDigits(processorSeconds),
  ...Object.fromEntries([...programs].map(([name, used]) => [`of ${name}`, twoDigits(used)])),
});

/** How many processors each program kept busy, in percent of one. */
export const busyFigures = ({ seconds, processorSeconds, programs }: Effort): Record<string, number> => {
  const percent = (used: number) => Math.round((used / seconds) * 100);
  return {
    'client busy %': percent(processorSeconds),
    ...Object.fromEntries([...programs].map(([name, used]) => [`${name} busy %`, percent(used)])),
  };
};
