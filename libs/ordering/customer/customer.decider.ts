import { foldChart, type ChartState } from '#libs/kernel/charts/chart-fold';
import type { Plain } from '#libs/kernel/command-catalogue';
import type { Decider, Decision, DecisionContext, Refusal } from '#libs/kernel/decider';
import { reduceCustomer, type CustomerData } from '#state-machines/customer/customer.data';
import { regionOf, type CustomerFact } from '#state-machines/customer/customer.events';
import { customerId } from '#state-machines/customer/customer.id';
import { customerMachine } from '#state-machines/customer/customer.machine';
import { recordContact } from '../contact/contact.policies.ts';
import { ruleRefusal, stateRefusal } from '../refusal.ts';
import type {
  CustomerCommand,
  HoldCustomer,
  PreparedAmendCustomer,
  PreparedRegisterCustomer,
} from './customer.commands.ts';
import { newsAbout, refusalOfAmendment, refusalOfProfile } from './profile.policies.ts';

export type CustomerState = ChartState<CustomerData>;

/** The fold of a customer: the chart with its reducer. */
export const customerFold = foldChart<typeof customerMachine, CustomerFact>({
  machine: customerMachine,
  reduce: reduceCustomer,
  regionOf,
});

const refusedWhen = (type: CustomerCommand['type'], { value }: CustomerState): Refusal | undefined => {
  switch (type) {
    case 'RegisterCustomer':
      return undefined;
    case 'AmendCustomer':
    case 'HoldCustomer':
    case 'ReleaseCustomerHold':
    case 'RecordContact':
      return value === 'unregistered'
        ? stateRefusal(
            'not-registered',
            'この得意先は登録されていません。先に登録してください（register-customer）。',
            'There is no such customer; register it first.',
          )
        : undefined;
  }
};

const decide = (command: CustomerCommand, state: CustomerState, context: DecisionContext): Decision<CustomerFact> => {
  const refusal = refusedWhen(command.type, state);
  if (refusal) return refusal;
  switch (command.type) {
    case 'RegisterCustomer':
      return register(command.data, state, context);
    case 'AmendCustomer':
      return amend(command.data, state.data);
    case 'HoldCustomer':
      return hold(command.data, state.data);
    case 'ReleaseCustomerHold':
      return state.data.hold === null ? [] : [{ type: 'CustomerHoldReleased', data: { ...command.data } }];
    case 'RecordContact':
      return recordContact(command.data, context);
  }
};

const register = (
  registration: PreparedRegisterCustomer,
  { value, data }: CustomerState,
  { id }: DecisionContext,
): Decision<CustomerFact> => {
  const { customerNumber, contentKey } = registration;
  if (customerId(customerNumber) !== id)
    return ruleRefusal(
      'wrong-customer-id',
      'customerNumber',
      `得意先番号「${customerNumber}」の得意先のIDは「${customerId(customerNumber)}」です。`,
      `The id of the customer with number "${customerNumber}" is "${customerId(customerNumber)}".`,
    );
  if (value !== 'unregistered')
    return contentKey !== undefined && contentKey === data.contentKey
      ? []
      : stateRefusal(
          'already-registered',
          `得意先番号「${customerNumber}」は別の内容で登録済みです。変更するには得意先の変更（amend-customer）を使ってください。別の得意先なら番号を変えてください。`,
          `Customer "${customerNumber}" is registered already, with other content: amend the customer to change it, or give another customer another number.`,
        );
  const profile = {
    ...registration,
    contactPersons: registration.contactPersons ?? [],
    addresses: registration.addresses ?? [],
    language: registration.language ?? 'ja',
    currency: registration.currency ?? 'JPY',
    matchKeys: registration.matchKeys ?? {},
  };
  return refusalOfProfile(profile) ?? [{ type: 'CustomerRegistered', data: profile }];
};

const amend = (amendment: PreparedAmendCustomer, data: CustomerData): Decision<CustomerFact> => {
  const refusal = refusalOfAmendment(amendment, data);
  if (refusal) return refusal;
  const news = newsAbout(data, amendment);
  return Object.keys(news).length === 0 ? [] : [{ type: 'CustomerAmended', data: news }];
};

/** What is said of a hold is kept also where the customer is held for this reason already. */
const hold = ({ reason, note }: Plain<HoldCustomer>, data: CustomerData): Decision<CustomerFact> =>
  data.hold === reason && note === undefined
    ? []
    : [{ type: 'CustomerHeld', data: { reason, ...(note === undefined ? {} : { note }) } }];

/** 得意先. */
export const customerDecider: Decider<CustomerState, CustomerCommand, CustomerFact> = {
  initial: customerFold.initial,
  evolve: customerFold.evolve,
  decide,
  refusedWhen,
};
