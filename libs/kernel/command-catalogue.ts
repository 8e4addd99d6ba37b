import type { Bilingual, Command, StreamType } from './decider.ts';

/** A class whose class-validator rules check the body of a command; its name is the command's type. */
export type PayloadClass<Payload extends object = object> = new () => Payload;

/** One entry of the catalogue: from it come the route, the validation, the OpenAPI entry, the handler and the CLI's words. */
export interface CommandDescription<Payload extends object = object> {
  readonly payload: PayloadClass<Payload>;
  readonly summary: Bilingual;
  /** A body that passes validation; a spec posts it, OpenAPI shows it. */
  readonly example: object;
  /** Starts a stream: `POST /api/<collection>`. All others are `POST /api/<collection>/<id>/<command-name>`. */
  readonly creates?: true;
  /** For a creating command: the stream's id where the payload has a natural one (an item's SKU). Default: derived from the command id. */
  idOf?(payload: Payload): string;
  /** Only processes send it: no HTTP route. */
  readonly internal?: true;
}

/** All commands of one kind of stream, by type. */
export interface CommandCatalogue<
  Commands extends Readonly<Record<string, CommandDescription>> = Readonly<Record<string, CommandDescription>>,
> {
  /** Path segment below `/api`, such as `goods-orders`. */
  readonly collection: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- state, command and fact types differ per entry
  readonly streamType: StreamType<any, any, any>;
  readonly title: Bilingual;
  readonly commands: Commands;
}

/** A payload class as plain read-only data, all the way down, which is what a decider gets. */
export type Plain<Value> = Value extends readonly (infer Element)[]
  ? readonly Plain<Element>[]
  : Value extends object
    ? { readonly [Member in keyof Value]: Plain<Value[Member]> }
    : Value;

/** The union of commands that a map of payload classes describes: `{ ConfirmOrder: typeof ConfirmOrder }` → `Command<'ConfirmOrder', ConfirmOrder>`. */
export type CommandsOf<Payloads extends Readonly<Record<string, PayloadClass>>> = {
  [Type in keyof Payloads & string]: Command<Type, Plain<InstanceType<Payloads[Type]>>>;
}[keyof Payloads & string];

/** `ConfirmOrder` → `confirm-order`. */
export const kebabCase = (type: string): string => type.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
