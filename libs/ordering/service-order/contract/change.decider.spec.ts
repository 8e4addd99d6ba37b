import { describe, expect, it } from '@jest/globals';
import { given } from '#libs/kernel/testing/given-when-then';
import type { PricedItem } from '#state-machines/service-order/service-order.terms';
import type { ServiceOrderCommand } from '../service-order.commands.ts';
import { serviceOrderStream } from '../service-order.stream.ts';
import {
  acceptDesign,
  acceptMilestone,
  agreedOrder,
  billing,
  concludeContract,
  concludedOrder,
  continued,
  finishedOrder,
  invoice,
  items,
  placeOf,
  reportCompletion,
  startedOrder,
  STORY_DAY,
  submitDesign,
  told,
  type Story,
} from '../service-order.story.ts';

type Data<Type extends ServiceOrderCommand['type']> = Extract<ServiceOrderCommand, { type: Type }>['data'];

const on = (day: string) => ({ now: `${day}T03:00:00.000Z` });
const when = on(STORY_DAY);
const LAST_DAY = '2026-12-01';

const request: ServiceOrderCommand = {
  type: 'RequestChange',
  data: { title: '帳票の追加', description: '売上帳票を追加したい。', by: 'customer' },
};
const quote = (data: Partial<Data<'QuoteChange'>> = {}): ServiceOrderCommand => ({
  type: 'QuoteChange',
  data: { validUntil: LAST_DAY, ...data },
});
const agree = (data: Data<'AgreeChange'> = {}): ServiceOrderCommand => ({ type: 'AgreeChange', data });
const decline: ServiceOrderCommand = { type: 'DeclineChange', data: { by: 'customer', reason: '予算の都合' } };
const refusedAs = (from: Story, command: ServiceOrderCommand, code: string) =>
  given(serviceOrderStream, from.facts).when(command, when).thenRefused(code);
const contractIn = ({ state }: Story) => state.data.contracting.current;

const [prepaid, designed, final] = billing;
const report: PricedItem = {
  itemId: 'report',
  description: '帳票の追加',
  taxClass: 'standard',
  pricing: 'fixedPrice',
  amount: 150_000,
};
/** 150,000 more, billed with the final acceptance. */
const larger = {
  items: [...items, report],
  billing: [designed, { ...final, amount: 650_000 }],
} satisfies Partial<Data<'QuoteChange'>>;

const requested = continued(startedOrder(), request);
const quoted = continued(requested, quote(larger));
const handedOver = continued(startedOrder(), submitDesign, acceptDesign);

describe('the request of a change', () => {
  it('is numbered, and one at a time', () => {
    given(serviceOrderStream, startedOrder().facts)
      .when(request, when)
      .then([
        {
          type: 'ChangeRequested',
          data: { changeId: 'C1', title: '帳票の追加', description: '売上帳票を追加したい。', by: 'customer' },
        },
      ]);
    refusedAs(requested, request, 'change-open');
    const second = continued(requested, decline, request);
    expect(second.facts.at(-1)?.data).toMatchObject({ changeId: 'C2' });
  });

  it('is possible as soon as there is a contract, and until the work is reported as complete', () => {
    expect(placeOf(continued(concludedOrder(), request))['change']).toBe('requested');
    refusedAs(agreedOrder(), request, 'not-in-this-state');
    refusedAs(continued(finishedOrder(), reportCompletion), request, 'not-in-this-state');
  });
});

