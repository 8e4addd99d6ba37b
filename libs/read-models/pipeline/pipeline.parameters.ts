import { IsBoolean, IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import type { NextActor } from '#state-machines/vocabulary/labels';
import { FromDigits, FromWord, IsCalendarDate, IsNotBefore } from '../parameters.ts';
import { ServiceOrdersParameters } from '../service-order.parameters.ts';
import { sortsOf, type SortColumn } from '../sorting.ts';
import type { PipelineRow } from './pipeline.table.ts';

/** Who may have to act for a service order. */
const actors = ['backOffice', 'customer', 'nobody'] as const satisfies readonly NextActor[];

/** What the pipeline can be sorted by. The longer an order is in its step, the earlier it came into it. */
export const pipelineSorts = {
  receivedAt: { column: 'received_at', holds: 'text' },
  value: { column: 'value', holds: 'number' },
  weightedValue: { column: 'weighted_value', holds: 'number' },
  ageInStep: { column: 'step_since', holds: 'text', reversed: true },
  desiredDate: { column: 'desired_date', holds: 'text' },
  validUntil: { column: 'valid_until', holds: 'text' },
} as const satisfies Readonly<Record<string, SortColumn<PipelineRow>>>;

/** Which orders of the pipeline, in which order. Every parameter narrows the list further. */
export class PipelineParameters extends ServiceOrdersParameters {
  /** Steps 1 to 7, several with commas between: `1,2`. */
  @IsOptional()
  @Matches(/^[1-7](,[1-7])*$/, {
    message: '$property must be steps from 1 to 7 with commas between, such as 1,2',
    context: {
      ja: '1 から 7 の工程を 1,2 のように指定してください。',
      en: 'must be steps from 1 to 7 with commas between, such as 1,2',
    },
  })
  step?: string;

  @IsOptional()
  @IsIn(actors)
  nextActor?: string;

  /** `true`: only what is not completed, lost or terminated; `false`: only what is. */
  @IsOptional()
  @FromWord()
  @IsBoolean()
  open?: boolean;

  /** At least so much without tax, in minor units. */
  @IsOptional()
  @FromDigits()
  @IsInt()
  @Min(0)
  minValue?: number;

  /** At least so likely, in percent; orders of which nobody has said it are left out. */
  @IsOptional()
  @FromDigits()
  @IsInt()
  @Min(0)
  @Max(100)
  minProbability?: number;

  /** With a proposal that is with the customer and expires on this day, or earlier. */
  @IsOptional()
  @IsCalendarDate()
  expiresUntil?: string;

  /** The day to count `ageInStepDays` to. */
  @IsOptional()
  @IsCalendarDate()
  asOf?: string;

  /** A hyphen before the name reverses the order; orders without a value come last either way. Only sorting by `receivedAt` stays as it is while orders change. */
  @IsOptional()
  @IsIn(sortsOf(pipelineSorts))
  sort: string = '-receivedAt';
}

/** The period in which orders were won or lost. */
export class PipelineSummaryParameters {
  /** Won or lost on this day, or later. */
  @IsOptional()
  @IsCalendarDate()
  from?: string;

  /** Won or lost on this day, or earlier. */
  @IsOptional()
  @IsCalendarDate()
  @IsNotBefore('from')
  to?: string;
}
