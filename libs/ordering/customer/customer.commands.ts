import type { CommandDescription, CommandsOf, Plain } from '#libs/kernel/command-catalogue';
import type { Command } from '#libs/kernel/decider';
import {
  customerHoldReasons,
  type CustomerHoldReason,
  type CustomerMatchKeys,
} from '#state-machines/customer/customer.events';
import { customerId } from '#state-machines/customer/customer.id';
import { describeCommands } from '../command-words.ts';
import { RecordContactPayload } from '../contact/contact.payloads.ts';
import { OptionalMembersOf, partly } from '../validation/optional-members.ts';
import { IsLineList, IsListOfSome, IsOneOf, IsOwnNumber, IsText } from '../validation/text-rules.ts';
import { Optional } from '../validation/value-rule.ts';
import { CustomerProfilePayload } from './customer.payloads.ts';

/** Members of a customer that need not be there. Lists are emptied by giving an empty one. */
export const clearableMembers = [
  'kana',
  'phone',
  'email',
  'preferredMedium',
  'creditLimit',
  'paymentCycle',
  'note',
] as const;
type ClearableMember = (typeof clearableMembers)[number];

/** 得意先を登録する. */
export class RegisterCustomer extends CustomerProfilePayload {
  /** The company's own number, as on orders. */
  @IsOwnNumber()
  readonly customerNumber!: string;

  /** Numbers of customers that look alike and are others. */
  @Optional()
  @IsLineList(0, 500)
  readonly distinctFrom?: string[];
}

/** 得意先の内容を変更する: only the members given are changed. */
@OptionalMembersOf(CustomerProfilePayload)
export class AmendCustomer extends partly(CustomerProfilePayload) {
  /** Members that are not there any more. */
  @Optional()
  @IsListOfSome(clearableMembers)
  readonly clear?: ClearableMember[];
}

/** 得意先の取引を保留にする. */
export class HoldCustomer {
  @IsOneOf(customerHoldReasons)
  readonly reason!: CustomerHoldReason;

  @Optional()
  @IsText()
  readonly note?: string;
}

/** 得意先の保留を解除する: orders that are held stay so until each is released. */
export class ReleaseCustomerHold {
  @Optional()
  @IsText()
  readonly note?: string;
}

/** お客様との連絡を記録する. */
export class RecordContact extends RecordContactPayload {}

const customerPayloads = { RegisterCustomer, AmendCustomer, HoldCustomer, ReleaseCustomerHold, RecordContact };
const describe = describeCommands(customerPayloads);

export const customerCommands = {
  RegisterCustomer: {
    ...describe('RegisterCustomer', '得意先を登録する', 'Register a customer', {
      customerNumber: 'C-1001',
      name: '株式会社さくら商店',
      kana: 'サクラショウテン',
      phone: '03-1234-5678',
      email: 'order@sakura.example.co.jp',
      contactPersons: [
        {
          contactPersonId: 'tanaka',
          name: '田中 花子',
          role: '購買部',
          phone: '03-1234-5679',
          preferredMedium: 'phone',
          preference: '午後のみ',
        },
      ],
      addresses: [
        {
          addressId: 'honten',
          use: 'both',
          name: '株式会社さくら商店',
          postalCode: '150-0002',
          city: '渋谷区',
          lines: ['渋谷2-1-1'],
          country: 'JP',
        },
      ],
      language: 'ja',
      preferredMedium: 'email',
      creditLimit: 1_000_000,
      currency: 'JPY',
      paymentCycle: { closingDay: 31, paymentMonthsLater: 1, paymentDay: 31 },
    }),
    creates: true,
    idOf: ({ customerNumber }: RegisterCustomer) => customerId(customerNumber),
  },
  AmendCustomer: describe('AmendCustomer', '得意先の内容を変更する', 'Change what is known of a customer', {
    phone: '03-9876-5432',
    creditLimit: 2_000_000,
    clear: ['note'],
  }),
  HoldCustomer: describe('HoldCustomer', '得意先の取引を保留にする', "Hold a customer's new orders", {
    reason: 'credit',
    note: '与信の見直し',
  }),
  ReleaseCustomerHold: describe('ReleaseCustomerHold', '得意先の保留を解除する', "Release a customer's hold", {
    note: '入金を確認',
  }),
  RecordContact: describe('RecordContact', 'お客様との連絡を記録する', 'Record a contact with the customer', {
    medium: 'phone',
    direction: 'outbound',
    summary: '年末の営業日を案内',
  }),
} satisfies Record<string, CommandDescription>;

/** `RegisterCustomer` with what it is compared by. */
export type PreparedRegisterCustomer = Plain<RegisterCustomer> & {
  readonly matchKeys?: CustomerMatchKeys;
  readonly contentKey?: string;
};

/** `AmendCustomer` with what the members that it gives are compared by. */
export type PreparedAmendCustomer = Plain<AmendCustomer> & { readonly matchKeys?: CustomerMatchKeys };

/** A command as it is decided: two of them arrive with the keys by which customers are compared. */
export type CustomerCommand =
  | CommandsOf<Omit<typeof customerPayloads, 'RegisterCustomer' | 'AmendCustomer'>>
  | Command<'RegisterCustomer', PreparedRegisterCustomer>
  | Command<'AmendCustomer', PreparedAmendCustomer>;
