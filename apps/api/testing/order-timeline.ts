import type { ApiClient } from './api-client.ts';

/** An entry of a timeline, as specs read it. */
export interface TimelineEntry {
  readonly revision: string;
  readonly type: string;
  readonly label: { readonly ja: string; readonly en: string };
  readonly actor: { readonly id: string; readonly role: string; readonly via: string };
  readonly causationId: string | null;
  readonly stateAfter: Readonly<Record<string, unknown>>;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Every entry of an order's timeline as it is at a position of the log, page after page. */
export const timelineOf = async (
  api: ApiClient,
  orderId: string,
  position: string,
): Promise<readonly TimelineEntry[]> => {
  const entries: TimelineEntry[] = [];
  const path = `/api/orders/${orderId}/timeline?limit=50&after=${encodeURIComponent(position)}`;
  for (let cursor: string | null | undefined = undefined; cursor !== null;) {
    const { body } = await api.call(
      'GET',
      cursor === undefined ? path : `${path}&cursor=${encodeURIComponent(cursor)}`,
    );
    const page = body as unknown as { readonly items: readonly TimelineEntry[]; readonly next: string | null };
    entries.push(...page.items);
    cursor = page.next;
  }
  return entries;
};
