import { describe, expect, it } from '@jest/globals';
import { given } from '#libs/kernel/testing/given-when-then';
import type { PricedItem } from '#state-machines/service-order/service-order.terms';
import type { ServiceOrderCommand } from '../service-order.commands.ts';
import { serviceOrderStream } from '../service-order.stream.ts';
import {
  agreedOrder,
  billing,
  concludeContract,
  concludedOrder,
  continued,
  draftContract,
  items,
  placeOf,
  STORY_DAY,
  told,
  type Story,
} from '../service-order.story.ts';

type Data<Type extends ServiceOrderCommand['type']> = Extract<ServiceOrderCommand, { type: Type }>['data'];

const when = { now: `${STORY_DAY}T03:00:00.000Z` };
const agreed = agreedOrder();
const drafted = continued(agreed, draftContract);

const draft = (data: Data<'DraftContract'>): ServiceOrderCommand => ({ type: 'DraftContract', data });
const amend = (data: Data<'AmendContractDraft'>): ServiceOrderCommand => ({ type: 'AmendContractDraft', data });
const conclude = (data: Partial<Data<'ConcludeContract'>>): ServiceOrderCommand => ({
  type: 'ConcludeContract',
  data: { ...(concludeContract as { data: Data<'ConcludeContract'> }).data, ...data },
});
const draftIn = ({ state }: Story) => state.data.contracting.draft;
const refusedAs = (from: Story, command: ServiceOrderCommand, code: string) =>
  given(serviceOrderStream, from.facts).when(command, when).thenRefused(code);

const fixed = (itemId: string, amount: number, taxClass: 'standard' | 'reduced' = 'standard'): PricedItem => ({
  itemId,
  description: `項目 ${itemId}`,
  taxClass,
  pricing: 'fixedPrice',
  amount,
});
const monthly = (monthlyAmount: number, months: number, description = '保守'): PricedItem => ({
  itemId: 'care',
  description,
  taxClass: 'standard',
  pricing: 'recurring',
  monthlyAmount,
  months,
});

describe('the draft of a contract', () => {
  it('says what the accepted version of the proposal says, and no longer until when that was valid', () => {
    const { proposing } = agreed.state.data;
    const { validUntil, ...content } = proposing.versions[0]!.content;
    expect(draftIn(drafted)).toMatchObject({ ...content, proposalVersion: 1, paymentDays: 30 });
    expect(validUntil).toBe('2026-12-18');
    expect(draftIn(drafted)).not.toHaveProperty('validUntil');
    expect(drafted.facts.at(-1)).toMatchObject({ type: 'ContractDrafted', data: { draft: 1 } });
  });

  it('is made of the version that was accepted, not of another one', () => {
    const revised = continued(
      agreedOrderWithoutAnswer(),
      { type: 'ReviseProposal', data: { title: '第二版' } },
      { type: 'SubmitProposal', data: {} },
      { type: 'AcceptProposal', data: { version: 2 } },
      draft({}),
    );
    expect(draftIn(revised)).toMatchObject({ title: '第二版', proposalVersion: 2 });
  });

  it('may say something else than the proposal from the beginning', () =>
    expect(draftIn(continued(agreed, draft({ title: '改題', items: [fixed('a', 5)] })))).toMatchObject({
      title: '改題',
      items: [fixed('a', 5)],
      billing: [{ amount: 5 }],
    }));

  it('is not made before a proposal was accepted, nor a second time', () => {
    refusedAs(agreedOrderWithoutAnswer(), draftContract, 'not-in-this-state');
    refusedAs(drafted, draftContract, 'not-in-this-state');
  });

  it('gives milestones the ids that nobody gave them', () => {
    const milestone = { name: '中間', trigger: 'acceptance', amount: 1, taxClass: 'standard' } as const;
    const made = continued(agreed, draft({ billing: [milestone, { ...milestone, milestoneId: 'M1' }, milestone] }));
    expect(draftIn(made)?.billing.map(({ milestoneId }) => milestoneId)).toEqual(['M2', 'M1', 'M3']);
  });
});

const agreedOrderWithoutAnswer = (): Story => {
  const { facts } = agreed;
  const before = facts.filter(({ type }) => type !== 'ProposalAccepted');
  return {
    facts: before,
    state: before.reduce(
      (state, fact) => serviceOrderStream.decider.evolve(state, fact),
      serviceOrderStream.decider.initial,
    ),
    refusal: undefined,
  };
};

