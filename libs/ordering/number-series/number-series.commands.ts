import type { CommandDescription, CommandsOf } from '#libs/kernel/command-catalogue';
import { IsWholeNumber } from '../validation/number-rules.ts';

/** So many numbers can be taken at once. */
const MAX_NUMBERS_AT_ONCE = 100_000;

/** Takes the next numbers of a series. */
export class TakeNumbers {
  @IsWholeNumber(1, MAX_NUMBERS_AT_ONCE)
  count!: number;
}

export const numberSeriesCommands = {
  TakeNumbers: {
    payload: TakeNumbers,
    internal: true,
    summary: { ja: '番号を採番する', en: 'Take the next numbers of a series' },
    example: { count: 1 },
  },
} satisfies Record<string, CommandDescription>;

export type NumberSeriesCommand = CommandsOf<{ TakeNumbers: typeof TakeNumbers }>;
