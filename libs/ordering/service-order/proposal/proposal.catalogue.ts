import type { CommandDescription } from '#libs/kernel/command-catalogue';
import { describeCommands } from '../../command-words.ts';
import { proposalPayloads } from './proposal.commands.ts';
import { itemsExample } from '../terms/terms.example.ts';

const describe = describeCommands(proposalPayloads);

/** Words and examples of the commands about the proposal. */
export const proposalCommands: Readonly<Record<keyof typeof proposalPayloads, CommandDescription>> = {
  DraftProposal: describe('DraftProposal', '提案書を作る', 'Draft the proposal', {
    title: '販売管理システムの刷新',
    scope: '要件定義、設計、開発、移行、稼働後の保守。会計システムは対象外。',
    deliverables: [
      { deliverableId: 'D1', name: '要件定義書', dueOn: '2099-01-31' },
      { deliverableId: 'D2', name: '販売管理システム', dueOn: '2099-03-20' },
    ],
    items: itemsExample,
    schedule: { startsOn: '2099-01-05', endsOn: '2100-03-31' },
    terms: '検収後 30 日以内にお支払いください。',
    validUntil: '2098-12-18',
  }),
  ReviseProposal: describe('ReviseProposal', '提案書を改版する', 'Draft the next version of the proposal', {
    scope: '要件定義、設計、開発、移行、操作研修、稼働後の保守。会計システムは対象外。',
    validUntil: '2098-12-25',
    reason: '操作研修を追加',
  }),
  SubmitProposal: describe('SubmitProposal', '提案書を提出する', 'Submit the newest version of the proposal', {
    submittedVia: 'email',
  }),
  RequestProposalRevision: describe(
    'RequestProposalRevision',
    '提案の修正依頼を記録する',
    'Record that the customer wants the proposal revised',
    { request: '操作研修も範囲に含めてほしい。' },
  ),
  AcceptProposal: describe(
    'AcceptProposal',
    '提案の合意を記録する',
    'Record that the customer accepts a version of the proposal',
    { version: 2, acceptedBy: '佐藤 一郎' },
  ),
  DeclineProposal: describe(
    'DeclineProposal',
    '提案の不採用を記録する',
    'Record that the customer declines the proposal',
    { reason: 'competitor', note: '既存の委託先に決定' },
  ),
  ExpireProposal: describe(
    'ExpireProposal',
    '提案を期限切れにする',
    'Record that nobody answered before the proposal expired',
    { version: 1 },
  ),
};
