import { mkdirSync } from 'node:fs';
import type { Configuration } from '#libs/engine/configuration';
import { openEngine, type Engine } from '#libs/engine/engine';
import { StoreOpenError } from '#libs/kernel/store-open-error';
import { START } from '#libs/kernel/event-store';
import { streamName } from '#libs/kernel/fact';
import { openBuses } from '#libs/nest-cqrs/open-buses';
import { projections } from '#libs/read-models/catalogue';
import { customersProjection } from '#libs/read-models/customers/customers.projection';
import { instantOfDay, OPENS_AT } from '#libs/sample-company/business-days';
import { agendaOf, sampleQuarter } from '#libs/sample-company/sample-agenda';
import { sampleItems } from '#libs/sample-company/sample-items';
import { itemId } from '#state-machines/item/item.id';
import { catchUp } from '../catch-up.ts';
import { CommandFailed } from '../failure.ts';
import type { ProgressBar } from '../progress-bar.ts';
import { demoCommandId, demoSender, type DemoIdentity } from './demo-commands.ts';
import { countDemo, type DemoReport } from './demo-result.ts';
import { forwardClock, type ForwardClock, resumeClock } from '../forward-clock.ts';
import { fillShelves, registerCustomers, registration, staffDesk } from './open-company.ts';
import { workThrough } from './work-through.ts';

export interface DemoOptions extends DemoIdentity {
  /** Where it is made. */
  readonly place: Configuration;
}

/**
 * Makes the sample company in a simulation store and runs its orders through the command bus. May be interrupted and run again: what was done is recognised.
 * Throws `CommandFailed` where the folder holds anything else, and else what `openEngine` throws.
 */
export const runDemo = async (options: DemoOptions, progress: ProgressBar): Promise<DemoReport> => {
  const startedAt = performance.now();
  const opening = instantOfDay(0, OPENS_AT);
  const clock = forwardClock(opening);
  mkdirSync(options.place.dataFolder, { recursive: true });
  const engine = await openSimulation(options.place, clock);
  try {
    await refuseOtherContent(engine, options);
    await resumeClock(clock, engine.store);
    const buses = await openBuses(engine);
    try {
      const send = demoSender(buses.commandBus, engine, options);
      const quarter = sampleQuarter(options.seed, options.orders);
      await fillShelves(send, quarter.orders, opening, progress);
      await staffDesk(send, opening);
      await engine.projections.start();
      await registerCustomers(
        send,
        quarter.orders,
        opening,
        () => catchUp(engine, [customersProjection.name]),
        progress,
      );
      // Until the quarter is over nobody asks the read models again; large batches afterwards cost a fraction.
      await engine.projections.stop();
      await engine.processes.start();
      const settle = () => engine.processes.idle();
      await workThrough(agendaOf(quarter), { identity: options, send, clock, store: engine.store, settle, progress });
    } finally {
      await buses.close();
    }
    await refuseStuckProcesses(engine);
    await engine.projections.start();
    await catchUp(
      engine,
      projections.map(({ name }) => name),
    );
    return { ...(await countDemo(engine)), durationMs: Math.round(performance.now() - startedAt) };
  } finally {
    progress.end();
    await engine.close();
  }
};

/** What a person can do who wants the demo elsewhere. */
const elsewhere = ({ eventStore }: Configuration): string =>
  eventStore.kind === 'sqlite' ? 'name another folder with --data' : 'name another one with --event-store';

/** Opens the installation of the place, which is made where there is none. */
const openSimulation = async (place: Configuration, clock: ForwardClock): Promise<Engine> => {
  try {
    return await openEngine(place, { simulation: true, clock, runProjections: false, runProcesses: false });
  } catch (error) {
    if (!(error instanceof StoreOpenError) || error.code !== 'mismatch') throw error;
    const message = `${error.location} is a real store, in which no demo is made: ${elsewhere(place)}`;
    throw new CommandFailed(message, { cause: error });
  }
};

/** The log is empty, or it begins with this very demo. */
const refuseOtherContent = async ({ store }: Engine, options: DemoOptions): Promise<void> => {
  const { place, seed, orders } = options;
  if ((await store.head()) === START) return;
  const [first] = sampleItems;
  if (!first) return;
  const { occasion } = registration(first);
  const stream = streamName('item', itemId(first.sku));
  if (await store.findCommand(stream, demoCommandId(options, occasion))) return;
  const holder = place.eventStore.kind === 'sqlite' ? place.dataFolder : 'the event store';
  throw new CommandFailed(
    `${holder} holds something other than the demo of seed ${seed} with ${orders} orders: ${elsewhere(place)}`,
  );
};

const refuseStuckProcesses = async ({ processes }: Engine): Promise<void> => {
  for (const { name, stuck } of await processes.status())
    if (stuck.length > 0)
      throw new CommandFailed(
        `the process ${name} is stuck with ${stuck.length} commands: see "juchu processes status"`,
      );
};
