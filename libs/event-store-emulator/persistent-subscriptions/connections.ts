import type { CallError } from '../wire/call-error.ts';
import type { ConsumerSlots } from './consumer-strategy.ts';
import {
  createDeliveryStatistics,
  createProcessingTimes,
  type DeliveryMeasurement,
  type DeliveryStatistics,
  type ProcessingTimes,
} from './delivery-statistics.ts';
import type { GroupSettings } from './group-definition.ts';
import type { GroupMessage } from './group-message.ts';

/** The call of a consumer. */
export interface Consumer {
  readonly id: string;
  /** How many unacknowledged messages it takes. */
  readonly window: number;
  /** Address of the client. */
  readonly from: string;
  /** The name that the client gave itself; may be empty. */
  readonly connectionName: string;
  readonly deliver: (message: GroupMessage) => void;
  readonly drop: (reason: CallError) => void;
}

export interface ConnectionReport {
  readonly from: string;
  readonly connectionName: string;
  readonly deliveries: DeliveryMeasurement;
  readonly availableSlots: number;
  readonly inFlight: number;
  /** In milliseconds; empty unless the group was asked to keep them. */
  readonly processingTimes: ReadonlyMap<string, number>;
}

interface Connection {
  readonly consumer: Consumer;
  readonly deliveries: DeliveryStatistics;
  readonly times: ProcessingTimes | undefined;
}

/** The consumers of a group as calls, with what each of them does. */
export interface Connections {
  add(consumer: Consumer): void;
  remove(consumerId: string): void;
  deliver(consumerId: string, message: GroupMessage): void;
  acknowledged(consumerId: string, ids: readonly string[]): void;
  report(slots: readonly ConsumerSlots[]): readonly ConnectionReport[];
  dropAll(reason: CallError): void;
}

/** `clock` counts milliseconds. */
export const createConnections = (
  { extraStatistics }: Pick<GroupSettings, 'extraStatistics'>,
  clock: () => number,
): Connections => {
  const connections = new Map<string, Connection>();
  return {
    add(consumer) {
      const times = extraStatistics ? createProcessingTimes(clock) : undefined;
      connections.set(consumer.id, { consumer, deliveries: createDeliveryStatistics(clock), times });
    },
    remove: (consumerId) => {
      connections.delete(consumerId);
    },
    deliver(consumerId, message) {
      const connection = connections.get(consumerId);
      connection?.deliveries.delivered();
      connection?.times?.delivered(message.id);
      connection?.consumer.deliver(message);
    },
    acknowledged(consumerId, ids) {
      const times = connections.get(consumerId)?.times;
      for (const id of ids) times?.acknowledged(id);
    },
    report: (slots) =>
      slots.flatMap(({ id, free }) => {
        const connection = connections.get(id);
        if (connection === undefined) return [];
        const { consumer, deliveries, times } = connection;
        return [
          {
            from: consumer.from,
            connectionName: consumer.connectionName,
            deliveries: deliveries.measure(),
            availableSlots: free,
            inFlight: consumer.window - free,
            processingTimes: times?.measurements() ?? new Map<string, number>(),
          },
        ];
      }),
    dropAll(reason) {
      for (const { consumer } of connections.values()) consumer.drop(reason);
      connections.clear();
    },
  };
};
