import { IsEmail } from 'class-validator';
import { ruleRefusal } from '#libs/ordering/refusal';
import { IsLine } from '#libs/ordering/validation/text-rules';
import { Optional } from '#libs/ordering/validation/value-rule';
import type { Likeness } from '#libs/read-models/customers/similar-customers';
import { findSimilarCustomers } from '../customer-preparations.ts';
import { openMatchKeys } from '../match-keys.ts';
import type { OperationDescription } from '../operation.ts';

/** 似た得意先を探す: at least one member has to be given. */
export class FindDuplicates {
  @Optional()
  @IsLine()
  readonly name?: string;

  @Optional()
  @IsLine()
  readonly kana?: string;

  @Optional()
  @IsLine(40)
  readonly phone?: string;

  @Optional()
  @IsEmail({}, { message: '$property must be an e-mail address such as name@example.co.jp' })
  readonly email?: string;
}

/** Customers who look like the one that was asked about, the most alike first. */
export interface FoundDuplicates {
  readonly candidates: readonly {
    readonly id: string;
    readonly customerNumber: string;
    readonly name: string;
    readonly registered: boolean;
    /** What is alike. */
    readonly matches: readonly Likeness[];
  }[];
}

/** `POST /api/customers/find-duplicates`: who is on the telephone, before their order is typed in under a second number. */
export const findDuplicates: OperationDescription<FindDuplicates, FoundDuplicates> = {
  name: 'customers.find-duplicates',
  path: 'customers/find-duplicates',
  summary: { ja: '似た得意先を探す', en: 'Find customers who look like somebody' },
  payload: FindDuplicates,
  example: { name: '㈱さくら商店', phone: '+81-3-1234-5678' },
  answerExample: {
    candidates: [
      {
        id: 'C-1001',
        customerNumber: 'C-1001',
        name: '株式会社さくら商店',
        registered: true,
        matches: ['name', 'phone'],
      },
    ],
  },
  async run(ports, payload) {
    if (Object.values<unknown>(payload).every((value) => value === undefined))
      return ruleRefusal(
        'nothing-to-compare',
        'name',
        '名称・フリガナ・電話番号・メールアドレスのいずれかを指定してください。',
        'Give a name, kana, a phone number or an e-mail address to compare.',
      );
    const keys = (await openMatchKeys(ports.vault)).of(payload);
    return { candidates: await findSimilarCustomers(ports, keys) };
  },
};
