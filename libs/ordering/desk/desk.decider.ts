import type { Plain } from '#libs/kernel/command-catalogue';
import type { Decider, Decision, DecisionContext, Refusal } from '#libs/kernel/decider';
import { initialDeskData, isMember, reduceDesk, type DeskData } from '#state-machines/desk/desk.data';
import { regionOf, type CompanyCalendar, type DeskFact } from '#state-machines/desk/desk.events';
import { DESK_ID } from '#state-machines/desk/desk.id';
import { inUtc } from '#state-machines/vocabulary/dates';
import { today } from '../dates.policies.ts';
import { foldLedger } from '../ledger-fold.ts';
import { ruleRefusal } from '../refusal.ts';
import { hasBusinessDay, usualCalendar } from './business-calendar.ts';
import type { AddMember, DeskCommand, SetCalendar, SwitchRuleOn } from './desk.commands.ts';

const unknownRule = (rule: string, { rules }: DeskData): Refusal | undefined =>
  Object.hasOwn(rules, rule)
    ? undefined
    : ruleRefusal(
        'unknown-rule',
        'rule',
        `ルール「${rule}」はありません。次のいずれかを指定してください: ${Object.keys(rules).join('、')}`,
        `There is no rule "${rule}"; there are ${Object.keys(rules).join(', ')}.`,
      );

/** Nobody of that id works here; `field` is where the id stands. */
export const unknownMember = (memberId: string, field: string, data: Pick<DeskData, 'members'>): Refusal | undefined =>
  isMember(data, memberId)
    ? undefined
    : ruleRefusal(
        'unknown-member',
        field,
        `担当者「${memberId}」は登録されていません。先に受注デスクの担当者として登録してください（add-member）。`,
        `There is no member "${memberId}": add them to the desk first (add-member), or correct the id.`,
      );

const open = (rules: readonly string[], data: DeskData, { now }: DecisionContext): Decision<DeskFact> => {
  const introduced = rules.filter((rule) => !Object.hasOwn(data.rules, rule));
  return [
    ...(data.openedAt === null ? [{ type: 'DeskOpened', data: { openedAt: inUtc(now) } } as const] : []),
    ...(introduced.length > 0
      ? [{ type: 'RulesIntroduced', data: { rules: introduced, since: inUtc(now) } } as const]
      : []),
  ];
};

/** A rule looks back to a day that has begun. */
const notYetBegun = (since: string | undefined, context: DecisionContext): Refusal | undefined =>
  since !== undefined && since > today(context)
    ? ruleRefusal(
        'in-the-future',
        'since',
        `since には今日か過去の日付を指定してください（${since} は未来です）。今から有効にするには since を省いてください。`,
        `since has to be today or a past day, and ${since} is yet to come; leave it out to switch the rule on from now on.`,
      )
    : undefined;

const switchOn = (
  { rule, since }: Plain<SwitchRuleOn>,
  data: DeskData,
  context: DecisionContext,
): Decision<DeskFact> => {
  const refusal = unknownRule(rule, data) ?? notYetBegun(since, context);
  if (refusal) return refusal;
  const from = inUtc(since === undefined ? context.now : `${since}T00:00:00+09:00`);
  const present = data.rules[rule];
  const isSo = present?.on === true && (since === undefined || present.since <= from);
  const lookingBack = since === undefined ? {} : ({ lookingBack: true } as const);
  return isSo ? [] : [{ type: 'RuleSwitchedOn', data: { rule, since: from, ...lookingBack } }];
};

const once = <Value>(values: readonly Value[]): readonly Value[] => [...new Set(values)];

const addMember = ({ memberId, teams: given = [] }: Plain<AddMember>, data: DeskData): Decision<DeskFact> => {
  const teams = once(given);
  const present = data.members[memberId];
  if (present === undefined) return [{ type: 'MemberAdded', data: { memberId, teams } }];
  if (sameTeams(present, teams)) return [];
  return ruleRefusal(
    'already-member',
    'memberId',
    `担当者「${memberId}」は登録済みです。所属を変えるには move-member を使ってください。`,
    `"${memberId}" is a member already; use move-member to change the teams.`,
  );
};

