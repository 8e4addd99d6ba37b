import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import { IsCalendarDate, IsInstant } from './date-rules.ts';
import { IsMinorUnits, IsQuantity } from './number-rules.ts';
import { IsRecordListOf, IsRecordOf } from './object-rules.ts';
import { IsCurrency, IsIdentifier, IsIdentifierList, IsLine, IsOneOf, IsSku, IsText } from './text-rules.ts';
import { Optional } from './value-rule.ts';

class Parcel {
  @IsQuantity()
  quantity!: number;
}

class Delivery {
  @IsSku()
  sku!: string;

  @IsIdentifier()
  lineId!: string;

  @Optional()
  @IsMinorUnits()
  amount?: number;

  @Optional()
  @IsCurrency()
  currency?: string;

  @Optional()
  @IsCalendarDate()
  deliveredOn?: string;

  @Optional()
  @IsInstant()
  deliveredAt?: string;

  @Optional()
  @IsOneOf(['phone', 'fax'])
  medium?: string;

  @Optional()
  @IsLine(20)
  receivedBy?: string;

  @Optional()
  @IsText()
  note?: string;

  @Optional()
  @IsIdentifierList(1, 2)
  lineIds?: string[];

  @Optional()
  @IsRecordOf(() => Parcel)
  largest?: Parcel;

  @Optional()
  @IsRecordListOf(() => Parcel, 1, 3)
  parcels?: Parcel[];
}

const messages = (errors: readonly ValidationError[]): string[] =>
  errors.flatMap(({ constraints, children }) => [...Object.values(constraints ?? {}), ...messages(children ?? [])]);

const complaintsAbout = (body: object): string[] =>
  messages(
    validateSync(plainToInstance(Delivery, { sku: 'TEA-01', lineId: '1', ...body }), {
      whitelist: true,
      forbidNonWhitelisted: true,
    }),
  );

describe('the rules for the bodies of commands', () => {
  it('accept a body that is right', () => {
    const body = {
      sku: '煎茶 100g/袋',
      lineId: 'line-1',
      amount: 0,
      currency: 'USD',
      deliveredOn: '2028-02-29',
      deliveredAt: '2026-11-22T14:00:00.5+09:00',
      medium: 'fax',
      receivedBy: '受付 田中様',
      note: '裏口へ\nお願いします',
      lineIds: ['1', '2'],
      largest: { quantity: 1_000_000_000 },
      parcels: [{ quantity: 1 }],
    };
    expect(complaintsAbout(body)).toEqual([]);
  });

  it.each([0, -1, 1.5, '3', 1_000_000_001, Number.NaN, null])(
    'tell a clerk in words which quantities there are, instead of taking %p',
    (quantity) => {
      expect(complaintsAbout({ largest: { quantity } })).toEqual([
        'quantity must be a whole number from 1 to 1,000,000,000',
      ]);
    },
  );

  it.each([
    ['sku', ''],
    ['sku', ' TEA'],
    ['sku', 'TEA\u0000'],
    ['sku', 'TEA\nCUP'],
    ['sku', '\uD800'],
    ['sku', 'x'.repeat(65)],
    ['sku', undefined],
    ['lineId', '__proto__'],
    ['lineId', 'constructor'],
    ['lineId', 'a/b'],
    ['amount', -1],
    ['amount', 0.1],
    ['amount', null],
    ['currency', 'jpy'],
    ['currency', 'ZZZ'],
    ['deliveredOn', '2026-02-29'],
    ['deliveredOn', '2026-2-9'],
    ['deliveredOn', '2026-11-22T00:00:00Z'],
    ['deliveredAt', '2026-11-22'],
    ['deliveredAt', '2026-11-22T05:00:00'],
    ['deliveredAt', '2026-02-30T05:00:00Z'],
    ['deliveredAt', '2026-11-22T24:00:00Z'],
    ['medium', 'pigeon'],
    ['receivedBy', 'two\nlines'],
    ['note', 'bell\u0007'],
    ['lineIds', '1'],
    ['lineIds', []],
    ['lineIds', ['1', '2', '3']],
    ['lineIds', [1]],
    ['largest', [{ quantity: 1 }]],
    ['parcels', { quantity: 1 }],
    ['parcels', []],
    ['parcels', [[{ quantity: 1 }]]],
    ['parcels', [null]],
    ['parcels', [{ quantity: 1 }, { quantity: 1 }, { quantity: 1 }, { quantity: 1 }]],
  ])('refuse %s: %j and name the member', (member, value) => {
    const complaints = complaintsAbout({ [member]: value });
    expect(complaints).not.toEqual([]);
    expect(complaints.every((complaint) => complaint.startsWith(`${member} must `))).toBe(true);
  });

  it('say of an id that every object has already that its name is reserved', () => {
    expect(complaintsAbout({ lineId: 'constructor', lineIds: ['1', 'toString'] })).toEqual([
      'lineId must not be a name that programs reserve, such as "constructor": choose another one',
      'lineIds must not hold a name that programs reserve, such as "constructor": choose another one',
    ]);
  });

  it('appear in the JSON schema of the body', () => {
    expect(targetConstructorToSchema(Delivery)).toMatchObject({
      required: ['sku', 'lineId'],
      properties: {
        sku: { type: 'string', minLength: 1, maxLength: 64 },
        amount: { type: 'integer', minimum: 0, maximum: 1_000_000_000_000 },
        deliveredOn: { type: 'string', format: 'date' },
        lineIds: { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 2 },
        parcels: { type: 'array', minItems: 1, maxItems: 3 },
      },
    });
  });
});
