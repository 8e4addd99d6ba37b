import { Presets, SingleBar } from 'cli-progress';
import type { Terminal } from './terminal.ts';

/** How far something has got; silent where nobody watches. */
export interface ProgressBar {
  /** Says what is being done, and how many steps that is in all. */
  begin(title: string, total: number): void;
  advance(steps?: number): void;
  /** Leaves the bar as it is, and the cursor on a new line. */
  end(): void;
}

const silent: ProgressBar = { begin: () => undefined, advance: () => undefined, end: () => undefined };

/** A bar on standard error, where that is a terminal. */
export const openProgressBar = ({ progressStream }: Pick<Terminal, 'progressStream'>): ProgressBar => {
  if (!progressStream) return silent;
  const format = '{title} {bar} {percentage}% | {value}/{total} | {duration_formatted}';
  const bar = new SingleBar({ format, stream: progressStream, etaBuffer: 100 }, Presets.shades_classic);
  return {
    begin: (title, total) => {
      bar.stop();
      bar.start(total, 0, { title });
    },
    advance: (steps = 1) => bar.increment(steps),
    end: () => bar.stop(),
  };
};
