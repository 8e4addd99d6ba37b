import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import { StoreOpenError } from '#libs/kernel/store-open-error';

/** Since then subscriptions say when they have caught up. */
const OLDEST = [23, 10] as const;

const APPENDS = 'event_store.client.streams.streams/batchappend';

const isOlder = (version: string): boolean => {
  const [, year, month] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  if (year === undefined || month === undefined) return true;
  const [oldestYear, oldestMonth] = OLDEST;
  return Number(year) < oldestYear || (Number(year) === oldestYear && Number(month) < oldestMonth);
};

/** Throws `StoreOpenError` (`tooOld`) for a server that this program cannot work with. */
export const requireServer = (supported: SupportedMethods, location: string): void => {
  const version = supported.getEventStoreServerVersion();
  const methods = supported
    .getMethodsList()
    .map((method) => `${method.getServiceName()}/${method.getMethodName()}`.toLowerCase());
  if (!isOlder(version) && methods.includes(APPENDS)) return;
  const message = `${location} is an EventStoreDB of version ${JSON.stringify(version)}: update it to ${OLDEST.join('.')} or later`;
  throw new StoreOpenError('tooOld', location, message);
};
