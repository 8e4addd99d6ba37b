import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { ReadDatabase } from '#libs/read-database/read-database';
import { IsOptional } from 'class-validator';
import { daysLater } from '#state-machines/vocabulary/dates';
import { IdParameters, IsCalendarDate } from '../parameters.ts';
import { dayOf, type QueryDescription } from '../query-description.ts';
import { rowOf, type Stored } from '../stored.ts';
import { followUpExample, followUpViews, type FollowUpView } from './follow-up.view.ts';
import { queueRows } from './follow-ups.query.ts';
import { deskMembersTable, type DeskMemberRow, type FollowUpRow } from './follow-ups.table.ts';

type Tables = {
  desk_members: Stored<DeskMemberRow>;
  follow_ups: Stored<FollowUpRow>;
};

/** Whose day it is. */
export class MemberDayParameters extends IdParameters {
  /** The day: today in Japan, where it is left out. */
  @IsOptional()
  @IsCalendarDate()
  asOf?: string;
}

/** What somebody is to see to on a day. */
export interface MemberDay {
  readonly member: string;
  readonly teams: readonly string[];
  readonly day: string;
  /** Theirs, due today or past their day, in the order of the queue; at most 100. */
  readonly today: readonly FollowUpView[];
  /** Theirs, due within the next seven days; at most 100. */
  readonly soon: readonly FollowUpView[];
  /** How many of theirs rest. */
  readonly snoozed: number;
  /** How many of theirs ended today. */
  readonly endedToday: number;
  /** What nobody has, in their teams' queues or in everybody's: how many, and the next five. */
  readonly toClaim: { readonly count: number; readonly next: readonly FollowUpView[] };
}

const MOST = 100;
const NEXT = 5;
const SOON_DAYS = 7;

const memberOf = async (database: ReadDatabase, id: string): Promise<DeskMemberRow | undefined> => {
  const stored = await database.db
    .$extendTables<Tables>()
    .selectFrom('desk_members')
    .selectAll()
    .where('member_id', '=', id)
    .executeTakeFirst();
  return stored && rowOf<DeskMemberRow>(database, deskMembersTable, stored);
};

const countOf = async (database: ReadDatabase, condition: RawBuilder<SqlBool>): Promise<number> => {
  const counted = await database.db
    .$extendTables<Tables>()
    .selectFrom('follow_ups')
    .select(sql<number | string>`count(*)`.as('count'))
    .where(condition)
    .executeTakeFirst();
  return Number(counted?.count ?? 0);
};

/** Midnight in Japan, at the beginning of a day, as the instant that rows hold. */
const beginningOf = (day: string): string => new Date(`${day}T00:00:00+09:00`).toISOString();

/** `GET /api/members/{id}/day` */
export const memberDayQuery: QueryDescription<MemberDayParameters, MemberDay> = {
  name: 'member-day',
  path: 'members/{id}/day',
  summary: {
    ja: '担当者の一日（今日すること、これから、取れるもの）',
    en: "A member's day: what is due, what is next, what can be claimed",
  },
  parameters: MemberDayParameters,
  projection: 'follow-ups',
  example: {
    member: 'sato',
    teams: ['orders'],
    day: '2026-11-27',
    today: [followUpExample],
    soon: [],
    snoozed: 1,
    endedToday: 4,
    toClaim: { count: 0, next: [] },
  } satisfies MemberDay,
  nothingFound: {
    ja: '担当者が登録されていません。受注デスクに登録してください（add-member）。',
    en: 'There is no such member, or the read model does not know them yet: add them to the desk (add-member).',
  },
  run: async ({ database, vault, now }, { id, asOf }) => {
    const member = await memberOf(database, id);
    if (!member) return undefined;
    const day = dayOf({ now }, asOf);
    const theirs = sql<SqlBool>`assignee = ${id} and state = 'assigned'`;
    const inTeams = member.teams.length === 0 ? sql<SqlBool>`1 = 0` : sql<SqlBool>`team in (${sql.join(member.teams)})`;
    const claimable = sql<SqlBool>`state = 'open' and (team is null or ${inTeams})`;
    const views = async (limit: number, ...conditions: readonly RawBuilder<SqlBool>[]) =>
      followUpViews(await queueRows(database, conditions, limit), vault, day);
    return {
      member: id,
      teams: member.teams,
      day,
      today: await views(MOST, theirs, sql<SqlBool>`due_on <= ${day}`),
      soon: await views(MOST, theirs, sql<SqlBool>`due_on > ${day} and due_on <= ${daysLater(day, SOON_DAYS)}`),
      snoozed: await countOf(database, sql<SqlBool>`assignee = ${id} and state = 'snoozed'`),
      endedToday: await countOf(
        database,
        sql<SqlBool>`assignee = ${id} and ended_at >= ${beginningOf(day)} and ended_at < ${beginningOf(daysLater(day, 1))}`,
      ),
      toClaim: { count: await countOf(database, claimable), next: await views(NEXT, claimable) },
    };
  },
};
