import { readdirSync, readFileSync } from 'node:fs';

/** The programs that benchmarks start, by what stands in their command lines. */
const PROGRAMS = [
  ['api', /apps\/api\/main/],
  ['worker', /apps\/worker\/main/],
  ['emulator', /emulator\.process/],
  ['PostgreSQL', /^postgres: |\/postgres /],
] as const;

/** Linux counts the time of processes in hundredths of a second, whatever its own clock does. */
const TICKS_PER_SECOND = 100;

interface Process {
  readonly id: number;
  readonly parent: number;
  readonly commandLine: string;
  /** Its own time and that of its children that have ended, in seconds. */
  readonly seconds: number;
}

/** Undefined where it has ended meanwhile. */
const processOf = (id: number): Process | undefined => {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
    // After the name in brackets, which may hold anything: state, parent, …; 11 to 14 are the ticks.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    const commandLine = readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return { id, parent: Number(fields[1]), commandLine, seconds: ticks / TICKS_PER_SECOND };
  } catch {
    return undefined;
  }
};

const runningProcesses = (): readonly Process[] => {
  try {
    const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return ids.map((id) => processOf(Number(id))).filter((found) => found !== undefined);
  } catch {
    return [];
  }
};

/** Processor seconds of the programs below this one so far, all of a name together; none where the system does not tell (only Linux does). */
export const processorSecondsByProgram = (): ReadonlyMap<string, number> => {
  const childrenOf = Map.groupBy(runningProcesses(), ({ parent }) => parent);
  const seconds = new Map<string, number>();
  const addBelow = (id: number): void => {
    for (const child of childrenOf.get(id) ?? []) {
      const [name] = PROGRAMS.find(([, pattern]) => pattern.test(child.commandLine)) ?? [];
      if (name !== undefined) seconds.set(name, (seconds.get(name) ?? 0) + child.seconds);
      addBelow(child.id);
    }
  };
  addBelow(process.pid);
  return seconds;
};
