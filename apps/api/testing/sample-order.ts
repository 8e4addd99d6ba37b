import type { AnswerBody, ApiClient } from './api-client.ts';

export const tea = { sku: 'TEA-001', name: '煎茶 100g', unit: '袋', taxClass: 'reduced', unitPrice: 1200 };

let orders = 0;

/** An order of tea as a clerk would type it; the customer numbers their orders, so that none is taken for a repeat of another. */
export const order = (quantity = 3, more: object = {}): object => ({
  channel: 'phone',
  customer: { id: 'C-1001', name: '株式会社さくら商店' },
  customerReference: `PO-${String((orders += 1))}`,
  lines: [{ sku: tea.sku, quantity }],
  shipTo: { name: '田中 花子', lines: ['渋谷2-1-1'], country: 'JP' },
  paymentTerms: 'invoice',
  ...more,
});

/** Registers the tea, and so many bags of it on the shelf. */
export const stockTea = async (api: ApiClient, quantity: number): Promise<void> => {
  await api.post('/api/items', tea);
  const { id } = await api.post('/api/stock-items', { sku: tea.sku, warehouse: 'MAIN' });
  await api.post(`/api/stock-items/${id}/receive-stock`, { quantity });
};

/** Carries one shipment of an order from planning to the customer's acceptance. */
export const shipAll = async (api: ApiClient, orderId: string): Promise<AnswerBody> => {
  const command = (name: string, body?: object) => api.post(`/api/goods-orders/${orderId}/${name}`, body);
  const planned = await command('plan-shipment', {});
  const shipmentId = planned.facts[0]?.data['shipmentId'];
  await command('pick-shipment', { shipmentId });
  await command('pack-shipment', { shipmentId, packages: 1 });
  await command('label-shipment', { shipmentId });
  await command('book-carrier', { shipmentId, carrier: 'ヤマト運輸', trackingNumber: '1234-5678-9012' });
  await command('dispatch-shipment', { shipmentId });
  await command('record-delivery', { shipmentId, receivedBy: '田中 花子' });
  return command('accept-delivery', { shipmentId });
};