describe('a billing schedule that nobody has given', () => {
  it('bills everything that does not recur with the final acceptance, once per tax class', () => {
    const priced = [fixed('a', 100), fixed('b', 20, 'reduced'), fixed('c', 3)];
    expect(draftIn(continued(agreedOrder(priced), draft({})))?.billing).toEqual([
      {
        milestoneId: 'M1',
        name: '最終検収（標準税率）',
        trigger: 'finalAcceptance',
        amount: 103,
        taxClass: 'standard',
        deliverableIds: [],
      },
      {
        milestoneId: 'M2',
        name: '最終検収（軽減税率）',
        trigger: 'finalAcceptance',
        amount: 20,
        taxClass: 'reduced',
        deliverableIds: [],
      },
    ]);
  });

  it('bills what recurs month by month, each on the last day of its month and with its own acceptance', () => {
    const made = draftIn(continued(agreedOrder([fixed('a', 100), monthly(20_000, 3)]), draft({})))?.billing;
    expect(made?.[0]).toMatchObject({ milestoneId: 'M1', name: '最終検収', amount: 100 });
    expect(made?.slice(1)).toEqual(
      [
        ['M2', '2026-12-31'],
        ['M3', '2027-01-31'],
        ['M4', '2027-02-28'],
      ].map(([milestoneId, plannedOn]) => ({
        milestoneId,
        name: `保守 ${plannedOn?.slice(0, 7)}`,
        trigger: 'acceptance',
        amount: 20_000,
        taxClass: 'standard',
        plannedOn,
        deliverableIds: [],
      })),
    );
  });

  it('names its months on one short line, however long the item is described and with whichever characters', () => {
    const made = draftIn(continued(agreedOrder([monthly(1, 1, '𠮷'.repeat(100))]), draft({})))?.billing;
    expect(made?.[0]?.name).toBe(`${'𠮷'.repeat(90)} 2026-12`);
  });

  it('leaves out what costs nothing', () =>
    expect(draftIn(continued(agreedOrder([fixed('a', 1), monthly(0, 12)]), draft({})))?.billing).toHaveLength(1));

  it('is refused where it would have more milestones than a contract holds', () => {
    const long = agreedOrder([monthly(1, 600), { ...monthly(1, 1), itemId: 'more' }]);
    expect(told(long, draft({})).refusal).toMatchObject({ code: 'too-many-milestones', field: 'billing' });
    expect(draftIn(continued(agreedOrder([monthly(1, 600)]), draft({})))?.billing).toHaveLength(600);
  });
});

describe('amending the draft', () => {
  it('changes what is given and leaves the rest', () => {
    const amended = continued(drafted, amend({ terms: '新しい条件' }));
    expect(draftIn(amended)).toEqual({ ...draftIn(drafted), terms: '新しい条件' });
    expect(amended.facts.at(-1)).toMatchObject({ type: 'ContractDrafted', data: { draft: 2 } });
  });

  it('with what the draft says already changes nothing, and with nothing is refused', () => {
    given(serviceOrderStream, drafted.facts)
      .when(amend({ paymentDays: 30, billing: [...billing] }), when)
      .then([]);
    refusedAs(drafted, amend({}), 'nothing-to-amend');
  });

  it('refuses what no contract can say, by its place', () => {
    const refusalOf = (data: Data<'AmendContractDraft'>) => told(drafted, amend(data)).refusal;
    const milestone = { ...billing[1], deliverableIds: ['nothing'] };
    expect(refusalOf({ billing: [...billing, billing[0]] })).toMatchObject({
      code: 'duplicate-id',
      field: 'billing[3].milestoneId',
    });
    expect(refusalOf({ billing: [milestone] })).toMatchObject({
      code: 'unknown-deliverable',
      field: 'billing[0].deliverableIds[0]',
    });
    expect(refusalOf({ deliverables: [] })).toMatchObject({ code: 'deliverable-is-awaited', field: 'deliverables' });
    expect(refusalOf({ billing: [{ ...billing[0], deliverableIds: ['design'] }] })).toMatchObject({
      code: 'prepaid-awaits-deliverables',
      field: 'billing[0].deliverableIds',
    });
    expect(refusalOf({ items: [fixed('a', 1), fixed('a', 1)] })).toMatchObject({
      code: 'duplicate-id',
      field: 'items[1].itemId',
    });
    expect(refusalOf({ schedule: { startsOn: '2027-01-02', endsOn: '2027-01-01' } })).toMatchObject({
      code: 'schedule-ends-before-it-begins',
      field: 'schedule.endsOn',
    });
    expect(
      refusalOf({
        items: [
          {
            ...items[1]!,
            pricing: 'timeAndMaterial',
            hourlyRate: 1_000_000_000_000,
            estimatedHours: 9000,
            capHours: 9000,
          },
        ],
      }),
    ).toMatchObject({ code: 'total-too-large' });
  });
});

