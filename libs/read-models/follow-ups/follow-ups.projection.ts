import { CorruptStream } from '#libs/kernel/decider';
import { categoryOf, idOf, type RecordedFact } from '#libs/kernel/fact';
import type { Projection, ProjectionTables } from '#libs/kernel/projection';
import { regionOf as deskRegions, type DeskFact } from '#state-machines/desk/desk.events';
import {
  personalMembers,
  regionOf,
  type FollowUpFact,
  type FollowUpFactOf,
} from '#state-machines/follow-up/follow-up.events';
import type { Personal } from '#libs/kernel/personal-data';
import { priorities, type Priority } from '#state-machines/vocabulary/priority';
import { asOneOf, happenedAt, textAfter, withMilliseconds, type Recorded } from '../recorded.ts';
import { sealedText } from '../sealed-names.ts';
import {
  deskMembersTable,
  followUpClaimsTable,
  followUpsTable,
  type DeskMemberRow,
  type FollowUpClaimRow,
  type FollowUpRow,
  type FollowUpState,
} from './follow-ups.table.ts';

const { name: table } = followUpsTable;
const { name: members } = deskMembersTable;

/** Customer follow-up queues: one row per follow-up, and who works on them. */
export const followUpsProjection: Projection = {
  name: 'follow-ups',
  version: 1,
  categories: ['followUp', 'desk'],
  tables: [followUpsTable, followUpClaimsTable, deskMembersTable],
  touches: ({ type, stream }) =>
    categoryOf(stream) === 'desk' || type === 'FollowUpOpened' ? [] : [{ table, key: idOf(stream) }],
  apply(tables, recorded) {
    if (categoryOf(recorded.stream) === 'desk') {
      applyToMembers(tables, asOneOf<DeskFact>(deskRegions, recorded));
      return;
    }
    const fact = asOneOf<FollowUpFact>(regionOf, recorded);
    const id = idOf(fact.stream);
    if (fact.type === 'FollowUpOpened') {
      tables.put(table, { ...opened(id, fact.data, happenedAt(recorded)), ...after(recorded) });
      return;
    }
    const row = tables.get(table, id) as FollowUpRow | undefined;
    if (!row) throw new CorruptStream(`${fact.stream} begins with ${fact.type}, not with FollowUpOpened`);
    tables.put(table, { ...row, ...changes(fact, row), ...noteOf(fact), ...after(recorded) });
    if (fact.type !== 'FollowUpAssigned' || !fact.data.claimed) return;
    const claim: FollowUpClaimRow = { command_id: fact.metadata.commandId, follow_up_id: id };
    tables.put(followUpClaimsTable.name, claim);
  },
};

const applyToMembers = (tables: ProjectionTables, { type, data }: Recorded<DeskFact>): void => {
  switch (type) {
    case 'MemberAdded':
    case 'MemberMoved': {
      const row: DeskMemberRow = { member_id: data.memberId, teams: data.teams };
      tables.put(members, row);
      return;
    }
    case 'MemberRemoved':
      tables.delete(members, data.memberId);
      return;
    case 'DeskOpened':
    case 'RulesIntroduced':
    case 'RuleSwitchedOn':
    case 'RuleSwitchedOff':
    case 'CalendarSet':
      return;
  }
};

type ColumnsAfter = Pick<FollowUpRow, 'state' | 'revision' | 'position' | 'updated_at'>;

const after = (fact: RecordedFact): ColumnsAfter => ({
  state: textAfter(fact, 'state') as FollowUpState,
  revision: Number(fact.revision),
  position: fact.position,
  updated_at: happenedAt(fact),
});

/** Sooner before later, more urgent before less urgent, older before younger. */
const queuePlace = (dueOn: string, priority: Priority, opensAt: string): string =>
  `${dueOn}/${priorities.length - 1 - priorities.indexOf(priority)}/${opensAt}`;

const opened = (
  id: string,
  { origin, subject, task, priority, opensAt, dueOn, team }: FollowUpFactOf<'FollowUpOpened'>['data'],
  openedAt: string,
): Omit<FollowUpRow, keyof ColumnsAfter> => ({
  id,
  rule: origin?.rule ?? null,
  task: task === undefined ? null : sealedText(task),
  priority,
  due_on: dueOn,
  queue_place: queuePlace(dueOn, priority, withMilliseconds(opensAt)),
  opens_at: withMilliseconds(opensAt),
  opened_at: openedAt,
  team: team ?? null,
  assignee: null,
  assigned_at: null,
  snoozed_until: null,
  customer_id: subject.customerId,
  order_id: subject.orderId ?? null,
  order_kind: subject.orderKind ?? null,
  order_number: subject.orderNumber ?? null,
  case_id: subject.caseId ?? null,
  case_number: subject.caseNumber ?? null,
  part: subject.part ?? null,
  cause_id: origin?.causeId ?? null,
  cause_type: origin?.causeType ?? null,
  caused_at: origin ? withMilliseconds(origin.causedAt) : null,
  ended_at: null,
  ended_by: null,
  outcome: null,
  answered_with: null,
  note: null,
  note_type: null,
});

const changes = (
  fact: Exclude<Recorded<FollowUpFact>, { type: 'FollowUpOpened' }>,
  { priority, opens_at }: FollowUpRow,
): Partial<FollowUpRow> => {
  const at = happenedAt(fact);
  const ended = { ended_at: at, ended_by: fact.metadata.actor.id, snoozed_until: null };
  switch (fact.type) {
    case 'FollowUpAssigned':
      return { assignee: fact.data.assignee, assigned_at: at, snoozed_until: null };
    case 'FollowUpReturned':
      return { assignee: null, assigned_at: null, snoozed_until: null };
    case 'FollowUpMovedToTeam':
      return { team: fact.data.team };
    case 'FollowUpRescheduled': {
      const { dueOn } = fact.data;
      return { due_on: dueOn, queue_place: queuePlace(dueOn, priority, opens_at) };
    }
    case 'FollowUpSnoozed':
      return { snoozed_until: fact.data.until };
    case 'FollowUpAwoke':
      return { snoozed_until: null };
    case 'FollowUpDone':
      return { ...ended, outcome: fact.data.outcome };
    case 'FollowUpDropped':
      return ended;
    case 'FollowUpAnswered':
      return { ...ended, answered_with: fact.data.answeredWith };
  }
};

/** The member of a fact that holds what somebody wrote; `task` is kept by itself. */
const written: Readonly<Partial<Record<FollowUpFact['type'], string>>> = Object.fromEntries(
  Object.entries(personalMembers)
    .filter(([type]) => type !== 'FollowUpOpened')
    .map(([type, [member]]) => [type, member]),
);

const noteOf = ({ type, data }: RecordedFact): Partial<FollowUpRow> => {
  const member = written[type as FollowUpFact['type']];
  const note =
    member === undefined ? undefined : (data as Readonly<Record<string, Personal<string> | undefined>>)[member];
  return note === undefined || note === null ? {} : { note: sealedText(note), note_type: type };
};
