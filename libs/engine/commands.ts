import type { Clock } from '#libs/kernel/clock';
import type { CommandCatalogue } from '#libs/kernel/command-catalogue';
import { inLoopWords } from '#libs/kernel/command-loop/command-answers';
import type { CommandLoop } from '#libs/kernel/command-loop/command-loop';
import type { Command, Refusal } from '#libs/kernel/decider';
import { commandHash, streamIdOfCommand } from '#libs/kernel/log/event-identity';
import type { EventStore } from '#libs/kernel/event-store';
import { streamName } from '#libs/kernel/fact';
import type { CommandContext, Outcome } from '#libs/kernel/outcome';
import { possibleCommands } from '#libs/kernel/command-loop/possible-commands';
import type { SendCommand } from '#libs/kernel/processes/process-sender';
import type { KeyVault } from '#libs/kernel/personal-data';
import type { ReadDatabase } from '#libs/read-database/read-database';
import { customerPreparations } from './customer-preparations.ts';
import { supportCasePreparations } from './case-preparations.ts';
import type { StreamDoors } from './stream-doors.ts';
import { followUpPreparations } from './follow-up-preparations.ts';
import type { Preparations } from './preparation.ts';
import { goodsOrderPreparations } from './receive-order.ts';
import { serviceOrderPreparations } from './record-needs.ts';
import { streamIdFrom } from './stream-ids.ts';
import { stockItemPreparations } from './register-stock-item.ts';

export interface CommandPortsOptions {
  readonly loop: CommandLoop;
  readonly store: EventStore;
  readonly clock: Clock;
  readonly vault: KeyVault;
  readonly readDatabase: ReadDatabase;
  readonly catalogues: readonly CommandCatalogue[];
  readonly defaultWarehouse: string;
}

export interface CommandPorts extends StreamDoors {
  /** How processes send what they owe: to the stream that it names. */
  readonly sendOwed: SendCommand;
}

/** Commands as the doors and the processes send them, with what the engine adds on the way. */
export const commandPorts = (options: CommandPortsOptions): CommandPorts => {
  const { loop, catalogues } = options;
  /** By collection: commands of two kinds of streams may bear the same name. */
  const preparations: Readonly<Partial<Record<string, Preparations>>> = {
    'goods-orders': goodsOrderPreparations(options),
    'service-orders': serviceOrderPreparations(options),
    'stock-items': stockItemPreparations(loop),
    'support-cases': supportCasePreparations(options),
    'follow-ups': followUpPreparations(options),
    customers: customerPreparations(options),
  };
  const byCollection = new Map(catalogues.map((catalogue) => [catalogue.collection, catalogue]));
  const byCategory = new Map(catalogues.map((catalogue) => [catalogue.streamType.category, catalogue]));
  const catalogueOf = (collection: string): CommandCatalogue => {
    const catalogue = byCollection.get(collection);
    if (!catalogue) throw new RangeError(`there is no collection ${collection}`);
    return catalogue;
  };

  const refused = async (
    streamType: CommandCatalogue['streamType'],
    id: string,
    refusal: Refusal,
  ): Promise<Outcome> => {
    const present = await loop.load(streamType, id);
    const state = present?.stateAfter ?? streamType.stateAfter(streamType.decider.initial);
    return { accepted: false, id, refusal, state, revision: present?.revision };
  };

  const carryOut = async (
    { collection, streamType }: CommandCatalogue,
    id: string,
    command: Command,
    context: CommandContext,
  ): Promise<Outcome> => {
    const prepare = preparations[collection]?.[command.type];
    if (!prepare) return loop.execute(streamType, id, command, context);
    const prepared = await inLoopWords(() => prepare(id, command, context));
    if (isRefusalOf(prepared)) return refused(streamType, id, prepared);
    // The fingerprint is that of what the caller sent: what is added on the way may differ the next time.
    return loop.execute(streamType, id, prepared, { ...context, commandHash: commandHash(command) });
  };

  return {
    async execute(collection, streamId, command, context) {
      const catalogue = catalogueOf(collection);
      const description = catalogue.commands[command.type];
      if (!description) throw new RangeError(`${collection} have no command ${command.type}`);
      const named = streamId === undefined ? undefined : streamIdFrom(collection, streamId);
      const id = named ?? description.idOf?.(command.data) ?? streamIdOfCommand(context.commandId);
      return carryOut(catalogue, id, command, context);
    },

    sendOwed({ category, id, command }, context) {
      const catalogue = byCategory.get(category);
      if (!catalogue) throw new RangeError(`there are no streams called ${category}`);
      return carryOut(catalogue, id, command, context);
    },

    async inspect(collection, streamId) {
      const { streamType, commands } = catalogueOf(collection);
      const id = streamIdFrom(collection, streamId);
      const stream = await loop.load(streamType, id);
      if (!stream) return undefined;
      const data = dataOf(stream.state);
      return {
        id,
        stream: streamName(streamType.category, id),
        number: numberIn(data),
        revision: stream.revision,
        state: stream.stateAfter,
        data,
        get commands() {
          const sent = Object.entries(commands).filter(([, { creates, internal }]) => !creates && !internal);
          const types = sent.map(([type]) => type);
          return possibleCommands(streamType.decider, stream.state, types).map(({ type, refusal }) => ({
            type,
            refusal,
          }));
        },
      };
    },
  };
};

const isRefusalOf = (prepared: Command | Refusal): prepared is Refusal => 'refused' in prepared;

/** Where there is a chart, the state is its place and the data; else it is the data. */
const dataOf = (state: unknown): unknown =>
  typeof state === 'object' && state !== null && 'value' in state && 'data' in state ? state.data : state;

const numberIn = (data: unknown): string | undefined => {
  if (typeof data !== 'object' || data === null) return undefined;
  const { orderNumber, caseNumber } = data as { readonly orderNumber?: unknown; readonly caseNumber?: unknown };
  const number = orderNumber ?? caseNumber;
  return typeof number === 'string' ? number : undefined;
};
