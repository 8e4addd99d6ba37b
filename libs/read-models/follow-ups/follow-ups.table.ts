import type { TableDefinition } from '#libs/kernel/projection';
import type { FollowUpOutcome } from '#state-machines/follow-up/follow-up.events';
import type { Priority } from '#state-machines/vocabulary/priority';

/** Where a follow-up is in its life. */
export const followUpStates = ['open', 'assigned', 'snoozed', 'done', 'dropped'] as const;
export type FollowUpState = (typeof followUpStates)[number];

/** One follow-up. Members are the columns of `follow_ups`. */
export type FollowUpRow = {
  readonly id: string;
  readonly rule: string | null;
  readonly task: string | null;
  readonly state: FollowUpState;
  readonly priority: Priority;
  readonly due_on: string;
  readonly queue_place: string;
  readonly opens_at: string;
  readonly opened_at: string;
  readonly team: string | null;
  readonly assignee: string | null;
  readonly assigned_at: string | null;
  readonly snoozed_until: string | null;
  readonly customer_id: string;
  readonly order_id: string | null;
  readonly order_kind: 'goods' | 'service' | null;
  readonly order_number: string | null;
  readonly case_id: string | null;
  readonly case_number: string | null;
  readonly part: string | null;
  readonly cause_id: string | null;
  readonly cause_type: string | null;
  readonly caused_at: string | null;
  readonly ended_at: string | null;
  readonly ended_by: string | null;
  readonly outcome: FollowUpOutcome | null;
  readonly answered_with: string | null;
  readonly note: string | null;
  readonly note_type: string | null;
  readonly revision: number;
  readonly position: string;
  readonly updated_at: string;
};

/** One row per follow-up, of rules and by hand. */
export const followUpsTable = {
  name: 'follow_ups',
  comment: 'One row per follow-up: what is owed to whom by when, who has it, what came of it.',
  key: 'id',
  columns: {
    id: { type: 'text', comment: 'UUID of the follow-up.' },
    rule: { type: 'text', nullable: true, comment: 'The rule that opened it; none where somebody did by hand.' },
    task: { type: 'text', nullable: true, personal: true, comment: 'What is to be done, sealed as in the log.' },
    state: { type: 'text', comment: 'open (nobody has it), assigned, snoozed, done or dropped.' },
    priority: { type: 'text', comment: 'low, normal, high or urgent.' },
    due_on: { type: 'date', comment: 'The last day on which it is in time.' },
    queue_place: { type: 'text', comment: 'Sorts the queue: due day, then priority, then when it showed up.' },
    opens_at: { type: 'instant', comment: 'When it was to show up.' },
    opened_at: { type: 'instant', comment: 'When it showed up.' },
    team: { type: 'text', nullable: true, comment: 'Whose queue it is in; none: everybody’s.' },
    assignee: { type: 'text', nullable: true, comment: 'Who has it.' },
    assigned_at: { type: 'instant', nullable: true, comment: 'Since when.' },
    snoozed_until: { type: 'date', nullable: true, comment: 'The day on which it comes back.' },
    customer_id: { type: 'text', comment: 'Whom it is owed to.' },
    order_id: { type: 'text', nullable: true, comment: 'The order that it is about.' },
    order_kind: { type: 'text', nullable: true, comment: 'goods or service.' },
    order_number: { type: 'text', nullable: true, comment: 'The number people use for the order.' },
    case_id: { type: 'text', nullable: true, comment: 'The support case that it is about.' },
    case_number: { type: 'text', nullable: true, comment: 'The number people use for the case.' },
    part: { type: 'text', nullable: true, comment: 'The shipment, invoice or other part that it is about.' },
    cause_id: { type: 'text', nullable: true, comment: 'The event that began the matter.' },
    cause_type: { type: 'text', nullable: true, comment: 'What that was.' },
    caused_at: { type: 'instant', nullable: true, comment: 'When that happened.' },
    ended_at: { type: 'instant', nullable: true, comment: 'When it was done, dropped or answered.' },
    ended_by: { type: 'text', nullable: true, comment: 'Who ended it: a member, or the rule.' },
    outcome: { type: 'text', nullable: true, comment: 'What came of it, where somebody completed it.' },
    answered_with: { type: 'text', nullable: true, comment: 'The fact that answered it, where something else did.' },
    note: {
      type: 'text',
      nullable: true,
      personal: true,
      comment: 'The newest note or reason that somebody left, sealed as in the log.',
    },
    note_type: { type: 'text', nullable: true, internal: true, comment: 'The fact that the note stands in.' },
    revision: { type: 'integer', comment: 'Revision of the follow-up that this row shows.' },
    position: { type: 'text', comment: 'Place in the log of its newest fact.' },
    updated_at: { type: 'instant', comment: 'When that fact happened.' },
  } satisfies Record<keyof FollowUpRow, TableDefinition['columns'][string]>,
  indexes: [['state', 'queue_place', 'id'], ['assignee', 'state'], ['customer_id'], ['order_id'], ['case_id']],
} as const satisfies TableDefinition;

/** A claim. Members are the columns of `follow_up_claims`. */
export type FollowUpClaimRow = {
  readonly command_id: string;
  readonly follow_up_id: string;
};

/** Which follow-up each claim took, so that a claim that is sent again gets the same one. */
export const followUpClaimsTable = {
  name: 'follow_up_claims',
  comment: 'Which follow-up each claim took.',
  key: 'command_id',
  internal: true,
  columns: {
    command_id: { type: 'text', comment: 'Id of the command that claimed it.' },
    follow_up_id: { type: 'text', comment: 'What it claimed.' },
  } satisfies Record<keyof FollowUpClaimRow, TableDefinition['columns'][string]>,
} as const satisfies TableDefinition;

/** Somebody who works on follow-ups. Members are the columns of `desk_members`. */
export type DeskMemberRow = {
  readonly member_id: string;
  readonly teams: readonly string[];
};

/** One row per member of the desk. */
export const deskMembersTable = {
  name: 'desk_members',
  comment: 'Who works on follow-ups, and in which teams.',
  key: 'member_id',
  columns: {
    member_id: { type: 'text', comment: 'Id of the member.' },
    teams: { type: 'json', comment: 'List of the teams that the member is in.' },
  } satisfies Record<keyof DeskMemberRow, TableDefinition['columns'][string]>,
} as const satisfies TableDefinition;
