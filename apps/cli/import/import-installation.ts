import { mkdirSync } from 'node:fs';
import type { Configuration } from '#libs/engine/configuration';
import { catalogues } from '#libs/engine/catalogue';
import { openEngine, type Engine } from '#libs/engine/engine';
import type { CommandDescription } from '#libs/kernel/command-catalogue';
import { openBuses } from '#libs/nest-cqrs/open-buses';
import { sendCommand } from '#libs/nest-cqrs/command-envelope';
import { payloadFrom, problemsOf } from '#libs/nest-cqrs/payload';
import type { ImportPorts } from '#libs/order-import/import-ports';
import { catchUp } from '../catch-up.ts';
import { forwardClock, type ForwardClock, resumeClock } from '../forward-clock.ts';

const descriptionOf = (collection: string, type: string): CommandDescription => {
  const description: CommandDescription | undefined = catalogues.find(
    (catalogue) => catalogue.collection === collection,
  )?.commands[type];
  if (!description) throw new RangeError(`${collection} have no command ${type}`);
  return description;
};

/** What breaks the rules of a command, without an engine: the same rules as at every other door. */
export const checkCommand: ImportPorts['check'] = (collection, { type, data }) => {
  const { payload, problems } = payloadFrom(descriptionOf(collection, type).payload, data);
  return problemsOf(payload, problems).map(({ field, message }) => ({ field, message: message.en }));
};

/** Before every date that data has. */
const LONG_AGO = '0001-01-01T00:00:00.000Z';

/**
 * Opens the installation, which is made where there is none, hands out what an import needs of it, and closes it whatever happens. In a simulation the clock
 * follows the data, on from the end of the log. Throws what `openEngine` throws: a real store where a simulation was asked for, among others.
 */
export const withImportPorts = async <Result>(
  configuration: Configuration,
  simulate: boolean,
  use: (ports: ImportPorts, engine: Engine) => Promise<Result>,
): Promise<Result> => {
  mkdirSync(configuration.dataFolder, { recursive: true });
  const clock = simulate ? forwardClock(LONG_AGO) : undefined;
  // Nobody asks the read models meanwhile; catching up in large batches afterwards costs a fraction.
  const later = { runProjections: false, runProcesses: false };
  const options = clock ? { ...later, simulation: true, clock } : later;
  const engine = await openEngine(configuration, options);
  try {
    if (clock) await resumeClock(clock, engine.store);
    else await engine.processes.start();
    const buses = await openBuses(engine);
    try {
      const result = await use(portsOf(engine, buses.commandBus, clock), engine);
      await engine.projections.start();
      await catchUp(
        engine,
        (await engine.projections.status()).map(({ name }) => name),
      );
      return result;
    } finally {
      await buses.close();
    }
  } finally {
    await engine.close();
  }
};

/**
 * In a simulation processes start with the first command, when the clock has come to the first day of the data: follow-ups of what is imported are judged by that day,
 * and those of a real store leave the past alone.
 */
const portsOf = (
  engine: Engine,
  bus: Parameters<typeof sendCommand>[0],
  clock: ForwardClock | undefined,
): ImportPorts => {
  const { processes } = engine;
  let started = clock ? undefined : Promise.resolve();
  return {
    check: checkCommand,
    async execute(collection, streamId, command, context) {
      await (started ??= processes.start());
      return sendCommand(bus, descriptionOf(collection, command.type), command.data, { streamId, context });
    },
    async settle() {
      if (started) await started.then(() => processes.idle());
    },
    stateOf: async (orderId) => (await engine.inspect('goods-orders', orderId))?.state,
    ...(clock ? { moveClockTo: (instant: string) => clock.moveOnTo(instant) } : {}),
  };
};