describe('the quote of a change', () => {
  it('is the whole contract as it would be, with what is fixed in it', () => {
    const before = contractIn(requested)!;
    given(serviceOrderStream, requested.facts)
      .when(quote({ ...larger, scope: '帳票も', terms: '追加分も同じ', endsOn: '2027-04-30' }), when)
      .then([
        {
          type: 'ChangeQuoted',
          data: {
            changeId: 'C1',
            quote: 1,
            quotedOn: STORY_DAY,
            validUntil: LAST_DAY,
            contract: {
              ...before,
              scope: '帳票も',
              terms: '追加分も同じ',
              items: [...items, report],
              schedule: { startsOn: '2026-12-01', endsOn: '2027-04-30' },
              billing: [before.billing[0]!, before.billing[1]!, { ...before.billing[2]!, amount: 650_000 }],
            },
          },
        },
      ]);
  });

  it('leaves everything as it is that it does not name', () => {
    const reworded = continued(requested, quote({ scope: '言い換え' }), agree());
    expect(contractIn(reworded)).toEqual({ ...contractIn(requested), scope: '言い換え' });
  });

  it('can be made again, with the next number, and made again alike changes nothing', () => {
    const again = continued(quoted, quote({ ...larger, scope: '帳票も' }));
    expect(again.facts.at(-1)?.data).toMatchObject({ changeId: 'C1', quote: 2 });
    given(serviceOrderStream, quoted.facts).when(quote(larger), when).then([]);
  });

  it('refuses milestones that do not add up to the price', () => {
    const refused = told(requested, quote({ items: larger.items })).refusal;
    expect(refused).toMatchObject({ code: 'billing-does-not-add-up', field: 'billing' });
    expect(refused?.message.en).toContain('the price is 1150000, the milestones are 1000000');
    refusedAs(
      requested,
      quote({ ...larger, billing: [designed, { ...final, taxClass: 'exempt', amount: 650_000 }] }),
      'billing-does-not-add-up',
    );
  });

  it('leaves what was accepted or invoiced as it is, and may repeat it so', () => {
    const repeated = continued(requested, quote({ ...larger, billing: [prepaid, ...larger.billing] }), agree());
    expect(placeOf(repeated)).toMatchObject({ value: 1_150_000, billable: 200_000, scheduled: 950_000 });
    const refusalOf = (changed: object) =>
      told(requested, quote({ ...larger, billing: [...larger.billing, { ...prepaid, ...changed }] })).refusal;
    for (const changed of [{ amount: 1 }, { taxClass: 'exempt' }, { name: '別名' }, { trigger: 'acceptance' }])
      expect(refusalOf(changed)).toMatchObject({ code: 'milestone-is-fixed', field: 'billing[2]' });
  });

  it('neither changes nor drops a deliverable that was accepted', () => {
    const accepted = continued(handedOver, request);
    const other = { deliverableId: 'manual', name: '手引き' };
    refusedAs(
      accepted,
      quote({ deliverables: [other], billing: [{ ...designed, deliverableIds: [] }, final] }),
      'deliverable-is-accepted',
    );
    refusedAs(
      accepted,
      quote({ deliverables: [{ deliverableId: 'design', name: '別の設計書' }] }),
      'deliverable-is-accepted',
    );
    const added = continued(
      accepted,
      quote({ deliverables: [{ deliverableId: 'design', name: '基本設計書' }, other] }),
      agree(),
    );
    expect(added.state.data.project.deliverables).toMatchObject({
      design: { state: 'accepted' },
      manual: { state: 'pending' },
    });
  });

  it('keeps no milestone that waits for a deliverable which it drops', () =>
    refusedAs(requested, quote({ deliverables: [] }), 'deliverable-is-awaited'));

  it('neither drops nor caps below its hours an item that was worked on', () => {
    const worked = continued(
      startedOrder(),
      { type: 'ReportTime', data: { itemId: 'support', minutes: 900, memberId: 'sato' } },
      request,
    );
    const [build, support] = items;
    const capped = (capHours: number) =>
      quote({
        items: [
          { ...build!, amount: 950_000 } as PricedItem,
          { ...support!, estimatedHours: 5, capHours } as PricedItem,
        ],
      });
    refusedAs(worked, capped(14), 'time-was-worked');
    refusedAs(worked, quote({ items: [{ ...build!, amount: 1_000_000 } as PricedItem] }), 'time-was-worked');
    expect(placeOf(continued(worked, capped(15), agree()))).toMatchObject({ value: 1_000_000 });
    const withdrawn = continued(worked, {
      type: 'WithdrawTime',
      data: { itemId: 'support', minutes: 900, workedOn: STORY_DAY, memberId: 'sato', reason: '誤り' },
    });
    expect(told(withdrawn, quote({ items: [{ ...build!, amount: 1_000_000 } as PricedItem] })).refusal).toBeUndefined();
  });

  it('says something else than the contract, until a day that has not passed', () => {
    refusedAs(requested, quote(), 'nothing-to-change');
    refusedAs(requested, quote({ ...larger, validUntil: '2026-11-19' }), 'in-the-past');
    refusedAs(requested, quote({ endsOn: '2026-11-30' }), 'schedule-ends-before-it-begins');
  });

  it('refuses ids that are used twice, and more milestones than a contract holds', () => {
    refusedAs(requested, quote({ items: [report, report] }), 'duplicate-id');
    refusedAs(requested, quote({ billing: [final, final] }), 'duplicate-id');
    const parts = Array.from({ length: 600 }, (_, index) => ({ ...final, milestoneId: `P${index}`, amount: 0 }));
    refusedAs(requested, quote({ billing: parts }), 'too-many-milestones');
  });

  it('that changes nothing but the order in which it is said is none, wherever the fixed milestone is in the contract', () => {
    const advanceSecond = continued(
      agreedOrder(),
      {
        type: 'DraftContract',
        data: { paymentDays: 30, warranty: { months: 0, terms: 'なし' }, billing: [designed, prepaid, final] },
      },
      concludeContract,
      request,
    );
    refusedAs(advanceSecond, quote({}), 'nothing-to-change');
    refusedAs(advanceSecond, quote({ billing: [final, designed] }), 'nothing-to-change');
    refusedAs(advanceSecond, quote({ items: [...items].reverse() }), 'nothing-to-change');
    const longer = told(advanceSecond, quote({ endsOn: '2027-04-30' })).facts.at(-1);
    expect(
      longer?.type === 'ChangeQuoted' && longer.data.contract.billing.map(({ milestoneId }) => milestoneId),
    ).toEqual(['M2', 'M1', 'M3']);
  });

  it('needs a request, which is said where there is none', () => {
    expect(told(startedOrder(), quote(larger)).refusal).toMatchObject({
      code: 'not-in-this-state',
      message: {
        ja: expect.stringContaining('先に変更の依頼を記録'),
        en: expect.stringContaining('request one first'),
      },
    });
  });

  it('says what of the milestones is fixed, where the price is below them', () => {
    const cheap = [{ ...items[0]!, amount: 5 }] as readonly PricedItem[];
    const words = told(requested, quote({ items: cheap })).refusal?.message;
    expect(words?.en).toContain('of which 200000 were accepted or invoiced and stay');
    expect(words?.ja).toContain('うち検収または請求済みで変えられないもの 200000');
  });
});

