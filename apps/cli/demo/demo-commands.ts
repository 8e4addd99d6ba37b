import type { CommandBus } from '@nestjs/cqrs';
import { v5 } from 'uuid';
import type { Engine } from '#libs/engine/engine';
import type { Accepted } from '#libs/kernel/outcome';
import { sendCommand } from '#libs/nest-cqrs/command-envelope';
import type { Instant } from '#state-machines/vocabulary/dates';
import { CommandFailed } from '../failure.ts';

/** Never edit: command ids, and with them the ids of orders and events, come from it. */
const DEMO = '0b9c1a5e-6f6d-5b0a-9a55-2f1c4d7be0d0';

/** Which demo: the same one makes the same facts. */
export interface DemoIdentity {
  readonly seed: string;
  readonly orders: number;
}

/** The id of a command of a demo: the same in every run, so that what was done is recognised. */
export const demoCommandId = ({ seed, orders }: DemoIdentity, occasion: string): string =>
  v5(JSON.stringify([seed, orders, occasion]), DEMO);

export interface DemoCommand {
  readonly collection: string;
  readonly type: string;
  readonly data: object;
  /** Undefined where the command creates its stream. */
  readonly streamId?: string;
  /** What tells the command from all others of the demo, such as `order 12/3`. */
  readonly occasion: string;
  readonly at: Instant;
  readonly clerk: string;
}

/** Sends a command of the demo; throws `CommandFailed` where it is refused, which no journey provides for. */
export type SendDemoCommand = (command: DemoCommand) => Promise<Accepted>;

/** Sends commands over Nest's bus as their clerk would, on the day they belong to. */
export const demoSender =
  (bus: CommandBus, { catalogues }: Pick<Engine, 'catalogues'>, identity: DemoIdentity): SendDemoCommand =>
  async ({ collection, type, data, streamId, occasion, at, clerk }) => {
    const description = catalogues.find((catalogue) => catalogue.collection === collection)?.commands[type];
    if (!description) throw new RangeError(`${collection} have no command ${type}`);
    const commandId = demoCommandId(identity, occasion);
    const actor = { id: clerk, role: 'backOffice', via: 'cli' };
    const context = { commandId, correlationId: commandId, actor, occurredAt: at };
    const outcome = await sendCommand(bus, description, data, { streamId, context });
    if (outcome.accepted) return outcome;
    throw new CommandFailed(
      `${type} (${occasion}) was refused: ${outcome.refusal.message.en}; the folder may hold changes made by others, so name another with --data`,
    );
  };
