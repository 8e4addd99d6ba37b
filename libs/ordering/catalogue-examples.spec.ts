import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { CommandDescription } from '#libs/kernel/command-catalogue';
import { customerCatalogue } from './customer/customer.catalogue.ts';
import { deskCatalogue } from './desk/desk.catalogue.ts';
import { followUpCatalogue } from './follow-up/follow-up.catalogue.ts';
import { goodsOrderCatalogue } from './goods-order/goods-order.catalogue.ts';
import { itemCatalogue } from './item/item.catalogue.ts';
import { numberSeriesCatalogue } from './number-series/number-series.catalogue.ts';
import { serviceOrderCatalogue } from './service-order/service-order.catalogue.ts';
import { stockItemCatalogue } from './stock-item/stock-item.catalogue.ts';
import { supportCaseCatalogue } from './support-case/support-case.catalogue.ts';

const catalogues = [
  goodsOrderCatalogue,
  serviceOrderCatalogue,
  itemCatalogue,
  stockItemCatalogue,
  supportCaseCatalogue,
  followUpCatalogue,
  customerCatalogue,
  deskCatalogue,
  numberSeriesCatalogue,
];
const entries = catalogues.flatMap(({ collection, commands }) =>
  Object.entries<CommandDescription>(commands).map(([type, description]) => ({ collection, type, ...description })),
);

describe('every command of the catalogue', () => {
  it.each(entries)('$collection $type shows an example that passes its own rules', ({ payload, example }) => {
    const body = plainToInstance<object, object>(payload, example);
    expect(validateSync(body, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: false })).toEqual([]);
  });

  it.each(entries)('$collection $type is named after its payload', ({ type, payload }) => {
    expect(payload.name).toBe(type);
  });
});
