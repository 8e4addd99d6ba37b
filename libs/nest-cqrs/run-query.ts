import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Position } from '#libs/kernel/event-store';
import type { QueryAnswer, QueryDescription } from '#libs/read-models/query-description';
import { InvalidParameters } from './field-problem.ts';
import { payloadFrom, problemsOf } from './payload.ts';

/** Runs a query with valid parameters; the engine's part. With `after`, waits until the read model has got there. */
export type ExecuteQuery = (
  description: QueryDescription,
  parameters: object,
  after: Position | undefined,
) => Promise<QueryAnswer>;

/** Any query of the catalogue, for Nest's query bus. `parameters` are as the caller sent them. */
export class RunQuery extends Query<QueryAnswer> {
  readonly description: QueryDescription;
  readonly parameters: object;
  readonly after: Position | undefined;

  constructor(description: QueryDescription, parameters: object, after?: Position) {
    super();
    this.description = description;
    this.parameters = parameters;
    this.after = after;
  }
}

/** Checks the parameters by their class and hands the query to the engine. Throws `InvalidParameters`. */
@QueryHandler(RunQuery)
export class RunQueryHandler implements IQueryHandler<RunQuery> {
  readonly #execute: ExecuteQuery;

  constructor(execute: ExecuteQuery) {
    this.#execute = execute;
  }

  async execute({ description, parameters, after }: RunQuery): Promise<QueryAnswer> {
    const { payload, problems } = payloadFrom(description.parameters, parameters);
    const found = problemsOf(payload, problems);
    if (found.length > 0) throw new InvalidParameters(found);
    return this.#execute(description, payload, after);
  }
}
