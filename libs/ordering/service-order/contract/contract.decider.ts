import type { Plain } from '#libs/kernel/command-catalogue';
import type { Decision, DecisionContext } from '#libs/kernel/decider';
import { canonicalJson } from '#libs/kernel/log/canonical-json';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import type { ContractDraft } from '#state-machines/service-order/service-order.terms';
import { today } from '../../dates.policies.ts';
import { ruleRefusal } from '../../refusal.ts';
import { defaultBilling, refusalOfCount } from '../billing/billing-plan.policies.ts';
import type { AmendContractDraft, ConcludeContract, ContractCommand, DraftContract } from './contract.commands.ts';
import {
  AT_NEWEST_RATES,
  draftOf,
  incompleteness,
  isComplete,
  refusalOfBillingSum,
  refusalOfDraft,
  refusalOfEarlyConclusion,
  refusalOfSignatories,
  refusalOfVersionDate,
  signedFor,
} from './contract.policies.ts';
import { endService, renewContract, terminateContract } from './contract-term.decider.ts';
import type { ServiceOrderState } from '../service-order.state.ts';
import { milestonesOf, refusalOfItems } from '../terms/terms.policies.ts';

/** Which facts a command about the contract leads to; that it is available has been decided. */
export const decideContract = (
  command: ContractCommand,
  state: ServiceOrderState,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  switch (command.type) {
    case 'DraftContract':
      return draftContract(command.data, state);
    case 'AmendContractDraft':
      return amendContractDraft(command.data, state);
    case 'ConcludeContract':
      return concludeContract(command.data, state, context);
    case 'RenewContract':
      return renewContract(command.data, state, context);
    case 'EndService':
      return endService(command.data, state);
    case 'TerminateContract':
      return terminateContract(command.data, state, context);
  }
};

const drafted = (draft: number, contract: ContractDraft, isBillingGiven = true): Decision<ServiceOrderFact> =>
  refusalOfDraft(contract, isBillingGiven) ?? [{ type: 'ContractDrafted', data: { draft, contract } }];

const draftContract = (
  { billing, ...terms }: Plain<DraftContract>,
  { data: { proposing, contracting } }: ServiceOrderState,
): Decision<ServiceOrderFact> => {
  const accepted = proposing.versions.find(({ status }) => status === 'accepted');
  if (!accepted) throw new RangeError('no version of the proposal was accepted');
  const { validUntil: _ofTheProposal, ...proposed } = accepted.content;
  const content = { ...proposed, ...terms, proposalVersion: accepted.version };
  const refused = refusalOfItems(content.items, AT_NEWEST_RATES);
  if (refused) return refused;
  const milestones = billing ?? defaultBilling(content.items, content.schedule);
  return (
    refusalOfCount(milestones.length) ??
    drafted(contracting.draftNumber + 1, { ...content, billing: milestonesOf(milestones) })
  );
};

const amendContractDraft = (
  { billing, ...terms }: Plain<AmendContractDraft>,
  { data }: ServiceOrderState,
): Decision<ServiceOrderFact> => {
  if (billing === undefined && Object.keys(terms).length === 0)
    return ruleRefusal(
      'nothing-to-amend',
      'terms',
      '変更する内容がありません。件名・範囲・成果物・項目・期間・条件・支払サイト・請求予定・保証のいずれかを指定してください。',
      'Nothing is to be amended: give title, scope, deliverables, items, schedule, terms, payment days, billing or warranty.',
    );
  const draft = draftOf(data);
  const amended = { ...draft, ...terms, ...(billing ? { billing: milestonesOf(billing) } : {}) };
  return canonicalJson(amended) === canonicalJson(draft)
    ? []
    : drafted(data.contracting.draftNumber + 1, amended, billing !== undefined);
};

const concludeContract = (
  { signatories, concludedOn }: Plain<ConcludeContract>,
  { data }: ServiceOrderState,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  const contract = draftOf(data);
  if (!isComplete(contract)) return incompleteness(contract);
  return (
    refusalOfSignatories(signatories) ??
    refusalOfBillingSum(contract) ??
    refusalOfVersionDate('concludedOn', concludedOn, data, context) ??
    refusalOfEarlyConclusion(concludedOn ?? today(context), data) ?? [
      {
        type: 'ContractConcluded',
        data: {
          contractVersion: data.contracting.versions.length + 1,
          contract,
          concludedOn: concludedOn ?? today(context),
          signedFor: signedFor(signatories),
          signatories,
        },
      },
    ]
  );
};
