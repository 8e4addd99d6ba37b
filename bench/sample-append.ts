import { randomUUID } from 'node:crypto';
import type { EventToAppend } from '#libs/kernel/event-store';

/** An event on its way to a stream that has none yet. */
export interface SampleAppend {
  readonly stream: string;
  readonly commandId: string;
  readonly event: EventToAppend;
}

/** The first event of a new order, about 700 bytes of data and metadata. */
export const sampleAppend = (): SampleAppend => {
  const id = randomUUID();
  const commandId = randomUUID();
  const metadata = {
    commandId,
    commandHash: 'c0ffee00'.repeat(8),
    correlationId: commandId,
    actor: { id: 'clerk-7', role: 'backOffice', via: 'http' },
    recordedAt: '2026-01-05T10:00:00.000Z',
    schemaVersion: 1,
    machine: 'goodsOrder@1',
    stateAfter: { fulfilment: 'confirming.checking', payment: 'notDue', hold: 'clear', care: 'none', step: 2 },
    prevHash: null,
    hash: '5eed0000'.repeat(8),
  };
  const data = {
    number: 'GO-2026-000123',
    customer: 'b2c5a7b0-4f0e-4f0e-9c39-0d2f6a1c9f11',
    currency: 'JPY',
    lines: [{ lineId: '1', sku: 'TEA-100', quantity: 3, unitPrice: 1200 }],
  };
  return { stream: `goodsOrder-${id}`, commandId, event: { id: randomUUID(), type: 'OrderReceived', data, metadata } };
};

export const sampleAppends = (count: number): readonly SampleAppend[] => Array.from({ length: count }, sampleAppend);
