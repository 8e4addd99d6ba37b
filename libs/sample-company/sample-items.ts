import type { ItemDescription } from '#state-machines/item/item.events';
import type { TaxClass } from '#state-machines/vocabulary/money';

/**
 * How an item is kept: on the shelf; ordered in for each customer (取り寄せ), arriving some days after the order was confirmed; or out of stock
 * with no arrival in sight (入荷未定).
 */
export type Keeping = 'stocked' | 'orderedIn' | 'outOfStock';

/** 商品: an item of the sample company, a dealer in tea, food and stationery. Prices in yen, without tax. */
export interface SampleItem extends ItemDescription {
  readonly sku: string;
  readonly keeping: Keeping;
  /** The warehouse that serves it. */
  readonly warehouse: 'tokyo' | 'osaka';
}

const item = (
  sku: string,
  name: string,
  unit: string,
  unitPrice: number,
  taxClass: TaxClass,
  warehouse: SampleItem['warehouse'],
  keeping: Keeping = 'stocked',
): SampleItem => ({ sku, name, unit, unitPrice, taxClass, currency: 'JPY', warehouse, keeping });

/** Food and drink are taxed at the reduced rate, everything else at the standard one. */
export const sampleItems: readonly SampleItem[] = [
  item('TEA-SENCHA-100', '静岡煎茶 100g', '袋', 1200, 'reduced', 'tokyo'),
  item('TEA-HOJI-200', '加賀ほうじ茶 200g', '袋', 900, 'reduced', 'tokyo'),
  item('TEA-MATCHA-30', '宇治抹茶 30g 缶', '缶', 2400, 'reduced', 'tokyo'),
  item('TEA-GENMAI-TB', '玄米茶ティーバッグ 50包', '箱', 780, 'reduced', 'tokyo'),
  item('FOOD-SENBEI-24', '草加せんべい詰合せ 24枚', '箱', 1800, 'reduced', 'tokyo'),
  item('FOOD-YOKAN-5', '小倉羊羹 5本入', '箱', 2200, 'reduced', 'tokyo'),
  item('FOOD-NORI-50', '有明海苔 全形50枚', '袋', 2600, 'reduced', 'osaka'),
  item('FOOD-DASHI-30', 'かつおだしパック 30袋', '箱', 1500, 'reduced', 'osaka'),
  item('FOOD-SHOYU-1L', '丸大豆醤油 1L', '本', 680, 'reduced', 'osaka'),
  item('FOOD-UMEBOSHI-1K', '紀州南高梅 1kg', '箱', 3200, 'reduced', 'osaka'),
  item('STAT-NOTE-A5', 'A5ノート 無地 10冊', '束', 2500, 'standard', 'tokyo'),
  item('STAT-PEN-BK', '水性ボールペン 黒 20本', '箱', 2200, 'standard', 'tokyo'),
  item('STAT-WASHI-100', '越前和紙便箋 100枚', '冊', 1400, 'standard', 'osaka'),
  item('STAT-ENVELOPE', '長形3号封筒 100枚', '箱', 950, 'standard', 'osaka'),
  item('STAT-BRUSH', '筆ペン 中字 12本', '箱', 3600, 'standard', 'osaka'),
  item('STAT-FUROSHIKI', '綿風呂敷 中', '枚', 1600, 'standard', 'tokyo'),
  item('TEA-GYOKURO-TIN', '八女玉露 桐箱入', '箱', 8800, 'reduced', 'tokyo', 'orderedIn'),
  item('FOOD-WAGASHI-GIFT', '名入れ和菓子ギフト', '箱', 4200, 'reduced', 'osaka', 'orderedIn'),
  item('STAT-SEAL-ORDER', '別注社名印', '本', 5400, 'standard', 'tokyo', 'orderedIn'),
  item('TEA-SHINCHA-2026', '新茶 2026年産 100g', '袋', 1900, 'reduced', 'tokyo', 'outOfStock'),
  item('STAT-DIARY-2027', '手帳 2027年版', '冊', 2800, 'standard', 'osaka', 'outOfStock'),
];
