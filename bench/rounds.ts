import { bothEfforts, type Effort, effortOf, NO_EFFORT } from './effort.ts';
import { perSecond, pooled, type Timing } from './timing.ts';

/** One way to do the work that is compared. */
export interface Contender {
  readonly what: string;
  /** Gets ready, and gives what is measured. */
  prepare(round: number): () => Promise<Timing>;
}

export interface Contest {
  readonly what: string;
  readonly timing: Timing;
  readonly perSecond: number;
  readonly effort: Effort;
}

/** All contenders in turn, round by round, so that a disk that has a slow minute has it for all of them. */
export const measureInRounds = async (
  rounds: number,
  contenders: readonly Contender[],
): Promise<readonly Contest[]> => {
  const measured = contenders.map((contender) => ({
    contender,
    timings: [] as Timing[],
    effort: NO_EFFORT,
  }));
  for (let round = 0; round < rounds; round += 1)
    for (const one of measured) {
      const { result, ...effort } = await effortOf(one.contender.prepare(round));
      one.timings.push(result);
      one.effort = bothEfforts(one.effort, effort);
    }
  return measured.map(({ contender: { what }, timings, effort }) => {
    const timing = pooled(timings);
    return { what, timing, perSecond: perSecond(timing), effort };
  });
};

/** How fast the first is beside the second, in percent. */
export const percentOf = (contests: readonly Contest[], part: string, whole: string): number => {
  const rateOf = (wanted: string) => contests.find(({ what }) => what === wanted)?.perSecond ?? Number.NaN;
  return Math.round((rateOf(part) / rateOf(whole)) * 100);
};
