import type { Instant } from '../vocabulary/dates.ts';
import { requireNew, requireThat } from '../vocabulary/requirements.ts';
import type { CompanyCalendar, DeskFact } from './desk.events.ts';

/** Whether a rule is on, and from when on what happens counts. */
export interface RuleSwitch {
  readonly on: boolean;
  readonly since: Instant;
}

/** The desk as it stands; plain JSON. */
export interface DeskData {
  /** Null before it was opened. */
  readonly openedAt: Instant | null;
  readonly rules: Readonly<Record<string, RuleSwitch>>;
  /** Teams of each member, by the member's id. */
  readonly members: Readonly<Record<string, readonly string[]>>;
  /** Null where the company works as is usual. */
  readonly calendar: CompanyCalendar | null;
}

export const initialDeskData: DeskData = { openedAt: null, rules: {}, members: {}, calendar: null };

/** The desk after a fact. Throws `RangeError` for one that cannot have happened. */
export const reduceDesk = (data: DeskData, fact: DeskFact): DeskData => {
  switch (fact.type) {
    case 'DeskOpened':
      requireThat(data.openedAt === null, 'it was opened before');
      return { ...data, openedAt: fact.data.openedAt };
    case 'RulesIntroduced': {
      const { rules, since } = fact.data;
      for (const rule of rules) requireNew(rule, data.rules);
      return {
        ...data,
        rules: { ...data.rules, ...Object.fromEntries(rules.map((rule) => [rule, { on: true, since }])) },
      };
    }
    case 'RuleSwitchedOn':
      return switched(data, fact.data.rule, { on: true, since: fact.data.since });
    case 'RuleSwitchedOff': {
      const since = data.rules[fact.data.rule]?.since ?? '';
      return switched(data, fact.data.rule, { on: false, since });
    }
    case 'MemberAdded':
      requireNew(fact.data.memberId, data.members);
      return { ...data, members: { ...data.members, [fact.data.memberId]: fact.data.teams } };
    case 'MemberMoved':
      requireMember(data, fact.data.memberId);
      return { ...data, members: { ...data.members, [fact.data.memberId]: fact.data.teams } };
    case 'MemberRemoved': {
      requireMember(data, fact.data.memberId);
      const { [fact.data.memberId]: _left, ...members } = data.members;
      return { ...data, members };
    }
    case 'CalendarSet':
      return { ...data, calendar: fact.data.calendar };
  }
};

const switched = (data: DeskData, rule: string, to: RuleSwitch): DeskData => {
  requireThat(Object.hasOwn(data.rules, rule), `there is no rule ${rule}`);
  return { ...data, rules: { ...data.rules, [rule]: to } };
};

const requireMember = ({ members }: DeskData, memberId: string): void =>
  requireThat(Object.hasOwn(members, memberId), `there is no member ${memberId}`);

/** Whether somebody of that id works here. */
export const isMember = ({ members }: Pick<DeskData, 'members'>, memberId: string): boolean =>
  Object.hasOwn(members, memberId);

/** Whether anybody works in that team. */
export const isTeam = ({ members }: Pick<DeskData, 'members'>, team: string): boolean =>
  Object.values(members).some((teams) => teams.includes(team));
