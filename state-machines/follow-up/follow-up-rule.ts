import type { CustomerFact, CustomerFactOf } from '../customer/customer.events.ts';
import type { GoodsOrderFact, GoodsOrderFactOf } from '../goods-order/goods-order.events.ts';
import type { ServiceOrderFact, ServiceOrderFactOf } from '../service-order/service-order.events.ts';
import type { SupportCaseFact, SupportCaseFactOf } from '../support-case/support-case.events.ts';
import type { Bilingual } from '../vocabulary/labels.ts';
import type { Priority } from '../vocabulary/priority.ts';

/** What a fact says, and the state after it, as plain JSON. */
export type FactData = Readonly<Record<string, unknown>>;
export type StateAfterFact = Readonly<Record<string, unknown>>;

/** Categories of the streams that rules may watch. */
export type Watched = 'goodsOrder' | 'serviceOrder' | 'supportCase' | 'customer';

/** Which facts of which streams are meant. */
export interface FactPattern {
  readonly of: Watched;
  readonly fact: string;
  /** Member of the fact's data that names the part of the stream which the matter is about, such as `shipmentId`; absent: it is about the whole stream. */
  readonly part?: string;
  /** Only where this holds for what the fact says, and for the state after it. Sealed members are opaque. */
  readonly when?: (data: FactData, state: StateAfterFact) => boolean;
  /** For an answer: it counts only once the follow-up has shown up. */
  readonly onceOpen?: true;
  /** For a beginning: where the follow-up has shown up already, it is to be seen to by the new day. */
  readonly reschedules?: true;
}

/** When a follow-up shows up, from the fact that began the matter. Members named are calendar dates, or instants, of that fact's data. */
export type Opening =
  | 'atOnce'
  /** When the company opens on the n-th business day after the fact, or after the date in a member; `orElse` counts from the fact where the member is missing. */
  | { readonly businessDays: number; readonly after?: string; readonly orElse?: number }
  /** When it opens on the n-th business day before the date in a member; at once where that has passed. */
  | { readonly businessDays: number; readonly before: string }
  /** So many calendar days after the fact, or on the next business day. The number may be one that the rule remembers of the stream; without it nothing begins. */
  | { readonly days: number | { readonly remembered: string } };

/** The last day on which it is in time: business days from the day on which it shows up, or the date in a member of the fact that began the matter. */
export type DueBy = { readonly businessDays: number } | { readonly on: string; readonly orElse: number };

/** Something that the company owes its customers, told as data: what begins the matter, when that becomes a follow-up, what is to be done by when, and what answers it. */
export interface FollowUpRule {
  /** Kebab-case, at most 28 characters. A storage format: never edit one that was released. */
  readonly id: string;
  readonly name: Bilingual;
  /** What whoever takes it is to do. */
  readonly task: Bilingual;
  readonly priority: Priority;
  readonly begins: readonly FactPattern[];
  readonly opens: Opening;
  readonly due: DueBy;
  /** Facts that answer the matter: before it shows up it never does, after that it closes at once. Of a fact that begins it too, the old matter is answered first. */
  readonly answers: readonly FactPattern[];
  /** What of a fact the rule remembers of the stream. */
  readonly remembers?: readonly (FactPattern & {
    readonly members: (data: FactData) => Readonly<Record<string, number>>;
  })[];
}

interface Detail<Data> {
  readonly part?: keyof Data & string;
  readonly when?: (data: Data, state: StateAfterFact) => boolean;
  readonly onceOpen?: true;
  readonly reschedules?: true;
}

const pattern = <Data>(
  of: Watched,
  fact: string,
  { part, when, onceOpen, reschedules }: Detail<Data>,
): FactPattern => ({
  of,
  fact,
  ...(part === undefined ? {} : { part }),
  ...(when ? { when: (data, state) => when(data as Data, state) } : {}),
  ...(onceOpen ? { onceOpen } : {}),
  ...(reschedules ? { reschedules } : {}),
});

/** A fact of goods orders. */
export const goods = <Type extends GoodsOrderFact['type']>(
  fact: Type,
  detail: Detail<GoodsOrderFactOf<Type>['data']> = {},
): FactPattern => pattern('goodsOrder', fact, detail);

/** A fact of service orders. */
export const service = <Type extends ServiceOrderFact['type']>(
  fact: Type,
  detail: Detail<ServiceOrderFactOf<Type>['data']> = {},
): FactPattern => pattern('serviceOrder', fact, detail);

/** A fact of support cases. */
export const supportCase = <Type extends SupportCaseFact['type']>(
  fact: Type,
  detail: Detail<SupportCaseFactOf<Type>['data']> = {},
): FactPattern => pattern('supportCase', fact, detail);

/** A fact of customers as such. */
export const customer = <Type extends CustomerFact['type']>(
  fact: Type,
  detail: Detail<CustomerFactOf<Type>['data']> = {},
): FactPattern => pattern('customer', fact, detail);
