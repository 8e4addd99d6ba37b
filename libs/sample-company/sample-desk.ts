import type { Plain } from '#libs/kernel/command-catalogue';
import type { AddMember, SetCalendar } from '#libs/ordering/desk/desk.commands';

/** Teams of the sample company. */
export const teams = ['orders', 'support', 'sales', 'accounts'] as const;
export type Team = (typeof teams)[number];

/** 担当者: somebody of the sample company who works on follow-ups. */
export interface SampleMember extends Plain<AddMember> {
  readonly teams: Team[];
}

/** Everybody who works on follow-ups; the first one gives work out. */
export const sampleMembers: readonly [SampleMember, ...SampleMember[]] = [
  { memberId: 'sato', teams: ['orders'] },
  { memberId: 'suzuki', teams: ['orders', 'support'] },
  { memberId: 'ito', teams: ['orders'] },
  { memberId: 'takahashi', teams: ['support'] },
  { memberId: 'tanaka', teams: ['support'] },
  { memberId: 'kobayashi', teams: ['sales'] },
  { memberId: 'kato', teams: ['sales'] },
  { memberId: 'yoshida', teams: ['sales'] },
  { memberId: 'mori', teams: ['accounts'] },
];

/** Who works in a team, or anywhere. */
export const membersOf = (team: Team | undefined): readonly SampleMember[] =>
  team === undefined ? sampleMembers : sampleMembers.filter((member) => member.teams.includes(team));

/** One of a team's members, in turn. */
export const memberInTurn = (team: Team | undefined, turn: number): string => {
  const members = membersOf(team);
  return (members[turn % members.length] ?? sampleMembers[0]).memberId;
};

/** Besides the turn of the year the company closes for お盆 in summer. It serves shops and inns, and works on holidays. */
export const sampleCalendar: Plain<SetCalendar> = {
  closedOnHolidays: false,
  closedEveryYear: [
    { from: '12-29', to: '01-03' },
    { from: '08-13', to: '08-16' },
  ],
};

const teamsOfRules: Readonly<Record<string, Team | undefined>> = {
  'clarification-unanswered': 'orders',
  'shortage-to-tell': 'orders',
  'delivery-date-changed': 'orders',
  'suspected-duplicate': 'orders',
  'delivery-unconfirmed': 'orders',
  'delivery-failed': 'orders',
  'acceptance-missing': 'orders',
  'proposal-unanswered': 'sales',
  'proposal-expiring': 'sales',
  'contact-due': 'sales',
  'after-service-30': 'sales',
  'next-proposal-90': 'sales',
  'low-score': 'support',
  'case-unanswered': 'support',
  'case-unresolved': 'support',
  'case-information-missing': 'support',
  'payment-overdue': 'accounts',
};

/** The team whose queue a rule's follow-ups go into; undefined where they stay in everybody's. */
export const teamOfRule = (rule: string | undefined): Team | undefined =>
  rule === undefined ? undefined : teamsOfRules[rule];
