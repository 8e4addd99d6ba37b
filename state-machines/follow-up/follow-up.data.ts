import type { CalendarDate } from '../vocabulary/dates.ts';
import type { FollowUpFact, FollowUpOrigin } from './follow-up.events.ts';

/** A follow-up as it stands; plain JSON, and nothing about a person. */
export interface FollowUpData {
  /** Whose key seals what is personal. */
  readonly customerId: string;
  /** Rule and matter; null where it was opened by hand, or not yet. */
  readonly origin: Pick<FollowUpOrigin, 'rule' | 'matter'> | null;
  readonly assignee: string | null;
  readonly team: string | null;
  readonly dueOn: CalendarDate;
  /** The day on which it comes back; null where it does not rest. */
  readonly snoozedUntil: CalendarDate | null;
}

export const initialFollowUpData: FollowUpData = {
  customerId: '',
  origin: null,
  assignee: null,
  team: null,
  dueOn: '',
  snoozedUntil: null,
};

/** The follow-up after a fact. */
export const reduceFollowUp = (data: FollowUpData, fact: FollowUpFact): FollowUpData => {
  switch (fact.type) {
    case 'FollowUpOpened': {
      const { subject, origin, dueOn, team } = fact.data;
      return {
        ...data,
        customerId: subject.customerId,
        origin: origin ? { rule: origin.rule, matter: origin.matter } : null,
        team: team ?? null,
        dueOn,
      };
    }
    case 'FollowUpAssigned':
      return { ...data, assignee: fact.data.assignee, snoozedUntil: null };
    case 'FollowUpReturned':
      return { ...data, assignee: null, snoozedUntil: null };
    case 'FollowUpMovedToTeam':
      return { ...data, team: fact.data.team };
    case 'FollowUpRescheduled':
      return { ...data, dueOn: fact.data.dueOn };
    case 'FollowUpSnoozed':
      return { ...data, snoozedUntil: fact.data.until };
    case 'FollowUpAwoke':
    case 'FollowUpDone':
    case 'FollowUpDropped':
    case 'FollowUpAnswered':
      return { ...data, snoozedUntil: null };
  }
};
