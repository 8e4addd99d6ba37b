import type { CommandDescription } from '#libs/kernel/command-catalogue';
import { describeCommands } from '../../command-words.ts';
import { changePayloads } from './change.commands.ts';
import { itemsExample, milestonesExample } from '../terms/terms.example.ts';

const describe = describeCommands(changePayloads);

/** Words and examples of the commands about changes to the contract. */
export const changeCommands: Readonly<Record<keyof typeof changePayloads, CommandDescription>> = {
  RequestChange: describe('RequestChange', '契約の変更を求める', 'Request a change to the contract', {
    title: '帳票の追加',
    description: '月次の売上帳票を二種類追加したい。',
    by: 'customer',
  }),
  QuoteChange: describe('QuoteChange', '変更を見積もる', 'Quote a change: the contract as it would be', {
    validUntil: '2099-01-29',
    items: [
      ...itemsExample,
      { itemId: 'reports', description: '帳票の追加', taxClass: 'standard', pricing: 'fixedPrice', amount: 300_000 },
    ],
    endsOn: '2100-04-30',
    billing: milestonesExample(2_900_000),
  }),
  AgreeChange: describe('AgreeChange', '変更に合意する', "Record the customer's agreement to a quoted change", {
    changeId: 'C1',
    quote: 1,
    agreedBy: '情報システム部 田中 花子',
  }),
  DeclineChange: describe('DeclineChange', '変更を見送る', 'Record that a change is not made', {
    by: 'customer',
    reason: '予算の都合',
  }),
};
