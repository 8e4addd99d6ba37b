import { IsBoolean, IsIn, IsOptional, IsString, Length } from 'class-validator';
import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { followUpRules } from '#state-machines/follow-up/follow-up-rules';
import { priorities } from '#state-machines/vocabulary/priority';
import { FromWord, IdParameters, IsCalendarDate, IsNotBefore, PageParameters } from '../parameters.ts';
import { sortsOf, type SortColumn } from '../sorting.ts';
import { followUpStates, type FollowUpRow } from './follow-ups.table.ts';

/** What a queue can be sorted by. `queue`: overdue and soonest first, more urgent before less urgent. */
export const followUpSorts = {
  queue: { column: 'queue_place', holds: 'text' },
  openedAt: { column: 'opened_at', holds: 'text' },
  updatedAt: { column: 'updated_at', holds: 'text' },
} as const satisfies Readonly<Record<string, SortColumn<FollowUpRow>>>;

/** Opened by hand instead of by a rule. */
const BY_HAND = 'manual';

const kinds: readonly string[] = [...followUpRules.map(({ id }) => id), BY_HAND];

/** Which follow-ups, in the lists and counts of a queue. Every parameter narrows them further. */
export class QueueParameters extends PageParameters {
  /** A state, `active` (open or assigned), or `all`. */
  @IsOptional()
  @IsIn([...followUpStates, 'active', 'all'])
  state: string = 'active';

  /** The rule that opened them, or `manual`. */
  @IsOptional()
  @IsIn(kinds)
  rule?: string;

  @IsOptional()
  @IsIn(priorities)
  priority?: string;

  /** Who has them. */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  assignee?: string;

  /** `true`: only those that nobody has. */
  @IsOptional()
  @FromWord()
  @IsBoolean()
  unassigned?: boolean;

  @IsOptional()
  @IsString()
  @Length(1, 64)
  team?: string;

  @IsOptional()
  @IsString()
  @Length(1, 200)
  customerId?: string;

  /** The order that they are about, by id or by number. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  order?: string;

  /** The support case that they are about, by id or by number. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  supportCase?: string;

  /** Due on this day, or later. */
  @IsOptional()
  @IsCalendarDate()
  dueFrom?: string;

  /** Due on this day, or earlier. */
  @IsOptional()
  @IsCalendarDate()
  @IsNotBefore('dueFrom')
  dueTo?: string;

  /** `true`: only what is past its day as of `asOf`. */
  @IsOptional()
  @FromWord()
  @IsBoolean()
  overdue?: boolean;

  /** The day to judge lateness by: today in Japan, where it is left out. */
  @IsOptional()
  @IsCalendarDate()
  asOf?: string;
}

/** A queue in an order. */
export class FollowUpsParameters extends QueueParameters {
  /** A hyphen before the name reverses the order. */
  @IsOptional()
  @IsIn(sortsOf(followUpSorts))
  sort: string = 'queue';
}

/** One follow-up. */
export class FollowUpParameters extends IdParameters {
  /** The day to judge lateness by: today in Japan, where it is left out. */
  @IsOptional()
  @IsCalendarDate()
  asOf?: string;
}

/** What a queue can be counted by. */
export const countedBy = ['assignee', 'team', 'rule', 'customer', 'priority'] as const;

/** The counts of a queue. */
export class FollowUpCountsParameters extends QueueParameters {
  /** Whom or what to count by; all together, where it is left out. */
  @IsOptional()
  @IsIn(countedBy)
  by?: (typeof countedBy)[number];
}

const stateCondition = (state: string): RawBuilder<SqlBool> | undefined => {
  if (state === 'all') return undefined;
  return state === 'active' ? sql<SqlBool>`state in ('open', 'assigned')` : sql<SqlBool>`state = ${state}`;
};

/** Every parameter that is given, as a condition; `today` judges lateness. */
export const queueConditions = (wanted: QueueParameters, today: string): readonly RawBuilder<SqlBool>[] => {
  const { rule, priority, assignee, unassigned, team, customerId, order, supportCase, dueFrom, dueTo, overdue } =
    wanted;
  const state = stateCondition(wanted.state);
  const found = state ? [state] : [];
  for (const [column, value] of Object.entries({ priority, assignee, team, customer_id: customerId }))
    if (value !== undefined) found.push(sql<SqlBool>`${sql.ref(column)} = ${value}`);
  if (rule !== undefined) found.push(rule === BY_HAND ? sql<SqlBool>`rule is null` : sql<SqlBool>`rule = ${rule}`);
  if (unassigned !== undefined)
    found.push(unassigned ? sql<SqlBool>`assignee is null` : sql<SqlBool>`assignee is not null`);
  if (order !== undefined) found.push(sql<SqlBool>`(order_id = ${order} or order_number = ${order})`);
  if (supportCase !== undefined) found.push(sql<SqlBool>`(case_id = ${supportCase} or case_number = ${supportCase})`);
  if (dueFrom !== undefined) found.push(sql<SqlBool>`due_on >= ${dueFrom}`);
  if (dueTo !== undefined) found.push(sql<SqlBool>`due_on <= ${dueTo}`);
  if (overdue !== undefined) {
    const isOverdue = sql<SqlBool>`(due_on < ${today} and state not in ('done', 'dropped'))`;
    found.push(overdue ? isOverdue : sql<SqlBool>`not ${isOverdue}`);
  }
  return found;
};
