import { describe, expect, it } from '@jest/globals';
import { given } from '#libs/kernel/testing/given-when-then';
import type { PricedItem } from '#state-machines/service-order/service-order.terms';
import type { ServiceOrderCommand } from '../service-order.commands.ts';
import { serviceOrderStream } from '../service-order.stream.ts';
import {
  acceptCompletion,
  acceptDesign,
  acceptMilestone,
  agreedOrder,
  concludeContract,
  concludedOrder,
  continued,
  finishedOrder,
  invoice,
  kickOff,
  pay,
  placeOf,
  planProject,
  reportCompletion,
  startedOrder,
  STORY_DAY,
  submitDesign,
  told,
  type Story,
} from '../service-order.story.ts';

type Data<Type extends ServiceOrderCommand['type']> = Extract<ServiceOrderCommand, { type: Type }>['data'];

const when = { now: `${STORY_DAY}T03:00:00.000Z` };
const refusedAs = (from: Story, command: ServiceOrderCommand, code: string) =>
  given(serviceOrderStream, from.facts).when(command, when).thenRefused(code);

const care: PricedItem = {
  itemId: 'care',
  description: '保守',
  taxClass: 'standard',
  pricing: 'recurring',
  monthlyAmount: 20_000,
  months: 4,
};
const setup: PricedItem = {
  itemId: 'setup',
  description: '導入',
  taxClass: 'standard',
  pricing: 'fixedPrice',
  amount: 100_000,
};

/** An order with 導入 and four months of 保守, in work: M1 is the final acceptance, M2 to M5 the months until 2027-03. */
const recurring = (): Story =>
  continued(
    agreedOrder([setup, care]),
    { type: 'DraftContract', data: { paymentDays: 30, warranty: { months: 6, terms: '無償修正' } } },
    concludeContract,
    planProject,
    kickOff,
  );

const renew = (data: Partial<Data<'RenewContract'>> = {}): ServiceOrderCommand => ({
  type: 'RenewContract',
  data: { endsOn: '2027-05-31', items: [{ itemId: 'care', months: 2 }], ...data },
});
const end: ServiceOrderCommand = { type: 'EndService', data: { by: 'customer', reason: '社内で行うため' } };
const terminate = (data: Partial<Data<'TerminateContract'>> = {}): ServiceOrderCommand => ({
  type: 'TerminateContract',
  data: { by: 'customer', reason: '事業の見直し', ...data },
});
const contractIn = ({ state }: Story) => state.data.contracting.current;

