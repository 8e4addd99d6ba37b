import type { NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { type BusPorts, BusesModule } from './buses.module.ts';

/** Nest's buses without a web server: for the CLI, imports and specs. */
export interface Buses {
  readonly commandBus: CommandBus;
  readonly queryBus: QueryBus;
  close(): Promise<void>;
}

/** Starts Nest's buses over the engine; what stands behind them is closed by whoever opened it. */
export const openBuses = async (ports: BusPorts): Promise<Buses> => {
  const options: Pick<NestApplicationOptions, 'logger' | 'abortOnError'> = { logger: ['error'], abortOnError: false };
  const nest = await NestFactory.createApplicationContext(BusesModule.over(ports), options);
  return {
    commandBus: nest.get(CommandBus, { strict: false }),
    queryBus: nest.get(QueryBus, { strict: false }),
    close: () => nest.close(),
  };
};
