import { IsBoolean, IsIn, IsOptional, IsString, Length, ValidateIf } from 'class-validator';
import { caseCategories } from '#state-machines/support-case/support-case.events';
import { priorities } from '#state-machines/vocabulary/priority';
import { FromWord, IdParameters, IsInstant, PageParameters } from '../parameters.ts';
import { sortsOf, type SortColumn } from '../sorting.ts';
import type { SupportCaseRow } from './support-cases.table.ts';

/** What cases can be sorted by. */
export const supportCaseSorts = {
  target: { column: 'next_target', holds: 'text' },
  openedAt: { column: 'opened_at', holds: 'text' },
  lastContactAt: { column: 'last_contact_at', holds: 'text' },
} as const satisfies Readonly<Record<string, SortColumn<SupportCaseRow>>>;

const states = ['opened', 'inProgress', 'awaitingCustomer', 'resolved', 'closed'] as const;

/** Which support cases, in which order. Every parameter narrows the list further. */
export class SupportCasesParameters extends PageParameters {
  @IsOptional()
  @IsIn(states)
  state?: string;

  /** `true`: only what is not resolved; `false`: only what is. */
  @IsOptional()
  @FromWord()
  @IsBoolean()
  open?: boolean;

  @IsOptional()
  @IsIn(caseCategories)
  category?: string;

  @IsOptional()
  @IsIn(priorities)
  priority?: string;

  /** Id of the member who works on it. */
  @IsOptional()
  @IsString()
  @Length(1, 200)
  assignee?: string;

  /** `true`: only what somebody works on; `false`: only what nobody does. */
  @IsOptional()
  @FromWord()
  @IsBoolean()
  assigned?: boolean;

  @IsOptional()
  @IsString()
  @Length(1, 200)
  customerId?: string;

  /** The order that it is about, by its id or its number. */
  @IsOptional()
  @IsString()
  @Length(1, 200)
  order?: string;

  /** The instant to judge lateness by, such as 2026-11-27T05:00:00Z; needed for `overdue`. */
  @ValidateIf(({ asOf, overdue }: SupportCasesParameters) => asOf !== undefined || overdue !== undefined)
  @IsInstant()
  asOf?: string;

  /** `true`: only where a target that is not reached has passed at `asOf`; `false`: only where none has. */
  @IsOptional()
  @FromWord()
  @IsBoolean()
  overdue?: boolean;

  /** A hyphen before the name reverses the order; cases without a target left come last either way. */
  @IsOptional()
  @IsIn(sortsOf(supportCaseSorts))
  sort: string = 'target';
}

/** One case, by its id or its number. */
export class SupportCaseParameters extends IdParameters {
  /** The instant to judge lateness by. */
  @IsOptional()
  @IsInstant()
  asOf?: string;
}
