import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { EnginePorts } from '#libs/engine/engine-ports';
import type { Clock } from '#libs/kernel/clock';
import { BusesModule } from '#libs/nest-cqrs/buses.module';
import { collectionController, operationController, queryController } from './routes/catalogue.controllers.ts';
import { CommandGateway } from './routes/command-gateway.ts';
import { HealthController } from './routes/health.controller.ts';
import { OperationGateway } from './routes/operation-gateway.ts';
import { ProblemFilter } from './problem/problem.filter.ts';
import { QueryGateway } from './routes/query-gateway.ts';
import { ENGINE } from './routes/tokens.ts';

/** The API over an engine: a controller per collection, made from its catalogue, one for the queries, and health. */
@Module({})
export class ApiModule {
  static over(engine: EnginePorts, clock: Clock): DynamicModule {
    return {
      module: ApiModule,
      imports: [BusesModule.over(engine)],
      controllers: [
        ...engine.catalogues.map((catalogue) => collectionController(catalogue, engine.queries)),
        operationController(engine.operations),
        queryController(engine.queries),
        HealthController,
      ],
      providers: [
        { provide: ENGINE, useValue: engine },
        {
          provide: CommandGateway,
          useFactory: (bus: CommandBus) => new CommandGateway(bus, engine, clock),
          inject: [CommandBus],
        },
        {
          provide: OperationGateway,
          useFactory: (bus: CommandBus) => new OperationGateway(bus, clock),
          inject: [CommandBus],
        },
        { provide: QueryGateway, useFactory: (bus: QueryBus) => new QueryGateway(bus), inject: [QueryBus] },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
