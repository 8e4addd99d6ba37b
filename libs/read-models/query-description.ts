import type { Position } from '#libs/kernel/event-store';
import type { Bilingual } from '#libs/kernel/decider';
import type { PayloadClass } from '#libs/kernel/command-catalogue';
import type { KeyVault } from '#libs/kernel/personal-data';
import { dateInTokyo } from '#state-machines/vocabulary/dates';
import type { ReadDatabase } from '#libs/read-database/read-database';

/** What a query works on. `vault` opens personal members for callers who may see them. */
export interface QueryContext {
  readonly database: ReadDatabase;
  readonly vault: KeyVault;
  /** The present, for answers that judge by it where the caller names no day. RFC 3339. Default: the real clock's. */
  readonly now?: string;
}

/** The day in Japan that an answer judges by: the caller's, or today. */
export const dayOf = ({ now }: Pick<QueryContext, 'now'>, asOf: string | undefined): string =>
  asOf ?? dateInTokyo(now ?? new Date().toISOString());

/** One entry of the query catalogue: from it come the route, the validation of its parameters and the OpenAPI entry. */
export interface QueryDescription<Parameters extends object = object, Answer = unknown> {
  /** Kebab-case, unique; the OpenAPI operation id. */
  readonly name: string;
  /** Below `/api`, path parameters in braces: `orders/{id}/timeline`. Path and query-string parameters arrive as one object. */
  readonly path: string;
  readonly summary: Bilingual;
  readonly parameters: PayloadClass<Parameters>;
  /** The read model that answers; `after=<position>` waits for it. */
  readonly projection: string;
  /** Other read models that it reads as well; `after` waits for them too. */
  readonly besides?: readonly string[];
  /** An answer as it may look, for OpenAPI. */
  readonly example: object;
  /** What to say where there is no such thing, if there is more to say than that. */
  readonly nothingFound?: Bilingual;
  /** Undefined: there is no such thing (404). */
  run(context: QueryContext, parameters: Parameters): Promise<Answer | undefined>;
}

/** What a read model answered, and the place in the log that it had reached by then. */
export interface QueryAnswer {
  /** Undefined: there is no such thing. */
  readonly answer: unknown;
  readonly readPosition: Position;
}
