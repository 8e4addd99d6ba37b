import { IsBoolean, IsIn, IsOptional, IsString, Length, ValidateIf } from 'class-validator';
import { FromWord, IdParameters, IsCalendarDate } from '../parameters.ts';
import { ServiceOrdersParameters } from '../service-order.parameters.ts';
import { sortsOf, type SortColumn } from '../sorting.ts';
import type { ListedRow } from './project.view.ts';

/** What projects can be sorted by. The later a project is, the earlier the first of its open tasks should have ended. */
export const projectSorts = {
  endsOn: { column: 'ends_on', holds: 'text' },
  percent: { column: 'percent', holds: 'number' },
  lateness: { column: 'earliest_open_end', holds: 'text', reversed: true },
  lastContactAt: { column: 'last_contact_at', holds: 'text' },
  nextContactDue: { column: 'next_contact_due', holds: 'text' },
} as const satisfies Readonly<Record<string, SortColumn<ListedRow>>>;

/** Which projects, in which order. Every parameter narrows the list further. */
export class ProjectsParameters extends ServiceOrdersParameters {
  /** Id of the member who answers for it. */
  @IsOptional()
  @IsString()
  @Length(1, 200)
  owner?: string;

  /** Id of somebody who works on it. */
  @IsOptional()
  @IsString()
  @Length(1, 200)
  member?: string;

  /** `true`: only what is neither completed nor terminated; `false`: only what is. */
  @IsOptional()
  @FromWord()
  @IsBoolean()
  open?: boolean;

  @IsOptional()
  @FromWord()
  @IsBoolean()
  atRisk?: boolean;

  /** The day to judge by; needed for `late` and `contactOverdue`. */
  @ValidateIf(
    ({ asOf, late, contactOverdue }: ProjectsParameters) =>
      asOf !== undefined || late !== undefined || contactOverdue !== undefined,
  )
  @IsCalendarDate()
  asOf?: string;

  /** A task that is not done should have ended before `asOf`. */
  @IsOptional()
  @FromWord()
  @IsBoolean()
  late?: boolean;

  /** The customer should have heard from the company before `asOf`. */
  @IsOptional()
  @FromWord()
  @IsBoolean()
  contactOverdue?: boolean;

  /** A hyphen before the name reverses the order; projects without a value come last either way. */
  @IsOptional()
  @IsIn(sortsOf(projectSorts))
  sort: string = 'endsOn';
}

/** One project, by the id or the number of its order. */
export class ProjectParameters extends IdParameters {
  /** The day to judge lateness by. */
  @IsOptional()
  @IsCalendarDate()
  asOf?: string;
}
