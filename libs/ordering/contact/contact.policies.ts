import type { Plain } from '#libs/kernel/command-catalogue';
import type { Decision, DecisionContext, Refusal } from '#libs/kernel/decider';
import type { ContactDirection, ContactRecord, ReplyOwer } from '#state-machines/vocabulary/contact';
import { notBeforeToday } from '../dates.policies.ts';
import type { RecordContactPayload } from './contact.payloads.ts';

/** Whoever was spoken to is the one to answer, the company where the customer turned to it; but what was promised is owed by the company. */
const spokenTo: Readonly<Record<ContactDirection, ReplyOwer>> = { inbound: 'company', outbound: 'customer' };

const contactOf = (
  { replyOwedBy, ...contact }: Plain<RecordContactPayload>,
  context: DecisionContext,
): ContactRecord | Refusal => {
  const refusal = notBeforeToday('replyDue', contact.replyDue, context);
  if (refusal) return refusal;
  const promised = contact.promise === undefined ? undefined : 'company';
  const asked = contact.replyDue === undefined ? undefined : spokenTo[contact.direction];
  const owedBy = replyOwedBy ?? promised ?? asked;
  return { contactId: context.commandId, ...contact, ...(owedBy === undefined ? {} : { replyOwedBy: owedBy }) };
};

/** A contact as it is recorded, under the id of the command that told of it; refused where the answer would be due before today. */
export const recordContact = (
  payload: Plain<RecordContactPayload>,
  context: DecisionContext,
): Decision<{ readonly type: 'CustomerContacted'; readonly data: ContactRecord }> => {
  const contact = contactOf(payload, context);
  return 'refused' in contact ? contact : [{ type: 'CustomerContacted', data: contact }];
};
