import { categoryOf } from '#libs/kernel/fact';
import { STORE_CATEGORY } from '#libs/kernel/log/store-created';

/** Streams that the port does not show: system streams, and what the store keeps about itself. */
export const isHiddenStream = (stream: string): boolean =>
  stream.startsWith('$') || categoryOf(stream) === STORE_CATEGORY;
