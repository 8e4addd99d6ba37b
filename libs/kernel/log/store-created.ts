import type { StoreIdentity } from '../event-store.ts';

/** Category of what a store keeps about itself in a log that has no other place for it: EventStoreDB's. Hidden from the port's readers. */
export const STORE_CATEGORY = 'juchuStore';

/** The stream whose first event, `StoreCreated`, is the identity of such a log. The names are a storage format. */
export const IDENTITY_STREAM = 'juchuStore-identity';
export const STORE_CREATED = 'StoreCreated';

/** Data of the event `StoreCreated`. */
export interface StoreCreated extends StoreIdentity {
  /** `here`: nothing of this installation stands before this event, whatever else does. `atTheStart`: the log was there before its identity. */
  readonly logBegins: 'here' | 'atTheStart';
}

const UUID_TEXT = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID_TEXT.test(value);

/** The data of an identity event, or undefined where it has another form. */
export const storeCreatedFrom = (data: unknown): StoreCreated | undefined => {
  if (typeof data !== 'object' || data === null) return undefined;
  const members: Partial<Record<keyof StoreCreated, unknown>> = data;
  const { id, logId, simulation, logBegins } = members;
  const isWhole = isUuid(id) && isUuid(logId) && typeof simulation === 'boolean';
  if (!isWhole || (logBegins !== 'here' && logBegins !== 'atTheStart')) return undefined;
  return { id, logId, simulation, logBegins };
};