const sameTeams = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((team) => other.includes(team));

const setCalendar = (given: Plain<SetCalendar>, data: DeskData, context: DecisionContext): Decision<DeskFact> => {
  const calendar: CompanyCalendar = { ...usualCalendar, ...given };
  const refusal = refusalOfCalendar(calendar, context);
  if (refusal) return refusal;
  const isSo = JSON.stringify(calendar) === JSON.stringify(data.calendar ?? usualCalendar);
  return isSo ? [] : [{ type: 'CalendarSet', data: { calendar } }];
};

const refusalOfCalendar = (calendar: CompanyCalendar, context: DecisionContext): Refusal | undefined => {
  const { opensAt, closesAt, openDays, closedDays } = calendar;
  if (opensAt >= closesAt)
    return ruleRefusal(
      'closes-before-it-opens',
      'closesAt',
      `終業時刻 ${closesAt} は始業時刻 ${opensAt} より後にしてください。`,
      `It would close at ${closesAt}, before it opens at ${opensAt}: give a later time.`,
    );
  const both = openDays.find((date) => closedDays.includes(date));
  if (both !== undefined)
    return ruleRefusal(
      'open-and-closed',
      'openDays',
      `${both} は休業日にも営業日にも指定されています。どちらかを取り除いてください。`,
      `${both} is among the closed days too: take it out of one of the two.`,
    );
  if (!hasBusinessDay(calendar, today(context)))
    return ruleRefusal(
      'no-business-day',
      'closedEveryYear',
      'このカレンダーには今後一年、営業日がありません。休業日を減らしてください。',
      'This calendar has no business day within a year: close fewer days.',
    );
  return undefined;
};

const decide = (command: DeskCommand, data: DeskData, context: DecisionContext): Decision<DeskFact> => {
  if (context.id !== DESK_ID)
    return ruleRefusal(
      'only-one-desk',
      'id',
      `受注デスクは一つだけで、ID は「${DESK_ID}」です。`,
      `There is one desk, and its id is "${DESK_ID}".`,
    );
  switch (command.type) {
    case 'OpenDesk':
      return open(command.data.rules, data, context);
    case 'SwitchRuleOn':
      return switchOn(command.data, data, context);
    case 'SwitchRuleOff': {
      const { rule } = command.data;
      const refusal = unknownRule(rule, data);
      if (refusal) return refusal;
      return data.rules[rule]?.on === false ? [] : [{ type: 'RuleSwitchedOff', data: { rule } }];
    }
    case 'AddMember':
      return addMember(command.data, data);
    case 'MoveMember': {
      const { memberId } = command.data;
      const teams = once(command.data.teams);
      const refusal = unknownMember(memberId, 'memberId', data);
      if (refusal) return refusal;
      return sameTeams(data.members[memberId] ?? [], teams) ? [] : [{ type: 'MemberMoved', data: { memberId, teams } }];
    }
    case 'RemoveMember': {
      const { memberId } = command.data;
      return unknownMember(memberId, 'memberId', data) ?? [{ type: 'MemberRemoved', data: { memberId } }];
    }
    case 'SetCalendar':
      return setCalendar(command.data, data, context);
  }
};

/** 受注デスク. */
export const deskDecider: Decider<DeskData, DeskCommand, DeskFact> = {
  initial: initialDeskData,
  evolve: foldLedger<DeskData, DeskFact>({ name: 'desk', reduce: reduceDesk, regionOf }),
  decide,
  refusedWhen: () => undefined,
};

/** When the company works: as the desk says, or as is usual. */
export const calendarOf = ({ calendar }: Pick<DeskData, 'calendar'>): CompanyCalendar => calendar ?? usualCalendar;
