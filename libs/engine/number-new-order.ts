import type { Clock } from '#libs/kernel/clock';
import type { CommandLoop } from '#libs/kernel/command-loop/command-loop';
import { isRefusal, type Command, type Refusal, type StreamType } from '#libs/kernel/decider';
import type { Fact } from '#libs/kernel/fact';
import type { CommandContext } from '#libs/kernel/outcome';
import { numberSeriesStream } from '#libs/ordering/number-series/number-series.stream';
import { numberSeriesId } from '#libs/ordering/number-series/order-number';
import { dateInTokyo, type Instant } from '#state-machines/vocabulary/dates';
import { createOrderNumbers, type TakeNumbers } from './order-numbers.ts';

/** What takes numbers of a series: any program's numbers come from the same stream. */
const takerOf =
  (loop: Pick<CommandLoop, 'execute'>, series: string): TakeNumbers =>
  async (year, count) => {
    const commandId = crypto.randomUUID();
    const outcome = await loop.execute(
      numberSeriesStream,
      numberSeriesId(series, year),
      { type: 'TakeNumbers', data: { count } },
      {
        commandId,
        fresh: true,
        correlationId: commandId,
        actor: { id: 'order-numbers', role: 'system', via: 'engine' },
      },
    );
    const taken = outcome.accepted ? outcome.facts[0]?.data : undefined;
    if (taken === undefined || !('first' in taken) || typeof taken.first !== 'number')
      throw new Error(`no numbers of ${series} were handed out for ${String(year)}`);
    return taken.first;
  };

/** A number that stands in while an order, or a case, is tried out. */
const TRIAL_NUMBER = '0000-000000';

/** A new order, or case, as its caller sent it: its stream's id, what came with it, and when it was received, where the caller says so. */
export interface NewStream {
  readonly id: string;
  readonly context: CommandContext;
  readonly receivedAt?: Instant | undefined;
}

/** Makes the creating command of a stream with its number, which is of the year in which it was received; or the refusal of that command, which takes no number. */
export type NumberNew<C extends Command> = (
  withNumber: (number: string) => C,
  stream: NewStream,
) => Promise<C | Refusal>;

/** Numbers the new streams of one kind from one series. */
export const createNumbering = <State, C extends Command, F extends Fact>(
  { decider }: StreamType<State, C, F>,
  series: string,
  { loop, clock }: { readonly loop: Pick<CommandLoop, 'execute'>; readonly clock: Clock },
): NumberNew<C> => {
  const nextNumber = createOrderNumbers(series, takerOf(loop, series));
  return async (withNumber, { id, context, receivedAt }) => {
    const now = context.occurredAt ?? clock.now();
    const trial = decider.decide(withNumber(TRIAL_NUMBER), decider.initial, { now, id, commandId: context.commandId });
    if (isRefusal(trial)) return trial;
    return withNumber(await nextNumber(dateInTokyo(receivedAt ?? now)));
  };
};
