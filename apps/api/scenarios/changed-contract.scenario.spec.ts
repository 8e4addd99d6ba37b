import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { daysLater } from '#state-machines/vocabulary/dates';
import type { AnswerBody } from '../testing/api-client.ts';
import { timelineOf } from '../testing/order-timeline.ts';
import type { ApiUnderTest } from '../testing/running-api.ts';
import { type Engagement, engagementAt, engagementOf, migration, todayInJapan } from '../testing/sample-engagement.ts';
import { onEverySetUp } from '../testing/set-ups.ts';

interface Item {
  readonly itemId: 'I1' | 'I2';
  readonly amount: number;
}

interface Milestone {
  readonly milestoneId: string;
  readonly trigger: string;
  readonly amount: number;
}

interface Contract {
  readonly items: readonly Item[];
  readonly billing: readonly Milestone[];
}

/** What was answered to somebody who invoiced. */
interface Invoice {
  readonly invoiceNumber: string;
  readonly milestoneIds: readonly string[];
  readonly net: number;
}

type Amounts = Readonly<Record<'value' | 'billed' | 'billable' | 'scheduled', number>>;

/** Parts that are accepted and invoiced while the contract changes; twelve of them during each change. */
const parts = Array.from({ length: 24 }, (_, index) => `S${index + 1}`);
const PART = 100_000;
const FINISH = 600_000;
/** By how much a change raises every amount that can still change. */
const RAISE = 10_000;
/** What is left to bill after both changes. */
const LEFT = FINISH + 2 * RAISE;
/** What a biller pauses when nothing is billable, in milliseconds. */
const PAUSE_MS = 5;

const sumOf = (amounts: readonly { readonly amount: number }[]): number =>
  amounts.reduce((sum, { amount }) => sum + amount, 0);

const longProject = () => {
  const terms = migration();
  const fixed = { taxClass: 'standard', pricing: 'fixedPrice' };
  const items = [
    { itemId: 'I1', description: '段階的な移行', amount: PART * parts.length, ...fixed },
    { itemId: 'I2', description: '仕上げ', amount: FINISH, ...fixed },
  ];
  const billing = [
    ...parts.map((milestoneId) => ({ milestoneId, name: milestoneId, trigger: 'acceptance', amount: PART })),
    { milestoneId: 'FINAL', name: '最終検収', trigger: 'finalAcceptance', amount: FINISH },
  ].map((milestone) => ({ ...milestone, taxClass: 'standard' }));
  return { ...terms, proposal: { ...terms.proposal, items }, contract: { ...terms.contract, billing } };
};

/** What a quote says that raises every part that is not accepted by now, and what comes after them. */
const raisedQuote = ({ data }: AnswerBody): object => {
  const { current } = data['contracting'] as { readonly current: Contract };
  const { milestones } = data['billing'] as {
    readonly milestones: Readonly<Record<string, { readonly billableOn: string | null }>>;
  };
  const billing = current.billing.map((milestone) =>
    milestones[milestone.milestoneId]?.billableOn === null
      ? { ...milestone, amount: milestone.amount + RAISE }
      : milestone,
  );
  const triggers = { I1: 'acceptance', I2: 'finalAcceptance' };
  const items = current.items.map((item) => ({
    ...item,
    amount: sumOf(billing.filter(({ trigger }) => trigger === triggers[item.itemId])),
  }));
  return { items, billing, validUntil: daysLater(todayInJapan(), 7) };
};

