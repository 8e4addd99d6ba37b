import type { EnginePorts, PartHealth } from '#libs/engine/engine-ports';

/** What `/health/live` answers: the program runs. */
export const LIVE = { status: 'up' } as const;

/** What `/health/ready` answers, with its HTTP status. */
export interface ReadyAnswer {
  readonly statusCode: 200 | 503;
  readonly body: { readonly status: 'ready' | 'notReady'; readonly parts: readonly PartHealth[] };
}

/** Ready is a program whose stores, read models and processes do their work. It tells nothing of the business: everybody may ask. */
export const readyAnswer = async ({ health }: Pick<EnginePorts, 'health'>): Promise<ReadyAnswer> => {
  const parts = await health();
  return parts.every(({ healthy }) => healthy)
    ? { statusCode: 200, body: { status: 'ready', parts } }
    : { statusCode: 503, body: { status: 'notReady', parts } };
};
