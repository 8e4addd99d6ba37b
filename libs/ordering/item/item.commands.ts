import type { CommandDescription, CommandsOf } from '#libs/kernel/command-catalogue';
import { itemId } from '#state-machines/item/item.id';
import { taxClasses, type TaxClass } from '#state-machines/vocabulary/money';
import { IsMinorUnits, IsQuantity } from '../validation/number-rules.ts';
import { IsCurrency, IsLine, IsOneOf, IsOwnNumber, IsSku, IsText } from '../validation/text-rules.ts';
import { Optional } from '../validation/value-rule.ts';

/** 品目を登録する. */
export class RegisterItem {
  @IsOwnNumber()
  sku!: string;

  @IsLine()
  name!: string;

  /** What quantities count. Default 個. */
  @Optional()
  @IsLine(20)
  unit?: string;

  @IsOneOf(taxClasses)
  taxClass!: TaxClass;

  /** Tax-exclusive minor units of the currency. */
  @IsMinorUnits()
  unitPrice!: number;

  /** Default JPY. */
  @Optional()
  @IsCurrency()
  currency?: string;

  @Optional()
  @IsSku()
  preferredSupplierId?: string;

  /** Purchases are multiples of this. */
  @Optional()
  @IsQuantity()
  orderLot?: number;
}

/** 品目の内容を変更する: only the members given are changed. */
export class AmendItem {
  @Optional()
  @IsLine()
  name?: string;

  @Optional()
  @IsLine(20)
  unit?: string;

  @Optional()
  @IsOneOf(taxClasses)
  taxClass?: TaxClass;

  @Optional()
  @IsMinorUnits()
  unitPrice?: number;

  @Optional()
  @IsCurrency()
  currency?: string;

  @Optional()
  @IsSku()
  preferredSupplierId?: string;

  @Optional()
  @IsQuantity()
  orderLot?: number;
}

/** 販売を終了する. */
export class DiscontinueItem {
  @IsText()
  reason!: string;
}

/** 販売を再開する. */
export class ReinstateItem {}

export const itemCommands = {
  RegisterItem: {
    payload: RegisterItem,
    creates: true,
    idOf: ({ sku }: RegisterItem) => itemId(sku),
    summary: { ja: '品目を登録する', en: 'Register an item that the company sells' },
    example: {
      sku: 'TEA-SENCHA-100',
      name: '煎茶 100g',
      unit: '袋',
      taxClass: 'reduced',
      unitPrice: 1200,
      currency: 'JPY',
      orderLot: 24,
    },
  },
  AmendItem: {
    payload: AmendItem,
    summary: { ja: '品目の内容を変更する', en: "Change an item's description or price" },
    example: { unitPrice: 1280 },
  },
  DiscontinueItem: {
    payload: DiscontinueItem,
    summary: { ja: '品目の販売を終了する', en: 'Stop selling an item' },
    example: { reason: '生産終了' },
  },
  ReinstateItem: {
    payload: ReinstateItem,
    summary: { ja: '品目の販売を再開する', en: 'Sell an item again' },
    example: {},
  },
} satisfies Record<string, CommandDescription>;

export type ItemCommand = CommandsOf<{
  [Type in keyof typeof itemCommands]: (typeof itemCommands)[Type]['payload'];
}>;
