/** Goods orders (有形商材) are numbered GO-… . */
export const GOODS_ORDER_SERIES = 'GO';

/** Service orders (無形商材) are numbered SO-… . */
export const SERVICE_ORDER_SERIES = 'SO';

/** Support cases (問い合わせ案件) are numbered SC-… . */
export const SUPPORT_CASE_SERIES = 'SC';

/** Id of the stream that hands out a series' numbers of one year. */
export const numberSeriesId = (series: string, year: number): string => `${series}.${year}`;

/** The number people use for an order, or a case: `GO-2026-000123`. Past a million in a year it grows longer. */
export const orderNumber = (series: string, year: number, number: number): string =>
  `${series}-${year}-${String(number).padStart(6, '0')}`;