describe('the agreement to a change', () => {
  it('makes the next contract version and the new billing schedule', () => {
    const agreed = continued(quoted, agree({ changeId: 'C1', quote: 1, agreedBy: '田中 花子' }));
    expect(agreed.facts.at(-1)).toMatchObject({
      type: 'ChangeAgreed',
      data: { changeId: 'C1', quote: 1, contractVersion: 2, agreedOn: STORY_DAY, agreedBy: '田中 花子' },
    });
    expect(placeOf(agreed)).toMatchObject({
      change: 'agreed',
      value: 1_150_000,
      billable: 200_000,
      scheduled: 950_000,
    });
    expect(agreed.state.data.contracting.versions).toMatchObject([
      { version: 1, value: 1_000_000, changeId: null },
      { version: 2, value: 1_150_000, changeId: 'C1' },
    ]);
  });

  it('names the open change and its newest quote', () => {
    const twice = continued(quoted, quote({ ...larger, scope: '帳票も' }));
    const refusalOf = (data: Data<'AgreeChange'>) => told(twice, agree(data)).refusal;
    expect(refusalOf({ changeId: 'C2' })).toMatchObject({ code: 'not-the-open-change', field: 'changeId' });
    expect(refusalOf({ quote: 1 })).toMatchObject({ code: 'quote-superseded', field: 'quote' });
    expect(refusalOf({ quote: 3 })).toMatchObject({ code: 'unknown-quote', field: 'quote' });
    expect(contractIn(continued(twice, agree({ quote: 2 })))?.scope).toBe('帳票も');
  });

  it('comes at the latest on the last day of the quote, whatever day it names', () => {
    expect(told(quoted, agree(), on(LAST_DAY).now).refusal).toBeUndefined();
    given(serviceOrderStream, quoted.facts).when(agree(), on('2026-12-02')).thenRefused('quote-expired');
    given(serviceOrderStream, quoted.facts)
      .when(agree({ agreedOn: LAST_DAY }), on('2026-12-02'))
      .thenRefused('quote-expired');
  });

  it('is not of tomorrow, nor of a day before the contract or the quote', () => {
    refusedAs(quoted, agree({ agreedOn: '2026-11-21' }), 'in-the-future');
    refusedAs(quoted, agree({ agreedOn: '2026-11-19' }), 'before-the-contract');
    const quotedLater = told(requested, quote(larger), on('2026-11-24').now);
    expect(told(quotedLater, agree({ agreedOn: '2026-11-23' }), on('2026-11-25').now).refusal).toMatchObject({
      code: 'agreed-before-quoted',
      field: 'agreedOn',
    });
  });

  it('may be of a day before it was recorded, where the quote was made by then', () => {
    const quotedLater = told(requested, quote({ ...larger, quotedOn: '2026-11-22' }), on('2026-11-24').now);
    const agreed = told(quotedLater, agree({ agreedOn: '2026-11-23' }), on('2026-11-25').now);
    expect(agreed.facts.at(-1)?.data).toMatchObject({ agreedOn: '2026-11-23' });
    refusedAs(requested, quote({ ...larger, quotedOn: '2026-11-21' }), 'in-the-future');
    refusedAs(requested, quote({ ...larger, quotedOn: '2026-11-19' }), 'before-the-contract');
  });

  it('is refused where a milestone was accepted since that the quote changes or drops', () => {
    const requestedLater = continued(handedOver, request);
    const changing = [{ ...designed, amount: 450_000 }, final];
    const dropping = [{ ...final, amount: 950_000 }];
    for (const changed of [changing, dropping]) {
      const overtaken = continued(requestedLater, quote({ ...larger, billing: changed }), acceptMilestone);
      const refused = told(overtaken, agree()).refusal;
      expect(refused).toMatchObject({ code: 'quote-outdated', field: 'quote' });
      expect(refused?.message.en).toContain('"M2" was accepted or invoiced');
      expect(placeOf(continued(overtaken, quote(larger), agree()))).toMatchObject({
        value: 1_150_000,
        billable: 500_000,
        scheduled: 650_000,
      });
    }
  });

  it('is refused where a deliverable was accepted since that the quote drops', () => {
    const dropping = quote({ deliverables: [], billing: [{ ...designed, deliverableIds: [] }, final] });
    refusedAs(continued(requested, dropping, submitDesign, acceptDesign), agree(), 'quote-outdated');
  });

  it('holds where what was accepted or invoiced since is as the quote says', () => {
    const overtaken = continued(handedOver, request, quote(larger), acceptMilestone, invoice('I1'));
    expect(placeOf(continued(overtaken, agree()))).toMatchObject({
      value: 1_150_000,
      billed: 500_000,
      billable: 0,
      scheduled: 650_000,
      milestones: { M1: 'invoiced', M2: 'invoiced', M3: 'scheduled' },
    });
  });

  it('bills at once what the change itself makes billable', () => {
    const prepaidMore = {
      name: '追加着手金',
      trigger: 'contractConclusion',
      amount: 150_000,
      taxClass: 'standard',
    } as const;
    const agreed = continued(requested, quote({ ...larger, billing: [designed, final, prepaidMore] }), agree());
    expect(placeOf(agreed)).toMatchObject({ billable: 350_000, milestones: { M4: 'billable' } });
  });

  it('is not given to a held order, nor to a change without a quote', () => {
    refusedAs(continued(quoted, { type: 'HoldOrder', data: { reason: 'price' } }), agree(), 'order-held');
    refusedAs(requested, agree(), 'not-in-this-state');
    refusedAs(continued(quoted, agree()), agree(), 'not-in-this-state');
  });
});