describe('the renewal of a recurring service', () => {
  it('makes a new contract version with a later end, more months, and a milestone for each of them', () => {
    const renewed = continued(recurring(), renew());
    expect(renewed.facts.at(-1)).toMatchObject({
      type: 'ContractRenewed',
      data: { contractVersion: 2, agreedOn: STORY_DAY, contract: { schedule: { endsOn: '2027-05-31' } } },
    });
    expect(contractIn(renewed)?.items).toEqual([setup, { ...care, months: 6 }]);
    expect(contractIn(renewed)?.billing.slice(0, 5)).toEqual(contractIn(recurring())?.billing);
    expect(contractIn(renewed)?.billing.slice(5)).toMatchObject([
      { milestoneId: 'M6', name: '保守 2027-04', trigger: 'acceptance', amount: 20_000, plannedOn: '2027-04-30' },
      { milestoneId: 'M7', name: '保守 2027-05', trigger: 'acceptance', amount: 20_000, plannedOn: '2027-05-31' },
    ]);
    expect(placeOf(renewed)).toMatchObject({ value: 220_000, scheduled: 220_000 });
  });

  it('is billed as it is agreed, also at once', () => {
    const billing = [
      { name: '保守 更新', trigger: 'contractConclusion', amount: 40_000, taxClass: 'standard' },
    ] as const;
    const renewed = continued(recurring(), renew({ billing }));
    expect(placeOf(renewed)).toMatchObject({ scheduled: 180_000, billable: 40_000, milestones: { M6: 'billable' } });
  });

  it('refuses milestones that do not add up to the months, or that take the id of another one', () => {
    const billing = [
      { milestoneId: 'M1', name: '更新', trigger: 'acceptance', amount: 40_000, taxClass: 'standard' },
    ] as const;
    expect(told(recurring(), renew({ billing })).refusal).toMatchObject({
      code: 'duplicate-id',
      field: 'billing[0].milestoneId',
    });
    const cheaper = [{ name: '更新', trigger: 'acceptance', amount: 39_999, taxClass: 'standard' }] as const;
    refusedAs(recurring(), renew({ billing: cheaper }), 'billing-does-not-add-up');
  });

  it('is of what recurs, of each item once, and ends later than the contract does', () => {
    const refusalOf = (data: Partial<Data<'RenewContract'>>) => told(recurring(), renew(data)).refusal;
    expect(refusalOf({ items: [{ itemId: 'setup', months: 1 }] })).toMatchObject({
      code: 'not-recurring',
      field: 'items[0].itemId',
    });
    expect(refusalOf({ items: [{ itemId: 'other', months: 1 }] })).toMatchObject({ code: 'unknown-item' });
    expect(
      refusalOf({
        items: [
          { itemId: 'care', months: 1 },
          { itemId: 'care', months: 1 },
        ],
      }),
    ).toMatchObject({ code: 'duplicate-id', field: 'items[1].itemId' });
    expect(refusalOf({ endsOn: '2027-03-31' })).toMatchObject({ code: 'renewal-ends-too-early', field: 'endsOn' });
    expect(refusalOf({ items: [{ itemId: 'care', months: 596 }] })).toMatchObject({ code: 'too-many-milestones' });
    refusedAs(startedOrder(), renew(), 'nothing-recurring');
  });

  it('is agreed on a day that has come, and not before the version that it follows', () => {
    refusedAs(recurring(), renew({ agreedOn: '2026-11-21' }), 'in-the-future');
    refusedAs(recurring(), renew({ agreedOn: '2026-11-19' }), 'before-the-contract');
  });

  it('waits for a change that is open, since both would make the next version', () => {
    const requested = continued(recurring(), {
      type: 'RequestChange',
      data: { title: '追加', description: '追加する', by: 'customer' },
    });
    refusedAs(requested, renew(), 'change-open');
    const declined = continued(requested, { type: 'DeclineChange', data: { by: 'company' } });
    expect(contractIn(continued(declined, renew()))?.schedule.endsOn).toBe('2027-05-31');
  });

  it('takes back an agreed end', () => {
    const ended = continued(recurring(), end);
    expect(continued(ended, renew()).state.data.contracting.serviceEndsOn).toBeNull();
  });
});

describe('the end of a recurring service', () => {
  it('is that of the contract, and is agreed once', () => {
    given(serviceOrderStream, recurring().facts)
      .when(end, when)
      .then([{ type: 'ServiceEndAgreed', data: { endsOn: '2027-03-31', by: 'customer', reason: '社内で行うため' } }]);
    given(serviceOrderStream, continued(recurring(), end).facts).when(end, when).then([]);
  });

  it('is to be agreed anew where a change moves the end of the contract', () => {
    const change = (data: Data<'QuoteChange'>): readonly ServiceOrderCommand[] => [
      { type: 'RequestChange', data: { title: '変更', description: '変更する', by: 'customer' } },
      { type: 'QuoteChange', data },
      { type: 'AgreeChange', data: {} },
    ];
    const ended = continued(recurring(), end);
    const reworded = continued(ended, ...change({ validUntil: '2026-12-01', scope: '変更後' }));
    expect(reworded.state.data.contracting.serviceEndsOn).toBe('2027-03-31');
    const moved = continued(ended, ...change({ validUntil: '2026-12-01', endsOn: '2027-04-30' }));
    expect(moved.state.data.contracting.serviceEndsOn).toBeNull();
    expect(continued(moved, end).state.data.contracting.serviceEndsOn).toBe('2027-04-30');
  });

  it('does not exist where nothing recurs', () => refusedAs(startedOrder(), end, 'nothing-recurring'));
});

