import { customerCatalogue } from '#libs/ordering/customer/customer.catalogue';
import { dateOfDay } from '#libs/sample-company/business-days';
import { registerCustomerOf } from '#libs/sample-company/customer-registration';
import { sampleCustomers } from '#libs/sample-company/sample-customers';
import { sampleCalendar, sampleMembers } from '#libs/sample-company/sample-desk';
import type { SampleItem } from '#libs/sample-company/sample-items';
import type { SampleOrder } from '#libs/sample-company/sample-orders';
import { openingStock } from '#libs/sample-company/sample-stock';
import { DESK_ID } from '#state-machines/desk/desk.id';
import { stockItemId } from '#state-machines/stock-item/stock-item.id';
import type { Instant } from '#state-machines/vocabulary/dates';
import type { ProgressBar } from '../progress-bar.ts';
import type { DemoCommand, SendDemoCommand } from './demo-commands.ts';

const WAREHOUSE_CLERK = 'ito';
const [{ memberId: FIRST_CLERK }] = sampleMembers;

/** The command that registers an item; the very first one of a demo registers its first item. */
export const registration = ({
  keeping: _keeping,
  warehouse: _warehouse,
  ...item
}: SampleItem): Omit<DemoCommand, 'at'> => ({
  collection: 'items',
  type: 'RegisterItem',
  data: item,
  occasion: `item ${item.sku}`,
  clerk: FIRST_CLERK,
});

/** Goods that arrive in the warehouse of an item. */
export const receipt = ({ sku, warehouse }: SampleItem, quantity: number, day: string, at: Instant): DemoCommand => ({
  collection: 'stock-items',
  type: 'ReceiveStock',
  streamId: stockItemId(warehouse, sku),
  data: { quantity, receivedOn: day, reference: `DN-${day}` },
  occasion: `receipt ${warehouse}/${sku} ${day}`,
  at,
  clerk: WAREHOUSE_CLERK,
});

/** Registers everything the company sells, and fills its shelves. */
export const fillShelves = async (
  send: SendDemoCommand,
  orders: readonly SampleOrder[],
  at: Instant,
  progress: ProgressBar,
): Promise<void> => {
  const stock = openingStock(orders);
  progress.begin('items', stock.length);
  for (const { item, quantity, reorderPoint } of stock) {
    const { sku, warehouse } = item;
    await send({ ...registration(item), at });
    await send({
      collection: 'stock-items',
      type: 'RegisterStockItem',
      data: { sku, warehouse, reorderPoint },
      occasion: `stock item ${warehouse}/${sku}`,
      at,
      clerk: WAREHOUSE_CLERK,
    });
    if (quantity > 0) await send(receipt(item, quantity, dateOfDay(0), at));
    progress.advance();
  }
};

/** Says when the company works, and who works on its follow-ups in which teams. */
export const staffDesk = async (send: SendDemoCommand, at: Instant): Promise<void> => {
  const toDesk = { collection: 'desks', streamId: DESK_ID, at, clerk: FIRST_CLERK };
  await send({ ...toDesk, type: 'SetCalendar', data: sampleCalendar, occasion: 'calendar' });
  for (const member of sampleMembers)
    await send({ ...toDesk, type: 'AddMember', data: member, occasion: `member ${member.memberId}` });
};

/** Registers the customers, one after the other. @param lookUp resolves when those who look alike can be found among all that were registered. */
export const registerCustomers = async (
  send: SendDemoCommand,
  orders: readonly SampleOrder[],
  at: Instant,
  lookUp: () => Promise<void>,
  progress: ProgressBar,
): Promise<void> => {
  const { collection } = customerCatalogue;
  progress.begin('customers', sampleCustomers.length);
  for (const customer of sampleCustomers) {
    await lookUp();
    const data = registerCustomerOf(customer, orders.length);
    const occasion = `customer ${customer.id}`;
    await send({ collection, type: 'RegisterCustomer', data, occasion, at, clerk: FIRST_CLERK });
    progress.advance();
  }
};