describe('a change that is declined', () => {
  it('leaves the contract as it was, before and after it was quoted', () => {
    given(serviceOrderStream, requested.facts)
      .when(decline, when)
      .then([{ type: 'ChangeDeclined', data: { changeId: 'C1', by: 'customer', reason: '予算の都合' } }]);
    const declined = continued(quoted, decline);
    expect(contractIn(declined)).toEqual(contractIn(startedOrder()));
    expect(placeOf(declined)).toMatchObject({ change: 'declined', value: 1_000_000 });
    refusedAs(declined, agree(), 'not-in-this-state');
  });
});

describe('scenario 10: a contract is changed twice while milestones are accepted and invoiced', () => {
  it('adds up at every step', () => {
    const steps: readonly ServiceOrderCommand[] = [
      invoice('I1'),
      request,
      quote(larger),
      submitDesign,
      acceptDesign,
      agree(),
      acceptMilestone,
      request,
      invoice('I2'),
      quote({ items: [...items, { ...report, amount: 250_000 }], billing: [{ ...final, amount: 750_000 }] }),
      { type: 'RecordInvoicePayment', data: { invoiceNumber: 'I1', amount: 100_000, method: 'bankTransfer' } },
      agree(),
    ];
    let chapter = startedOrder();
    for (const step of steps) {
      chapter = continued(chapter, step);
      const { value, scheduled, billable, billed } = placeOf(chapter) as unknown as Record<string, number>;
      expect(scheduled! + billable! + billed!).toBe(value);
    }
    expect(placeOf(chapter)).toMatchObject({
      value: 1_250_000,
      billed: 500_000,
      billable: 0,
      scheduled: 750_000,
      paid: 100_000,
    });
    expect(chapter.state.data.contracting.versions.map(({ value }) => value)).toEqual([
      1_000_000, 1_150_000, 1_250_000,
    ]);
  });
});