describe('the conclusion of a contract', () => {
  it('is of both sides, on a day, and makes version 1', () =>
    given(serviceOrderStream, drafted.facts)
      .when(conclude({ concludedOn: STORY_DAY }), { now: '2026-11-24T03:00:00.000Z' })
      .then([
        {
          type: 'ContractConcluded',
          data: {
            contractVersion: 1,
            contract: { ...draftIn(drafted)! } as never,
            concludedOn: STORY_DAY,
            signedFor: ['customer', 'company'],
            signatories: [
              { party: 'customer', name: '田中 花子' },
              { party: 'company', name: '鈴木 一郎' },
            ],
          },
        },
      ]));

  it('waits until nothing is missing, and names everything that is, in both languages', () => {
    const refused = told(continued(agreedOrder([fixed('a', 0)]), draft({})), concludeContract).refusal;
    expect(refused).toMatchObject({
      refused: 'rule',
      code: 'contract-incomplete',
      field: 'paymentDays',
      message: {
        ja: '契約書に不足があります: 支払サイト、請求予定、保証',
        en: 'The contract lacks: payment days, billing schedule, warranty.',
      },
    });
  });

  it('needs a signatory of each side', () => {
    const refused = (parties: readonly ('customer' | 'company')[]) =>
      told(drafted, conclude({ signatories: parties.map((party) => ({ party, name: '署名 太郎' })) })).refusal;
    expect(refused(['company', 'company'])).toMatchObject({ code: 'signatory-missing', field: 'signatories' });
    expect(refused(['company'])?.message.en).toBe('Nobody signs for the customer.');
    expect(refused(['customer'])?.message.en).toBe('Nobody signs for the company.');
    expect(refused([])?.message.ja).toBe('署名者がいません: お客様、当社');
  });

  it('refuses milestones that do not add up to the price, and says both', () => {
    const short = continued(drafted, amend({ billing: billing.slice(1) }));
    const refused = told(short, concludeContract).refusal;
    expect(refused).toMatchObject({ code: 'billing-does-not-add-up', field: 'billing' });
    expect(refused?.message.en).toContain('the price is 1000000, the milestones are 800000');
  });

  it('adds milestones up tax class by tax class, since they are taxed so', () => {
    const mixed = continued(
      agreedOrder([fixed('a', 100), fixed('b', 50, 'reduced')]),
      draft({
        paymentDays: 0,
        warranty: { months: 0, terms: 'なし' },
        billing: [{ name: '一括', trigger: 'finalAcceptance', amount: 150, taxClass: 'standard' }],
      }),
    );
    refusedAs(mixed, concludeContract, 'billing-does-not-add-up');
  });

  it('is not of tomorrow, nor of a day before the proposal was accepted', () => {
    refusedAs(drafted, conclude({ concludedOn: '2026-11-21' }), 'in-the-future');
    const refused = told(drafted, conclude({ concludedOn: '2026-11-19' })).refusal;
    expect(refused).toMatchObject({ code: 'concluded-before-accepted', field: 'concludedOn' });
    expect(refused?.message.en).toContain(`accepted on ${STORY_DAY}`);
  });

  it('is not of a held order', () => {
    const held = continued(drafted, { type: 'HoldOrder', data: { reason: 'credit' } });
    refusedAs(held, concludeContract, 'order-held');
    const released = continued(held, { type: 'ReleaseHold', data: { reason: 'credit' } });
    expect(placeOf(continued(released, concludeContract))['engagement']).toBe('contracting.concluded');
  });

  it('happens once, and ends the drafting', () => {
    refusedAs(concludedOrder(), concludeContract, 'not-in-this-state');
    refusedAs(concludedOrder(), amend({ paymentDays: 1 }), 'not-in-this-state');
  });
});
