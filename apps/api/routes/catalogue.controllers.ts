import { Controller, Get, HttpCode, Inject, Post, Req, Res, type Type } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OperationDescription } from '#libs/engine/operation';
import { type CommandCatalogue, type CommandDescription, kebabCase } from '#libs/kernel/command-catalogue';
import type { QueryDescription } from '#libs/read-models/query-description';
import { CommandGateway } from './command-gateway.ts';
import { OperationGateway } from './operation-gateway.ts';
import { QueryGateway } from './query-gateway.ts';

type Route = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/** Below `/api/<collection>`; undefined for a command that only processes send. */
export const routeOf = (type: string, { creates, internal }: CommandDescription): string | undefined => {
  if (internal) return undefined;
  return creates ? '' : `:id/${kebabCase(type)}`;
};

/** `orders/{id}/timeline` as Nest writes it: `orders/:id/timeline`. */
export const routeOfQuery = ({ path }: QueryDescription): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

/** Two routes that the router cannot tell apart. */
const shapeOf = (route: string): string => route.replaceAll(/:\w+/g, ':');

/** Puts a route on a controller's class, as the decorators of a method written by hand would. */
const addRoute = (
  controller: Type,
  name: string,
  handler: (self: object) => Route,
  decorators: readonly MethodDecorator[],
): void => {
  const prototype = controller.prototype as object;
  const descriptor: PropertyDescriptor = {
    value(this: object, request: FastifyRequest, reply: FastifyReply) {
      return handler(this)(request, reply);
    },
  };
  Object.defineProperty(prototype, name, descriptor);
  Req()(prototype, name, 0);
  Res({ passthrough: true })(prototype, name, 1);
  for (const decorate of decorators) decorate(prototype, name, descriptor);
};

/** The routes of a collection: a POST for every command, and what GET says of one stream where no query of the same address says more. */
export const collectionController = (catalogue: CommandCatalogue, queries: readonly QueryDescription[]): Type => {
  @Controller(`api/${catalogue.collection}`)
  class CollectionController {
    readonly gateway: CommandGateway;
    constructor(@Inject(CommandGateway) gateway: CommandGateway) {
      this.gateway = gateway;
    }
  }
  const gatewayOf = (self: object): CommandGateway => (self as CollectionController).gateway;

  for (const [type, description] of Object.entries(catalogue.commands)) {
    const route = routeOf(type, description);
    if (route === undefined) continue;
    const send =
      (self: object): Route =>
      (request, reply) =>
        gatewayOf(self).command(catalogue, type, request, reply);
    addRoute(CollectionController, type, send, [Post(route), HttpCode(description.creates ? 201 : 200)]);
  }

  const taken = new Set(queries.map((query) => shapeOf(routeOfQuery(query))));
  const addGet = (name: string, route: string, handler: (gateway: CommandGateway) => Route): void => {
    if (taken.has(shapeOf(`${catalogue.collection}/${route}`))) return;
    addRoute(CollectionController, name, (self) => handler(gatewayOf(self)), [Get(route)]);
  };
  addGet('state', ':id', (gateway) => (request, reply) => gateway.state(catalogue, request, reply));
  addGet(
    'commands',
    ':id/commands',
    (gateway) => (request, reply) => gateway.possibleCommands(catalogue, request, reply),
  );
  return CollectionController;
};

/** A POST for every request that concerns no single stream. */
export const operationController = (operations: readonly OperationDescription[]): Type => {
  @Controller('api')
  class OperationController {
    readonly gateway: OperationGateway;
    constructor(@Inject(OperationGateway) gateway: OperationGateway) {
      this.gateway = gateway;
    }
  }
  for (const description of operations) {
    const operate =
      (self: object): Route =>
      (request) =>
        (self as OperationController).gateway.operate(description, request);
    addRoute(OperationController, description.name, operate, [Post(description.path), HttpCode(200)]);
  }
  return OperationController;
};

/** A GET for every query of the read models. */
export const queryController = (queries: readonly QueryDescription[]): Type => {
  @Controller('api')
  class QueryController {
    readonly gateway: QueryGateway;
    constructor(@Inject(QueryGateway) gateway: QueryGateway) {
      this.gateway = gateway;
    }
  }
  for (const description of queries) {
    const ask =
      (self: object): Route =>
      (request, reply) =>
        (self as QueryController).gateway.query(description, request, reply);
    addRoute(QueryController, description.name, ask, [Get(routeOfQuery(description))]);
  }
  return QueryController;
};
