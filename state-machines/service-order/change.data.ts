import type { CalendarDate } from '../vocabulary/dates.ts';
import { requireNext, requireThat } from '../vocabulary/requirements.ts';
import type { ServiceOrderFact } from './service-order.events.ts';
import type { ContractContent } from './service-order.terms.ts';

/** A change to a concluded contract: one at a time. */
export interface Change {
  readonly changeId: string;
  readonly state: 'requested' | 'quoted' | 'agreed' | 'declined';
  /** The newest quote; null before there is one. */
  readonly quote: {
    readonly number: number;
    readonly contract: ContractContent;
    readonly quotedOn: CalendarDate;
    readonly validUntil: CalendarDate;
  } | null;
}

export interface ChangeData {
  readonly count: number;
  /** The newest change; null where none was ever requested. */
  readonly latest: Change | null;
}

export const initialChange: ChangeData = { count: 0, latest: null };

/** The change that is neither agreed nor declined. */
export const openChange = ({ latest }: ChangeData): Change | undefined =>
  latest?.state === 'requested' || latest?.state === 'quoted' ? latest : undefined;

type ChangeFact = Extract<
  ServiceOrderFact,
  { type: 'ChangeRequested' | 'ChangeQuoted' | 'ChangeAgreed' | 'ChangeDeclined' }
>;

/** The changes after a fact about one. Throws `RangeError` for one that is not the open one, or another quote than its newest. */
export const reduceChange = (data: ChangeData, fact: ChangeFact): ChangeData => {
  const open = openChange(data);
  if (fact.type === 'ChangeRequested') {
    const { changeId } = fact.data;
    requireThat(!open && changeId === `C${String(data.count + 1)}`, `change ${changeId} is not the next one`);
    return { count: data.count + 1, latest: { changeId, state: 'requested', quote: null } };
  }
  if (open?.changeId !== fact.data.changeId) throw new RangeError(`change ${fact.data.changeId} is not open`);
  switch (fact.type) {
    case 'ChangeQuoted': {
      const { quote: number, contract, quotedOn, validUntil } = fact.data;
      requireNext('quote', number, open.quote?.number ?? 0);
      return { ...data, latest: { ...open, state: 'quoted', quote: { number, contract, quotedOn, validUntil } } };
    }
    case 'ChangeAgreed':
      requireThat(fact.data.quote === open.quote?.number, 'it is not agreed to the newest quote');
      return { ...data, latest: { ...open, state: 'agreed', quote: null } };
    case 'ChangeDeclined':
      return { ...data, latest: { ...open, state: 'declined', quote: null } };
  }
};
