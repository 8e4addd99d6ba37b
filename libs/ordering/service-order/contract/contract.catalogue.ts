import type { CommandDescription } from '#libs/kernel/command-catalogue';
import { describeCommands } from '../../command-words.ts';
import { contractPayloads } from './contract.commands.ts';
import { advanceExample, milestonesExample } from '../terms/terms.example.ts';

const describe = describeCommands(contractPayloads);

const warranty = { months: 12, terms: '検収後の不具合は無償で修正する。' };

/** Words and examples of the commands about the contract. */
export const contractCommands: Readonly<Record<keyof typeof contractPayloads, CommandDescription>> = {
  DraftContract: describe(
    'DraftContract',
    '合意した提案から契約書を起こす',
    'Draft the contract from the accepted proposal',
    {
      paymentDays: 30,
      billing: [advanceExample, ...milestonesExample(2_600_000)],
      warranty,
    },
  ),
  AmendContractDraft: describe(
    'AmendContractDraft',
    '契約書案を直す',
    'Amend the draft of the contract; what is left out stays',
    { paymentDays: 45, terms: '再委託は事前に書面で承諾を得る。', warranty },
  ),
  ConcludeContract: describe('ConcludeContract', '契約を締結する', 'Conclude the contract, signed for both sides', {
    signatories: [
      { party: 'customer', name: '田中 花子', title: '代表取締役' },
      { party: 'company', name: '鈴木 一郎', title: '営業部長' },
    ],
  }),
  RenewContract: describe('RenewContract', '継続サービスを更新する', 'Renew what recurs for some more months', {
    endsOn: '2101-04-30',
    items: [{ itemId: 'care', months: 12 }],
  }),
  EndService: describe('EndService', '継続サービスを更新しない', 'Agree that what recurs ends with the contract', {
    by: 'customer',
    reason: '次年度は社内で運用するため',
  }),
  TerminateContract: describe(
    'TerminateContract',
    '契約を中途解約する',
    'Terminate the contract, with its settlement',
    {
      by: 'customer',
      reason: '事業の見直しのため',
      settlement: { amount: 300_000, taxClass: 'standard', name: '作業済み分の精算' },
    },
  ),
};
