import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { CommandCatalogue } from '#libs/kernel/command-catalogue';
import { commandHandlers, type ExecuteCommand } from './command-handlers.ts';
import { type ExecuteOperation, RunOperationHandler } from './run-operation.ts';
import { type ExecuteQuery, RunQueryHandler } from './run-query.ts';

/** What stands behind Nest's buses. */
export interface BusPorts {
  readonly catalogues: readonly CommandCatalogue[];
  readonly execute: ExecuteCommand;
  readonly query: ExecuteQuery;
  readonly operate: ExecuteOperation;
}

/** Nest's command and query bus with a handler for every entry of the catalogues. */
@Module({})
export class BusesModule {
  static over({ catalogues, execute, query, operate }: BusPorts): DynamicModule {
    return {
      module: BusesModule,
      imports: [CqrsModule],
      providers: [
        ...commandHandlers(catalogues, execute),
        { provide: RunQueryHandler, useFactory: () => new RunQueryHandler(query) },
        { provide: RunOperationHandler, useFactory: () => new RunOperationHandler(operate) },
      ],
      exports: [CqrsModule],
    };
  }
}