onEverySetUp(
  'scenario 10: a service contract is changed twice while milestones are being accepted and invoiced',
  (runApi) => {
    let api: ApiUnderTest;
    let engagement: Engagement;
    /** The same order through each server. */
    let seen: readonly Engagement[];
    let outdatedQuotes = 0;
    const invoices: Invoice[] = [];
    beforeAll(async () => {
      api = await runApi({ servers: 2 });
      engagement = await engagementAt(api, 'kickedOff', longProject());
      seen = api.servers.map((server) => engagementOf(server, engagement.id));
    });
    afterAll(() => api.end());

    /** Both servers hear of the acceptance at once. */
    const accept = (milestoneId: string) =>
      Promise.all(seen.map((through) => through.send('accept-milestone', { milestoneId })));

    /** Quotes again where a part was accepted since the quote was made up. */
    const quote = async (): Promise<void> => {
      for (;;) {
        const { status, body } = await engagement.attempt('quote-change', raisedQuote(await engagement.read()));
        if (status === 200) return;
        expect([status, body.code]).toEqual([422, 'milestone-is-fixed']);
      }
    };

    const agree = async (): Promise<boolean> => {
      const { status, body } = await engagement.attempt('agree-change', { agreedBy: '山田 一郎' });
      if (status === 200) return true;
      expect([status, body.code, body.errors[0]?.field]).toEqual([422, 'quote-outdated', 'quote']);
      outdatedQuotes += 1;
      return false;
    };

    /** A change whose first quote is outdated by an acceptance, and that is agreed while the other parts are accepted. */
    const changeWhile = async ([first = '', ...others]: readonly string[]): Promise<void> => {
      await engagement.send('request-change', {
        title: '増額',
        description: '残りの工程を増額したい。',
        by: 'company',
      });
      await quote();
      await accept(first);
      expect(await agree()).toBe(false);
      const acceptOthers = async () => {
        for (const milestoneId of others) await accept(milestoneId);
      };
      const agreeInTheEnd = async () => {
        do await quote();
        while (!(await agree()));
      };
      await Promise.all([acceptOthers(), agreeInTheEnd()]);
    };

    /** Invoices whatever is billable, again and again, until the work has ended and nothing is left. */
    const bill = async (through: Engagement, name: string, workHasEnded: () => boolean): Promise<void> => {
      for (let number = 1; ;) {
        const isLast = workHasEnded();
        const { status, body } = await through.attempt('issue-invoice', { invoiceNumber: `${name}-${number}` });
        if (status === 200) {
          invoices.push(...body.facts.map(({ data }) => data as unknown as Invoice));
          number += 1;
          continue;
        }
        expect([status, body.code]).toEqual([409, 'nothing-billable']);
        if (isLast) return;
        await pause(PAUSE_MS);
      }
    };

    it('refuses outdated quotes until they are quoted again, and ends with every part billed', async () => {
      let ended = false;
      const work = async () => {
        try {
          await changeWhile(parts.slice(0, 12));
          await changeWhile(parts.slice(12));
        } finally {
          ended = true;
        }
      };
      const billers = seen.flatMap((through, server) =>
        ['A', 'B'].map((clerk) => bill(through, `${clerk}${server}`, () => ended)),
      );
      await Promise.all([work(), ...billers]);
      expect(outdatedQuotes).toBeGreaterThanOrEqual(2);

      const { state, data } = await engagement.read();
      const { current, versions } = data['contracting'] as {
        readonly current: Contract;
        readonly versions: readonly unknown[];
      };
      expect(versions).toHaveLength(3);
      expect(state).toMatchObject({
        change: 'agreed',
        value: sumOf(current.items),
        billed: sumOf(current.billing) - LEFT,
        billable: 0,
        scheduled: LEFT,
      });
    });

    it('keeps every acknowledged invoice once, at the amounts that were accepted, whatever was agreed later', async () => {
      const events = await api.engine.store.readStream(`serviceOrder-${engagement.id}`);
      const factsOf = (type: string) => events.filter((event) => event.type === type).map(({ data }) => data);
      const issued = factsOf('InvoiceIssued') as unknown as readonly Invoice[];
      const byNumber = (some: readonly Invoice[]) =>
        some.toSorted((one, other) => (one.invoiceNumber < other.invoiceNumber ? -1 : 1));
      expect(byNumber(issued)).toEqual(byNumber(invoices));
      expect(issued.flatMap(({ milestoneIds }) => milestoneIds).sort()).toEqual(parts.toSorted());
      expect(
        factsOf('MilestoneAccepted')
          .map(({ milestoneId }) => milestoneId)
          .sort(),
      ).toEqual(parts.toSorted());

      const { current } = (await engagement.read()).data['contracting'] as { readonly current: Contract };
      for (const { milestoneIds, net } of issued)
        expect(net).toBe(sumOf(current.billing.filter(({ milestoneId }) => milestoneIds.includes(milestoneId))));
    });

    it('adds up after every fact, in the log and on the timeline', async () => {
      const events = await api.engine.store.readStream(`serviceOrder-${engagement.id}`);
      let [price, billed] = [0, 0];
      for (const { type, data, metadata } of events) {
        const { contract, net } = data as { readonly contract?: Contract; readonly net?: number };
        if (type === 'ContractConcluded' || type === 'ChangeAgreed') price = sumOf(contract?.items ?? []);
        if (type === 'InvoiceIssued') billed += net ?? 0;
        const after = metadata['stateAfter'] as Amounts;
        expect(after).toMatchObject(price === 0 ? { billed, billable: 0, scheduled: 0 } : { value: price, billed });
        if (price > 0) expect(after.billed + after.billable + after.scheduled).toBe(price);
      }

      const entries = await timelineOf(api, engagement.id, await api.engine.store.head());
      expect(entries.map(({ revision, stateAfter }) => [revision, stateAfter])).toEqual(
        events.map(({ revision, metadata }) => [String(revision), metadata['stateAfter']]),
      );
    });

    it('adds up in the read models', async () => {
      const { state } = await engagement.read();
      const after = encodeURIComponent(await api.engine.store.head());
      const status = (await api.call('GET', `/api/orders/${engagement.id}?after=${after}`)).body;
      const milestones = status['milestones'] as readonly (Milestone & { readonly state: string })[];
      expect(status).toMatchObject({ value: state['value'], total: state['total'], paid: 0 });
      expect(sumOf(milestones)).toBe(state['value']);
      expect(sumOf(milestones.filter((milestone) => milestone.state === 'invoiced'))).toBe(state['billed']);
      expect(sumOf(milestones.filter((milestone) => milestone.state === 'scheduled'))).toBe(state['scheduled']);
    });
  },
);
