import type { Refusal } from '#libs/kernel/decider';
import type { CommandLoop } from '#libs/kernel/command-loop/command-loop';
import type { EventStore } from '#libs/kernel/event-store';
import type { Plain } from '#libs/kernel/command-catalogue';
import { unknownMember } from '#libs/ordering/desk/desk.decider';
import type { CreateFollowUp, OpenFollowUp } from '#libs/ordering/follow-up/follow-up.commands';
import { followUpStream } from '#libs/ordering/follow-up/follow-up.stream';
import { ruleRefusal, stateRefusal } from '#libs/ordering/refusal';
import { supportCaseStream } from '#libs/ordering/support-case/support-case.stream';
import { isTeam, type DeskData } from '#state-machines/desk/desk.data';
import type { FollowUpSubject } from '#state-machines/follow-up/follow-up.events';
import { loadDesk } from './load-desk.ts';
import { orderFinder, unknownOrder } from './linked-order.ts';
import { exceptRepeats, type Preparation, type Preparations } from './preparation.ts';

/** Rules open only what the desk allows at the present: one that is off opens nothing, and none looks further back than it was told to. */
const refusalByDesk = ({ rules }: DeskData, { rule, causedAt }: OpenFollowUp['origin']): Refusal | undefined => {
  const present = rules[rule];
  if (!present?.on) return stateRefusal('rule-is-off', `ルール「${rule}」は無効です。`, `The rule "${rule}" is off.`);
  return causedAt < present.since
    ? stateRefusal(
        'before-the-rule',
        `ルール「${rule}」は ${present.since} 以降の出来事だけを見ます。`,
        `The rule "${rule}" looks at what happened since ${present.since} only.`,
      )
    : undefined;
};

/** Nobody is in that team. */
export const unknownTeam = (team: string, desk: DeskData): Refusal | undefined =>
  isTeam(desk, team)
    ? undefined
    : ruleRefusal(
        'unknown-team',
        'team',
        `チーム「${team}」に所属する担当者がいません。先に担当者の所属を登録してください（add-member、move-member）。`,
        `Nobody is in the team "${team}": put somebody in it first (add-member, move-member), or correct it.`,
      );

export interface FollowUpPreparationOptions {
  readonly loop: Pick<CommandLoop, 'load'>;
  readonly store: Pick<EventStore, 'findCommand'>;
}

type Subject = Partial<FollowUpSubject>;

/** How follow-ups get what the orders, the cases and the desk know. */
export const followUpPreparations = ({ loop, store }: FollowUpPreparationOptions): Preparations => {
  const findOrder = orderFinder(loop);
  const deskOf = () => loadDesk(loop);

  const orderOf = async (
    orderId: string,
    kind: Subject['orderKind'],
    field: string,
  ): Promise<FollowUpSubject | Refusal> => {
    const order = await findOrder(orderId, kind);
    if (!order) return unknownOrder(orderId, field);
    const { customerId, orderKind, orderNumber } = order;
    return { customerId, orderId, orderKind, orderNumber };
  };

  const caseOf = async (caseId: string): Promise<FollowUpSubject | Refusal> => {
    const data = (await loop.load(supportCaseStream, caseId))?.state.data;
    if (!data?.caseNumber)
      return ruleRefusal(
        'unknown-case',
        'caseId',
        `問い合わせ案件「${caseId}」がありません。案件番号ではなく ID を指定してください。`,
        `There is no support case "${caseId}": give its id, not its number.`,
      );
    const { customerId, caseNumber, order } = data;
    const { orderId, orderKind, orderNumber } = order ?? {};
    return { customerId, caseId, caseNumber, ...(order ? { orderId, orderKind, orderNumber } : {}) };
  };

  /** Whom and what it is about: what is told of it has to go together. */
  const addressed = async ({
    orderId,
    orderKind,
    caseId,
    customerId,
    part,
  }: Subject): Promise<FollowUpSubject | Refusal> => {
    const about: FollowUpSubject[] = [];
    for (const found of [
      caseId === undefined ? undefined : await caseOf(caseId),
      orderId === undefined ? undefined : await orderOf(orderId, orderKind, 'orderId'),
    ]) {
      if (!found) continue;
      if ('refused' in found) return found;
      about.push(found);
    }
    const known = about[0]?.customerId ?? customerId;
    if (known === undefined)
      return ruleRefusal(
        'about-nobody',
        'customerId',
        '得意先（customerId）、受注（orderId）、問い合わせ案件（caseId）のいずれかを指定してください。',
        'Say whom it is about: give customerId, orderId or caseId.',
      );
    const other = [customerId, ...about.map((each) => each.customerId)].find((id) => id !== undefined && id !== known);
    if (other !== undefined)
      return ruleRefusal(
        'of-another-customer',
        customerId === other ? 'customerId' : 'orderId',
        `指定された受注・問い合わせ案件と得意先が一致しません（「${known}」と「${other}」）。どちらかを訂正してください。`,
        `What is given is of two customers, "${known}" and "${other}": correct one of them.`,
      );
    return { ...about[0], ...about[1], customerId: known, ...(part === undefined ? {} : { part }) };
  };

  const withMember: Preparation = async (_id, command) => {
    const { assignee } = command.data as { readonly assignee: string };
    return unknownMember(assignee, 'assignee', await deskOf()) ?? command;
  };

  return exceptRepeats(store, followUpStream.category, {
    async OpenFollowUp(_id, command) {
      const { subject, ...opening } = command.data as Plain<OpenFollowUp>;
      const refusal = refusalByDesk(await deskOf(), opening.origin);
      if (refusal) return refusal;
      const about = await addressed(subject);
      return 'refused' in about ? about : { type: command.type, data: { ...opening, subject: about } };
    },

    async CreateFollowUp(_id, command) {
      const creation = command.data as Plain<CreateFollowUp>;
      const { assignee, team, customerId, orderId, caseId, ...rest } = creation;
      const desk = await deskOf();
      const refusal =
        (assignee === undefined ? undefined : unknownMember(assignee, 'assignee', desk)) ??
        (team === undefined ? undefined : unknownTeam(team, desk));
      if (refusal) return refusal;
      const subject = await addressed({ customerId, orderId, caseId });
      if ('refused' in subject) return subject;
      return { type: command.type, data: { ...rest, assignee, team, subject } };
    },

    AssignFollowUp: withMember,
    ClaimFollowUp: withMember,

    async MoveFollowUpToTeam(_id, command) {
      const { team } = command.data as { readonly team: string };
      return unknownTeam(team, await deskOf()) ?? command;
    },
  });
};