describe('the termination of a contract', () => {
  it('leaves what was accepted or invoiced, and replaces the rest by the settlement, which is billable at once', () => {
    const invoiced = continued(finishedOrder(), {
      type: 'IssueInvoice',
      data: { invoiceNumber: 'I1', milestoneIds: ['M1'] },
    });
    const ended = continued(invoiced, terminate({ settlement: { amount: 120_000 } }));
    expect(ended.facts.at(-1)).toMatchObject({
      type: 'ContractTerminated',
      data: { contractVersion: 2, terminatedOn: STORY_DAY, by: 'customer', settlementId: 'SETTLEMENT1' },
    });
    expect(contractIn(ended)?.billing.slice(0, 2)).toEqual(contractIn(invoiced)?.billing.slice(0, 2));
    expect(contractIn(ended)?.billing.at(-1)).toEqual({
      milestoneId: 'SETTLEMENT1',
      name: '中途解約の精算',
      trigger: 'contractConclusion',
      amount: 120_000,
      taxClass: 'standard',
      deliverableIds: [],
    });
    expect(placeOf(ended)).toMatchObject({
      engagement: 'terminated',
      billing: 'billable',
      value: 620_000,
      billed: 200_000,
      billable: 420_000,
      scheduled: 0,
      milestones: { M1: 'invoiced', M2: 'billable', SETTLEMENT1: 'billable' },
    });
  });

  it('needs no settlement, and settles at the tax and under the name that were agreed', () => {
    for (const settlement of [undefined, { amount: 0 }]) {
      const ended = continued(concludedOrder(), terminate({ settlement }));
      expect(ended.facts.at(-1)?.data).not.toHaveProperty('settlementId');
      expect(placeOf(ended)).toMatchObject({ value: 200_000, billable: 200_000 });
    }
    const settlement = { amount: 1, taxClass: 'exempt', name: '違約金' } as const;
    expect(contractIn(continued(concludedOrder(), terminate({ settlement })))?.billing.at(-1)).toMatchObject(
      settlement,
    );
  });

  it('gives the settlement an id that no milestone of the contract ever shared', () => {
    const named = continued(
      agreedOrder(),
      {
        type: 'DraftContract',
        data: {
          paymentDays: 30,
          warranty: { months: 0, terms: 'なし' },
          billing: [
            {
              milestoneId: 'SETTLEMENT1',
              name: '一括',
              trigger: 'finalAcceptance',
              amount: 1_000_000,
              taxClass: 'standard',
            },
          ],
        },
      },
      concludeContract,
      terminate({ settlement: { amount: 1 } }),
    );
    expect(placeOf(named)['milestones']).toEqual({ SETTLEMENT2: 'billable' });
  });

  it('declines the change that is open, by the company', () => {
    const requested = continued(concludedOrder(), {
      type: 'RequestChange',
      data: { title: '追加', description: '追加する', by: 'customer' },
    });
    const ended = continued(requested, terminate());
    expect(ended.facts.slice(-2)).toMatchObject([
      { type: 'ChangeDeclined', data: { changeId: 'C1', by: 'company' } },
      { type: 'ContractTerminated' },
    ]);
    expect(placeOf(ended)).toMatchObject({ engagement: 'terminated', change: 'declined' });
  });

  it('leaves the settlement to be invoiced and paid, and nothing else to be done', () => {
    const ended = continued(startedOrder(), terminate({ settlement: { amount: 100_000 } }));
    expect(placeOf(continued(ended, invoice('I1'), pay(330_000)))).toMatchObject({ billing: 'paid', paid: 330_000 });
    for (const command of [
      terminate(),
      renew(),
      end,
      { type: 'AcceptMilestone', data: { milestoneId: 'M2' } },
      { type: 'RequestChange', data: { title: '追加', description: '追加', by: 'customer' } },
    ] as const)
      refusedAs(ended, command, 'not-in-this-state');
  });

  it('is possible until the final acceptance, and no longer', () => {
    const reported = continued(finishedOrder(), reportCompletion);
    expect(placeOf(continued(reported, terminate()))['engagement']).toBe('terminated');
    refusedAs(continued(reported, acceptCompletion), terminate(), 'not-in-this-state');
    refusedAs(agreedOrder(), terminate(), 'not-in-this-state');
  });

  it('is of a day that has come, and not before the contract', () => {
    refusedAs(concludedOrder(), terminate({ terminatedOn: '2026-11-21' }), 'in-the-future');
    refusedAs(concludedOrder(), terminate({ terminatedOn: '2026-11-19' }), 'before-the-contract');
  });

  it('is not of a day before the project began or something was accepted', () => {
    const on = (day: string) => `${day}T03:00:00.000Z`;
    const begun = told(continued(concludedOrder(), planProject), kickOff, on('2026-11-24'));
    const accepted = [submitDesign, acceptDesign, acceptMilestone].reduce(
      (order, command) => told(order, command, on('2026-11-26')),
      begun,
    );
    const refused = (order: Story, terminatedOn: string) =>
      told(order, terminate({ terminatedOn }), on('2026-11-27')).refusal;
    expect(refused(begun, '2026-11-23')).toMatchObject({ code: 'before-kick-off', field: 'terminatedOn' });
    expect(refused(accepted, '2026-11-25')).toMatchObject({
      code: 'terminated-before-acceptance',
      field: 'terminatedOn',
    });
    expect(refused(accepted, '2026-11-26')).toBeUndefined();
  });
});
