import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import type { BillingMilestone, PricedItem } from '#state-machines/service-order/service-order.terms';
import { DraftProposal } from '../proposal/proposal.commands.ts';
import { content, fixedPrice } from '../proposal/proposal.story.ts';
import {
  milestonesOf,
  refusalOfDeliverables,
  refusalOfItems,
  refusalOfMilestones,
  refusalOfSchedule,
} from './terms.policies.ts';

const DAY = '2026-11-20';
const hourly = (estimatedHours: number, capHours: number, hourlyRate = 9000): PricedItem => ({
  itemId: 'build',
  description: '開発',
  taxClass: 'standard',
  pricing: 'timeAndMaterial',
  hourlyRate,
  estimatedHours,
  capHours,
});
const milestone = (milestoneId: string, more: Partial<BillingMilestone> = {}): BillingMilestone => ({
  milestoneId,
  name: '検収',
  trigger: 'acceptance',
  amount: 1000,
  taxClass: 'standard',
  deliverableIds: [],
  ...more,
});

const fieldsIn = (errors: readonly ValidationError[], path = ''): readonly string[] =>
  errors.flatMap(({ property, constraints, children }) => {
    const field = /^\d+$/.test(property) ? `${path}[${property}]` : path === '' ? property : `${path}.${property}`;
    return [...(constraints ? [field] : []), ...fieldsIn(children ?? [], field)];
  });
const fieldsRefusedIn = (...items: object[]): readonly string[] =>
  fieldsIn(validateSync(plainToInstance(DraftProposal, { ...content, items })));

describe('a priced item', () => {
  const item = { itemId: 'a', description: '項目', taxClass: 'standard' };

  it('has the members of its pricing', () => {
    expect(
      fieldsRefusedIn(
        { ...item, pricing: 'fixedPrice', amount: 0 },
        { ...item, pricing: 'timeAndMaterial', hourlyRate: 9000, estimatedHours: 10, capHours: 12 },
        { ...item, pricing: 'recurring', monthlyAmount: 80_000, months: 12 },
      ),
    ).toEqual([]);
  });

  it('is refused where a member of its pricing is missing, or one of another pricing is there, by its field', () => {
    expect(fieldsRefusedIn({ ...item, pricing: 'timeAndMaterial', hourlyRate: 9000, estimatedHours: 10 })).toEqual([
      'items[0].capHours',
    ]);
    expect(
      fieldsRefusedIn({ ...item, pricing: 'fixedPrice', amount: 1 }, { ...item, pricing: 'recurring', amount: 1 }),
    ).toEqual(['items[1].amount', 'items[1].monthlyAmount', 'items[1].months']);
  });

  it('is refused without a pricing that there is, and in parts of an hour or a yen', () => {
    expect(fieldsRefusedIn({ ...item, pricing: 'free', amount: 1 })).toEqual(['items[0].pricing']);
    expect(fieldsRefusedIn({ ...item, pricing: 'fixedPrice', amount: 0.5 })).toEqual(['items[0].amount']);
    expect(
      fieldsRefusedIn({ ...item, pricing: 'timeAndMaterial', hourlyRate: 1, estimatedHours: 1.5, capHours: 2 }),
    ).toEqual(['items[0].estimatedHours']);
  });
});

describe('the items of a price', () => {
  it('may be capped at their estimate, not below it', () => {
    expect(refusalOfItems([hourly(400, 400)], DAY)).toBeUndefined();
    expect(refusalOfItems([fixedPrice('a', 1), hourly(400, 399)], DAY)).toMatchObject({
      code: 'cap-below-estimate',
      field: 'items[1].capHours',
    });
  });

  it('have an id each', () => {
    expect(refusalOfItems([fixedPrice('a', 1), fixedPrice('b', 1), fixedPrice('a', 1)], DAY)).toMatchObject({
      code: 'duplicate-id',
      field: 'items[2].itemId',
    });
  });

  it('do not cost more than money can hold, tax included', () => {
    expect(refusalOfItems([hourly(8000, 8000, 1_000_000_000_000)], DAY)).toBeUndefined();
    expect(refusalOfItems([hourly(9000, 9000, 1_000_000_000_000)], DAY)).toMatchObject({
      code: 'total-too-large',
      field: 'items',
    });
  });
});

describe('a schedule', () => {
  it('may be of one day, and does not end before it begins', () => {
    expect(refusalOfSchedule({ startsOn: DAY, endsOn: DAY })).toBeUndefined();
    expect(refusalOfSchedule({ startsOn: DAY, endsOn: '2026-11-19' }, 'endsOn')).toMatchObject({
      code: 'schedule-ends-before-it-begins',
      field: 'endsOn',
    });
  });
});

describe('deliverables', () => {
  it('have an id each', () => {
    const twice = [...content.deliverables, ...content.deliverables];
    expect(refusalOfDeliverables(content.deliverables)).toBeUndefined();
    expect(refusalOfDeliverables(twice)).toMatchObject({ field: 'deliverables[1].deliverableId' });
  });
});

describe('milestones', () => {
  it('without an id get the next that is free, and wait for no deliverable where none is named', () => {
    const { milestoneId: _given, deliverableIds: _none, ...unnamed } = milestone('');
    const made = milestonesOf([unnamed, { ...unnamed, milestoneId: 'M2' }, unnamed], ['M1']);
    expect(made).toEqual([milestone('M3'), milestone('M2'), milestone('M4')]);
  });

  it('have an id each, and wait only for deliverables that there are', () => {
    const known = milestone('M1', { deliverableIds: ['D1'] });
    expect(refusalOfMilestones([known, milestone('M2')], content.deliverables, DAY)).toBeUndefined();
    expect(refusalOfMilestones([known, milestone('M1')], content.deliverables, DAY)).toMatchObject({
      code: 'duplicate-id',
      field: 'billing[1].milestoneId',
    });
    expect(
      refusalOfMilestones([milestone('M1', { deliverableIds: ['D1', 'D9'] })], content.deliverables, DAY),
    ).toMatchObject({ code: 'unknown-deliverable', field: 'billing[0].deliverableIds[1]' });
  });

  it('do not bill more than money can hold', () => {
    const dear = milestone('M1', { amount: Number.MAX_SAFE_INTEGER });
    expect(refusalOfMilestones([dear], [], DAY)).toMatchObject({ code: 'total-too-large', field: 'billing' });
  });
});
