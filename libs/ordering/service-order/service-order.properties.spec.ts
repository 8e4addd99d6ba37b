import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isFixed, paidSoFar, type Milestone } from '#state-machines/service-order/billing.data';
import { openChange } from '#state-machines/service-order/change.data';
import { amountsWithTax, sumOf, sumsByTaxClass, taxedAmounts } from '#state-machines/service-order/price.data';
import type { ServiceOrderFact, ServiceOrderFactOf } from '#state-machines/service-order/service-order.events';
import type { ContractContent } from '#state-machines/service-order/service-order.terms';
import type { Chapter } from './contract/contract-steps.story.ts';
import { contractStories } from './contract/contract-stories.story.ts';
import { placeOf } from './service-order.story.ts';
import { serviceOrderStream } from './service-order.stream.ts';

const RUNS = 150;

/** Holds a claim against every two chapters that follow each other, in many stories. */
const everyStep = (claim: (after: Chapter, before: Chapter) => void) =>
  fc.assert(
    fc.property(contractStories, (chapters) => {
      for (const [index, chapter] of chapters.entries()) claim(chapter, chapters[Math.max(0, index - 1)]!);
    }),
    { numRuns: RUNS },
  );

/** Holds a claim against all that was recorded, in many stories. */
const everyEnding = (claim: (last: Chapter) => void) =>
  fc.assert(
    fc.property(contractStories, (chapters) => {
      claim(chapters.at(-1)!);
    }),
    { numRuns: RUNS },
  );

const contractOf = ({ state }: Chapter): ContractContent => state.data.contracting.current!;
const milestonesOf = ({ state }: Chapter): readonly Milestone[] => Object.values(state.data.billing.milestones);
const isTerminated = (chapter: Chapter): boolean => placeOf(chapter)['engagement'] === 'terminated';
const only = <Type extends ServiceOrderFact['type']>(facts: readonly ServiceOrderFact[], type: Type) =>
  facts.filter((fact): fact is ServiceOrderFactOf<Type> => fact.type === type);

/** The contract that a fact makes; undefined for any other fact. */
const versionIn = (fact: ServiceOrderFact) =>
  fact.type === 'ContractConcluded' ||
  fact.type === 'ChangeAgreed' ||
  fact.type === 'ContractRenewed' ||
  fact.type === 'ContractTerminated'
    ? fact.data
    : undefined;

/** Whether a fact makes a milestone billable, given what makes it so. */
const makesBillable = (fact: ServiceOrderFact, milestoneId: string): boolean => {
  if (fact.type === 'MilestoneAccepted') return fact.data.milestoneId === milestoneId;
  const planned = versionIn(fact)?.contract.billing.find((milestone) => milestone.milestoneId === milestoneId);
  return planned?.trigger === 'contractConclusion';
};

const dayOf = (fact: ServiceOrderFact): string => {
  if (fact.type === 'MilestoneAccepted' || fact.type === 'CompletionAccepted') return fact.data.acceptedOn;
  if (fact.type === 'ContractConcluded') return fact.data.concludedOn;
  if (fact.type === 'ChangeAgreed' || fact.type === 'ContractRenewed') return fact.data.agreedOn;
  return fact.type === 'ContractTerminated' ? fact.data.terminatedOn : '';
};

/** The fact that made a milestone billable before another fact. */
const reasonBefore = (facts: readonly ServiceOrderFact[], index: number, milestone: Milestone) =>
  facts
    .slice(0, index)
    .find((fact) =>
      milestone.trigger === 'finalAcceptance'
        ? fact.type === 'CompletionAccepted'
        : makesBillable(fact, milestone.milestoneId),
    );

