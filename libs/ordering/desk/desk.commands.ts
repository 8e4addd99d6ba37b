import type { CommandDescription, CommandsOf } from '#libs/kernel/command-catalogue';
import type { YearlyClosure } from '#state-machines/desk/desk.events';
import { describeCommands } from '../command-words.ts';
import { IsFlag } from '../validation/flag-rules.ts';
import { IsWholeNumberList } from '../validation/number-rules.ts';
import { IsCalendarDate, IsCalendarDateList, IsDayOfYear, IsTimeOfDay } from '../validation/date-rules.ts';
import { IsRecordListOf } from '../validation/object-rules.ts';
import { IsIdentifier, IsIdentifierList } from '../validation/text-rules.ts';
import { Optional } from '../validation/value-rule.ts';

/** 受注デスクを開く: sent by the program itself when it starts, with the rules that it has. */
export class OpenDesk {
  @IsIdentifierList(0, 200)
  readonly rules!: string[];
}

/** ルールを有効にする: for what happens from now on, or from `since` on. */
export class SwitchRuleOn {
  @IsIdentifier()
  readonly rule!: string;

  /** The beginning of this day in Japan. What began since and is still unanswered becomes follow-ups within moments. */
  @Optional()
  @IsCalendarDate()
  readonly since?: string;
}

/** ルールを無効にする: open follow-ups stay. */
export class SwitchRuleOff {
  @IsIdentifier()
  readonly rule!: string;
}

/** 担当者を登録する. */
export class AddMember {
  @IsIdentifier()
  readonly memberId!: string;

  /** None, where it is left out. */
  @Optional()
  @IsIdentifierList(0, 20)
  readonly teams?: string[];
}

/** 担当者の所属を変更する: the teams from now on. */
export class MoveMember {
  @IsIdentifier()
  readonly memberId!: string;

  @IsIdentifierList(0, 20)
  readonly teams!: string[];
}

/** 担当者を外す: what is assigned to them stays so until it is given to others. */
export class RemoveMember {
  @IsIdentifier()
  readonly memberId!: string;
}

export class YearlyClosurePayload implements YearlyClosure {
  @IsDayOfYear()
  readonly from!: string;

  @IsDayOfYear()
  readonly to!: string;
}

/** 営業日カレンダーを定める: in full; what is left out is as usual in Japan. */
export class SetCalendar {
  /** 0 is Sunday, 6 is Saturday. Usually 0 and 6. */
  @Optional()
  @IsWholeNumberList(0, 6, 0, 6)
  readonly closedWeekdays?: number[];

  /** Usually true. */
  @Optional()
  @IsFlag()
  readonly closedOnHolidays?: boolean;

  /** Usually 12-29 to 01-03. */
  @Optional()
  @IsRecordListOf(() => YearlyClosurePayload, 0, 50)
  readonly closedEveryYear?: YearlyClosurePayload[];

  @Optional()
  @IsCalendarDateList(0, 500)
  readonly closedDays?: string[];

  /** Days that are worked although something else closes them. */
  @Optional()
  @IsCalendarDateList(0, 500)
  readonly openDays?: string[];

  /** Usually 09:00. */
  @Optional()
  @IsTimeOfDay()
  readonly opensAt?: string;

  /** Usually 18:00. */
  @Optional()
  @IsTimeOfDay()
  readonly closesAt?: string;
}

const deskPayloads = { OpenDesk, SwitchRuleOn, SwitchRuleOff, AddMember, MoveMember, RemoveMember, SetCalendar };
const describe = describeCommands(deskPayloads);

export const deskCommands = {
  OpenDesk: {
    ...describe('OpenDesk', '受注デスクを開く', 'Open the desk, or introduce rules that are new', {
      rules: ['clarification-unanswered'],
    }),
    internal: true,
  },
  SwitchRuleOn: describe('SwitchRuleOn', 'ルールを有効にする', 'Switch a follow-up rule on', {
    rule: 'clarification-unanswered',
  }),
  SwitchRuleOff: describe('SwitchRuleOff', 'ルールを無効にする', 'Switch a follow-up rule off', {
    rule: 'clarification-unanswered',
  }),
  AddMember: describe('AddMember', '担当者を登録する', 'Add somebody who works on follow-ups', {
    memberId: 'sato',
    teams: ['orders'],
  }),
  MoveMember: describe('MoveMember', '担当者の所属を変更する', 'Change the teams of a member', {
    memberId: 'sato',
    teams: ['orders', 'support'],
  }),
  RemoveMember: describe('RemoveMember', '担当者を外す', 'Remove somebody who no longer works here', {
    memberId: 'sato',
  }),
  SetCalendar: describe(
    'SetCalendar',
    '営業日カレンダーを定める',
    'Say when the company works; what is left out is as usual in Japan',
    { closedDays: ['2026-08-13', '2026-08-14'], openDays: ['2026-12-30'] },
  ),
} satisfies Record<string, CommandDescription>;

export type DeskCommand = CommandsOf<typeof deskPayloads>;
