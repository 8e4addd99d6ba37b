import type { Refusal } from '#libs/kernel/decider';
import type { CommandLoop } from '#libs/kernel/command-loop/command-loop';
import type { EventStore } from '#libs/kernel/event-store';
import type { Plain } from '#libs/kernel/command-catalogue';
import { unknownMember } from '#libs/ordering/desk/desk.decider';
import { deskStream } from '#libs/ordering/desk/desk.stream';
import type { CreateFollowUp, OpenFollowUp } from '#libs/ordering/follow-up/follow-up.commands';
import { followUpStream } from '#libs/ordering/follow-up/follow-up.stream';
import { goodsOrderStream } from '#libs/ordering/goods-order/goods-order.stream';
import { ruleRefusal, stateRefusal } from '#libs/ordering/refusal';
import { serviceOrderStream } from '#libs/ordering/service-order/service-order.stream';
import { initialDeskData, isTeam, type DeskData } from '#state-machines/desk/desk.data';
import { supportCaseStream } from '#libs/ordering/support-case/support-case.stream';
import { DESK_ID } from '#state-machines/desk/desk.id';
import type { FollowUpSubject } from '#state-machines/follow-up/follow-up.events';
import { exceptRepeats, type Preparation, type Preparations } from './preparation.ts';

/** The desk as it stands, also before it was opened. */
export const loadDesk = async (loop: Pick<CommandLoop, 'load'>): Promise<DeskData> =>
  (await loop.load(deskStream, DESK_ID))?.state ?? initialDeskData;

/** What opens only what the desk's rules allow at the present: a rule that is off opens nothing, and none looks further back than it was told to. */
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

const unknown = (what: 'order' | 'case', field: string, id: string): Refusal =>
  what === 'order'
    ? ruleRefusal('unknown-order', field, `受注「${id}」はありません。`, `There is no order "${id}": check the id.`)
    : ruleRefusal(
        'unknown-case',
        field,
        `問い合わせ「${id}」はありません。`,
        `There is no case "${id}": check the id.`,
      );

const unknownTeam = (team: string, desk: DeskData): Refusal | undefined =>
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
  const orderOf = async (orderId: string, kind: Subject['orderKind']): Promise<FollowUpSubject | undefined> => {
    if (kind !== 'service') {
      const goods = await loop.load(goodsOrderStream, orderId);
      if (goods) {
        const { customerId, orderNumber } = goods.state.data;
        return { customerId, orderId, orderKind: 'goods', ...(orderNumber === null ? {} : { orderNumber }) };
      }
    }
    if (kind === 'goods') return undefined;
    const service = await loop.load(serviceOrderStream, orderId);
    if (!service) return undefined;
    const { customerId, orderNumber } = service.state.data;
    return { customerId, orderId, orderKind: 'service', ...(orderNumber === null ? {} : { orderNumber }) };
  };

  /** A case brings the order that it is about with it. */
  const caseOf = async (caseId: string): Promise<FollowUpSubject | undefined> => {
    const found = await loop.load(supportCaseStream, caseId);
    if (!found) return undefined;
    const { customerId, caseNumber, order } = found.state.data;
    const about = order && { orderId: order.orderId, orderKind: order.orderKind, orderNumber: order.orderNumber };
    return { customerId, caseId, ...(caseNumber === null ? {} : { caseNumber }), ...about };
  };

  const addressed = async (subject: Subject): Promise<FollowUpSubject | Refusal> => {
    const { orderId, orderKind, caseId, customerId, part } = subject;
    const supportCase = caseId === undefined ? undefined : await caseOf(caseId);
    if (caseId !== undefined && !supportCase) return unknown('case', 'caseId', caseId);
    const order = orderId === undefined ? undefined : await orderOf(orderId, orderKind);
    if (orderId !== undefined && !order) return unknown('order', 'orderId', orderId);
    const known = order?.customerId ?? supportCase?.customerId ?? customerId;
    if (known === undefined)
      return ruleRefusal(
        'about-nobody',
        'customerId',
        '得意先、受注、問い合わせのいずれかを指定してください。',
        'Say whom it is about: a customer, an order or a case.',
      );
    const others = [customerId, supportCase?.customerId].find((other) => other !== undefined && other !== known);
    if (others !== undefined)
      return ruleRefusal(
        'of-another-customer',
        'customerId',
        `指定された受注または問い合わせの得意先は「${known}」です。`,
        `The order or the case is of the customer "${known}", not "${others}".`,
      );
    return { ...supportCase, ...order, customerId: known, ...(part === undefined ? {} : { part }) };
  };

  const withMember: Preparation = async (_id, command) => {
    const { assignee } = command.data as { readonly assignee: string };
    return unknownMember(assignee, 'assignee', await loadDesk(loop)) ?? command;
  };

  return exceptRepeats(store, followUpStream.category, {
    async OpenFollowUp(_id, command) {
      const { subject, ...opening } = command.data as Plain<OpenFollowUp>;
      const refusal = refusalByDesk(await loadDesk(loop), opening.origin);
      if (refusal) return refusal;
      const about = await addressed(subject);
      return 'refused' in about ? about : { type: command.type, data: { ...opening, subject: about } };
    },

    async CreateFollowUp(_id, command) {
      const creation = command.data as Plain<CreateFollowUp>;
      const { assignee, team, customerId, orderId, caseId, ...rest } = creation;
      const desk = await loadDesk(loop);
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
      return unknownTeam(team, await loadDesk(loop)) ?? command;
    },
  });
};
