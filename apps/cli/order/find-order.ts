import type { Engine } from '#libs/engine/engine';
import type { RecordedEvent } from '#libs/kernel/event-store';
import { streamName } from '#libs/kernel/fact';
import { auditStream, type AuditFinding } from '#libs/kernel/log/stream-audit';
import type { Bilingual } from '#libs/kernel/decider';
import { kebabCase, type CommandCatalogue } from '#libs/kernel/command-catalogue';
import { goodsOrderCatalogue } from '#libs/ordering/goods-order/goods-order.catalogue';
import { serviceOrderCatalogue } from '#libs/ordering/service-order/service-order.catalogue';
import { orderQuery } from '#libs/read-models/order-status/order-status.query';
import type { OrderView } from '#libs/read-models/order-status/order-view';
import { OrderParameters } from '#libs/read-models/order-status/orders.parameters';
import type { TimelineEntry } from '#libs/read-models/fact-timeline';
import { orderTimelineQuery } from '#libs/read-models/order-timeline/order-timeline.query';
import { IdPageParameters } from '#libs/read-models/parameters';

export interface PossibleCommand {
  /** As the API calls it: `confirm-order`. */
  readonly command: string;
  readonly summary: Bilingual;
}

/** What refuses a command in the present state, whatever it says. */
export interface RefusedCommand extends PossibleCommand {
  readonly code: string;
  readonly reason: Bilingual;
}

/** Everything that `juchu order` shows. */
export interface FoundOrder {
  readonly order: OrderView;
  readonly timeline: readonly TimelineEntry[];
  readonly possible: readonly PossibleCommand[];
  readonly refused: readonly RefusedCommand[];
  readonly audit: OrderAudit;
}

/** What an audit of the order's log found; JSON-safe. */
export interface OrderAudit {
  readonly events: number;
  readonly findings: readonly (Omit<AuditFinding, 'revision'> & { readonly revision: string })[];
}

const TIMELINE_PAGE = 200;

const timelineOf = async (engine: Engine, id: string): Promise<readonly TimelineEntry[]> => {
  const context = { database: engine.readDatabase, vault: engine.vault };
  const entries: TimelineEntry[] = [];
  let cursor: string | undefined;
  do {
    const parameters = Object.assign(new IdPageParameters(), { id, limit: TIMELINE_PAGE, cursor });
    const page = await orderTimelineQuery.run(context, parameters);
    entries.push(...(page?.items ?? []));
    cursor = page?.next ?? undefined;
  } while (cursor !== undefined);
  return entries;
};

const LOG_PAGE = 1000;

const catalogueOf: Readonly<Record<OrderView['kind'], CommandCatalogue>> = {
  goods: goodsOrderCatalogue,
  service: serviceOrderCatalogue,
};

const auditOf = async ({ store }: Engine, { id, kind }: OrderView): Promise<OrderAudit> => {
  const { streamType } = catalogueOf[kind];
  const stream = streamName(streamType.category, id);
  const events: RecordedEvent[] = [];
  let page: readonly RecordedEvent[];
  do {
    page = await store.readStream(stream, { from: BigInt(events.length), max: LOG_PAGE });
    events.push(...page);
  } while (page.length === LOG_PAGE);
  const findings = auditStream(streamType, events);
  return {
    events: events.length,
    findings: findings.map((finding) => ({ ...finding, revision: finding.revision.toString() })),
  };
};

/** An order by its id or its number; undefined where there is none. */
export const findOrder = async (engine: Engine, idOrNumber: string): Promise<FoundOrder | undefined> => {
  const context = { database: engine.readDatabase, vault: engine.vault };
  const order = await orderQuery.run(context, Object.assign(new OrderParameters(), { id: idOrNumber }));
  if (!order) return undefined;
  const audit = await auditOf(engine, order);
  const catalogue = catalogueOf[order.kind];
  // Nothing is possible on a log that is not as it was written.
  const stream = audit.findings.length === 0 ? await engine.inspect(catalogue.collection, order.id) : undefined;
  const commands = (stream?.commands ?? []).map(({ type, refusal }) => ({
    command: kebabCase(type),
    summary: catalogue.commands[type]?.summary ?? { ja: type, en: type },
    refusal,
  }));
  return {
    order,
    timeline: await timelineOf(engine, order.id),
    audit,
    possible: commands.flatMap(({ command, summary, refusal }) => (refusal ? [] : [{ command, summary }])),
    refused: commands.flatMap(({ command, summary, refusal }) =>
      refusal ? [{ command, summary, code: refusal.code, reason: refusal.message }] : [],
    ),
  };
};