describe('a contract under any sequence of commands', () => {
  it('is billed, billable and scheduled for exactly what its current version is worth', () => {
    everyStep((chapter) => {
      const { value, scheduled, billable, billed } = placeOf(chapter) as unknown as Record<string, number>;
      expect(scheduled! + billable! + billed!).toBe(value);
      expect(value).toBe(sumOf(contractOf(chapter).billing));
      expect(value).toBe(chapter.state.data.contracting.versions.at(-1)?.value);
    });
  });

  it('is worth the price of its items, tax class by tax class, until it is terminated', () => {
    everyStep((chapter) => {
      if (isTerminated(chapter)) return;
      const { items, billing } = contractOf(chapter);
      expect(sumsByTaxClass(billing)).toEqual(sumsByTaxClass(taxedAmounts(items)));
      expect(sumsByTaxClass(milestonesOf(chapter))).toEqual(sumsByTaxClass(billing));
    });
  });

  it('is invoiced for nothing before its acceptance, unless the contract says so', () => {
    everyEnding((chapter) => {
      for (const [index, fact] of chapter.facts.entries()) {
        if (fact.type !== 'InvoiceIssued') continue;
        for (const milestoneId of fact.data.milestoneIds) {
          const reason = reasonBefore(chapter.facts, index, chapter.state.data.billing.milestones[milestoneId]!);
          expect(reason).toBeDefined();
          expect(fact.data.issuedOn >= dayOf(reason!)).toBe(true);
        }
      }
    });
  });

  it('never changes nor loses what was accepted or invoiced', () => {
    everyStep((after, before) => {
      const contracted = new Map(contractOf(after).billing.map((milestone) => [milestone.milestoneId, milestone]));
      for (const fixed of milestonesOf(before).filter(isFixed)) {
        const { billableOn, invoiceNumber, ...terms } = fixed;
        const kept = after.state.data.billing.milestones[fixed.milestoneId];
        expect(kept).toMatchObject({ ...terms, billableOn });
        expect(contracted.get(fixed.milestoneId)).toEqual(terms);
        const { cancelled } = after.state.data.billing.invoices[invoiceNumber ?? ''] ?? { cancelled: true };
        if (!cancelled) expect(kept?.invoiceNumber).toBe(invoiceNumber);
      }
    });
  });

  it('never changes nor loses a deliverable that was accepted', () => {
    everyStep((after, before) => {
      for (const deliverable of contractOf(before).deliverables)
        if (before.state.data.project.deliverables[deliverable.deliverableId]?.state === 'accepted')
          expect(contractOf(after).deliverables).toContainEqual(deliverable);
    });
  });

  it('is on each invoice that stands once, with the tax of the day, and never paid beyond it', () => {
    everyEnding((chapter) => {
      const { billing } = chapter.state.data;
      const cancelled = new Set(only(chapter.facts, 'InvoiceCancelled').map(({ data }) => data.invoiceNumber));
      const standing = only(chapter.facts, 'InvoiceIssued').filter(({ data }) => !cancelled.has(data.invoiceNumber));
      for (const { data } of standing) {
        const invoiced = data.milestoneIds.map((milestoneId) => billing.milestones[milestoneId]!);
        const { net, tax, total } = data;
        expect({ net, tax, total }).toEqual(amountsWithTax(invoiced, data.issuedOn));
        expect(invoiced.map(({ invoiceNumber }) => invoiceNumber)).toEqual(invoiced.map(() => data.invoiceNumber));
        expect(billing.invoices[data.invoiceNumber]?.paid).toBeLessThanOrEqual(total);
      }
      const paid = only(chapter.facts, 'InvoicePaymentReceived').reduce((sum, { data }) => sum + data.amount, 0);
      expect(paidSoFar(billing)).toBe(paid);
      expect(placeOf(chapter)['billed']).toBe(standing.reduce((sum, { data }) => sum + data.net, 0));
      for (const { data } of only(chapter.facts, 'InvoicePaymentReceived'))
        expect(cancelled.has(data.invoiceNumber)).toBe(false);
    });
  });

  it('has the versions 1, 2, 3, …, none of an earlier day than the one before, and nothing that was recorded is ever edited', () => {
    fc.assert(
      fc.property(contractStories, (chapters) => {
        const recorded = JSON.stringify(chapters.at(-1)!.facts);
        for (const { facts, state } of chapters) {
          const versions = facts.flatMap((fact) => versionIn(fact) ?? []);
          expect(versions.map(({ contractVersion }) => contractVersion)).toEqual(versions.map((_, index) => index + 1));
          const days = state.data.contracting.versions.map(({ agreedOn }) => agreedOn);
          expect(days).toEqual([...days].sort());
          expect(recorded.startsWith(JSON.stringify(facts).slice(0, -1))).toBe(true);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('agrees only to the newest quote of the open change, while it is valid, the work goes on and no other version came between', () => {
    everyStep((after, before) => {
      const [agreed] = only(after.facts.slice(before.facts.length), 'ChangeAgreed');
      if (!agreed) return;
      const quotedAt = before.facts.findLastIndex(({ type }) => type === 'ChangeQuoted');
      const quoted = only(before.facts, 'ChangeQuoted').at(-1)?.data;
      expect(quoted).toMatchObject({ changeId: agreed.data.changeId, quote: agreed.data.quote });
      expect(agreed.data.contract).toEqual(quoted?.contract);
      expect(after.day <= quoted!.validUntil).toBe(true);
      expect(before.state.data.holds).toEqual([]);
      expect(placeOf(before)['engagement']).toMatch(/^(contracting|launching|delivering|reviewing)/);
      expect(before.facts.slice(quotedAt).flatMap((fact) => versionIn(fact) ?? [])).toEqual([]);
    });
  });

  it('leaves no change open when it is terminated', () => {
    everyEnding((last) => {
      if (isTerminated(last)) expect(openChange(last.state.data.change)).toBeUndefined();
    });
  });

  it('stays as it is, member by member, where a command is refused', () => {
    fc.assert(
      fc.property(contractStories, (chapters) => {
        const before = chapters.map(({ state }) => JSON.stringify(state));
        for (const [index, chapter] of chapters.entries()) {
          if (!chapter.refusal) continue;
          expect(before[index]).toBe(before[index - 1]);
          expect(chapter.facts).toBe(chapters[index - 1]?.facts);
        }
        expect(chapters.map(({ state }) => JSON.stringify(state))).toEqual(before);
      }),
      { numRuns: RUNS },
    );
  });

  it('is the same when it is read from the log as when it was decided', () => {
    everyEnding(({ facts, state }) => {
      const { decider } = serviceOrderStream;
      const read = JSON.parse(JSON.stringify(facts)) as readonly ServiceOrderFact[];
      expect(read.reduce((before, fact) => decider.evolve(before, fact), decider.initial)).toEqual(
        JSON.parse(JSON.stringify(state)),
      );
    });
  });

  it('comes to every fact and every refusal about the money within a few hundred stories, so that the other properties mean something', () => {
    const told = fc.sample(contractStories, { seed: 7, numRuns: 300 }).flat();
    const facts = new Set(told.flatMap((chapter) => chapter.facts.map(({ type }) => type)));
    const refusals = new Set(told.map(({ refusal }) => refusal?.code));
    const versions = Math.max(...told.map(({ state }) => state.data.contracting.versions.length));
    expect([...facts]).toEqual(
      expect.arrayContaining([
        'MilestoneAccepted',
        'InvoiceIssued',
        'InvoiceBecameOverdue',
        'InvoiceCancelled',
        'InvoicePaymentReceived',
        'ChangeQuoted',
        'ChangeAgreed',
        'ChangeDeclined',
        'ContractRenewed',
        'ServiceEndAgreed',
        'ContractTerminated',
        'CompletionAccepted',
      ]),
    );
    expect([...refusals]).toEqual(
      expect.arrayContaining([
        'milestone-not-billable',
        'milestone-invoiced-before',
        'invoice-before-acceptance',
        'invoice-number-used',
        'more-than-outstanding',
        'not-overdue-yet',
        'deliverables-not-accepted',
        'accepted-before-deliverable',
        'billing-does-not-add-up',
        'milestone-is-fixed',
        'deliverable-is-accepted',
        'quote-superseded',
        'quote-expired',
        'quote-outdated',
        'renewal-ends-too-early',
        'not-recurring',
        'order-held',
        'change-open',
        'before-the-contract',
      ]),
    );
    expect(versions).toBeGreaterThan(4);
  });
});
