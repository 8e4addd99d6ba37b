import { openChange } from '#state-machines/service-order/change.data';
import { isRecurring } from '#state-machines/service-order/contract.data';
import type { ServiceOrderData } from '#state-machines/service-order/service-order.data';
import { everyOf, onlyIf, type Condition } from '../../availability.ts';
import { received } from '../../order/hold-and-care.availability.ts';
import type { ContractCommand } from './contract.commands.ts';
import { notHeld, whileIn } from '../engagement-place.ts';
import type { ServiceOrderState } from '../service-order.state.ts';

/** States of the engagement in which there is a contract and its work is not reported as complete. */
export const underContract = ['contracting.concluded', 'launching', 'delivering', 'reviewing'] as const;

const somethingRecurs = onlyIf(
  ({ contracting: { current } }: ServiceOrderData) => current !== null && isRecurring(current),
  'nothing-recurring',
  '月額の項目がない契約です。',
  'Nothing in this contract recurs.',
);

/** Allowed while no change is open: one contract version is worked out at a time. */
export const noChangeIsOpen = onlyIf(
  ({ change }: ServiceOrderData) => openChange(change) === undefined,
  'change-open',
  '未決の変更があります。先に合意または見送りを記録してください。',
  'A change is open; agree to it or decline it first.',
);

/** What refuses the commands about the contract, whatever their payload. */
export const contractAvailability: Readonly<Record<ContractCommand['type'], Condition<ServiceOrderState>>> = {
  DraftContract: everyOf(received, whileIn('proposing.agreed')),
  AmendContractDraft: everyOf(received, whileIn('contracting.drafted')),
  ConcludeContract: everyOf(received, whileIn('contracting.drafted'), notHeld),
  RenewContract: everyOf(received, whileIn('delivering', 'reviewing'), somethingRecurs, noChangeIsOpen),
  EndService: everyOf(received, whileIn('delivering', 'reviewing'), somethingRecurs),
  TerminateContract: everyOf(received, whileIn(...underContract, 'finalising.awaitingAcceptance')),
};
