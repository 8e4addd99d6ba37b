import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import type { CommandCatalogue } from '#libs/kernel/command-catalogue';
import type { Command, StreamType } from '#libs/kernel/decider';
import type { CommandContext, Outcome } from '#libs/kernel/outcome';
import { sendCommand } from './command-envelope.ts';
import { InvalidCommand } from './field-problem.ts';
import { type Buses, openBuses } from './open-buses.ts';

const texts = { ja: 'かご', en: 'basket' };

class BasketLine {
  @IsString()
  @Length(1, 20)
  sku!: string;

  @IsInt()
  @Min(1)
  @Max(999)
  quantity!: number;
}

class FillBasket {
  @ValidateNested({ each: true })
  @Type(() => BasketLine)
  @ArrayMinSize(1)
  @ArrayMaxSize(3)
  lines!: BasketLine[];

  @IsOptional()
  @ValidateNested()
  @Type(() => BasketLine)
  gift?: BasketLine;

  @IsOptional()
  @IsString({ context: { ja: '文で書いてください。', en: 'write a sentence' } })
  note?: string;
}

class EmptyBasket {}

class LabelPayload {
  @IsString()
  @Length(1, 5)
  label!: string;
}

/** A class of its own for every kind of container, all of one name and with the rules of one class. */
const labelCommand = () => {
  class Label extends LabelPayload {}
  return { payload: Label, summary: texts, example: { label: 'A' } };
};

const basket: StreamType = {
  category: 'basket',
  machine: 'basket@1',
  decider: { initial: {}, evolve: (state) => state, decide: () => [], refusedWhen: () => undefined },
  stateAfter: () => ({}),
  upcasters: {},
  personal: {},
  personOf: (_state, id) => id,
};
const commands = {
  FillBasket: { payload: FillBasket, summary: texts, example: {}, creates: true },
  EmptyBasket: { payload: EmptyBasket, summary: texts, example: {} },
  Label: labelCommand(),
} as const;
const baskets: CommandCatalogue = { collection: 'baskets', streamType: basket, title: texts, commands };
const crates: CommandCatalogue = {
  collection: 'crates',
  streamType: { ...basket, category: 'crate', machine: 'crate@1' },
  title: texts,
  commands: { Label: labelCommand() },
};

const context: CommandContext = {
  commandId: '5c0d9f8e-3d4d-4a1f-9a35-0f6f3a3b7f01',
  correlationId: '5c0d9f8e-3d4d-4a1f-9a35-0f6f3a3b7f01',
  actor: { id: 'clerk', role: 'backOffice', via: 'http' },
};
const accepted: Outcome = {
  accepted: true,
  id: 'b1',
  stream: 'basket-b1',
  revision: 0n,
  position: '1',
  state: {},
  facts: [],
  repeated: false,
};

describe('commands over Nest’s bus', () => {
  const executed: { collection: string; id: string | undefined; command: Command; context: CommandContext }[] = [];
  let buses: Buses;

  beforeAll(async () => {
    buses = await openBuses({
      catalogues: [baskets, crates],
      execute: (collection, id, command, sent) => {
        executed.push({ collection, id, command, context: sent });
        return Promise.resolve(accepted);
      },
      query: () => Promise.reject(new Error('no queries here')),
      operate: () => Promise.reject(new Error('no operations here')),
    });
  });
  afterAll(() => buses.close());
  beforeEach(() => {
    executed.length = 0;
  });

  const refusedFields = async (body: unknown): Promise<readonly string[]> => {
    try {
      await sendCommand(buses.commandBus, commands.FillBasket, body, { context });
    } catch (error) {
      if (error instanceof InvalidCommand) return error.problems.map(({ field, rule }) => `${field} ${rule}`);
      throw error;
    }
    return [];
  };

  it('hands a valid command, as plain JSON, with its envelope to the engine', async () => {
    const body = { lines: [{ sku: 'A-1', quantity: 2 }], note: undefined };
    expect(await sendCommand(buses.commandBus, commands.FillBasket, body, { streamId: 'b1', context })).toBe(accepted);
    expect(executed).toEqual([
      {
        collection: 'baskets',
        id: 'b1',
        command: { type: 'FillBasket', data: { lines: [{ sku: 'A-1', quantity: 2 }] } },
        context,
      },
    ]);
    const [{ command }] = executed as [(typeof executed)[number]];
    expect(Object.getPrototypeOf(command.data)).toBe(Object.prototype);
  });

  it('takes a command without content from an absent body', async () => {
    await sendCommand(buses.commandBus, commands.EmptyBasket, undefined, { streamId: 'b1', context });
    expect(executed.map(({ command }) => command)).toEqual([{ type: 'EmptyBasket', data: {} }]);
  });

  it('brings commands of one name to the collection of each, and checks what their classes have in common', async () => {
    for (const [label, { Label }] of [
      ['B', baskets.commands],
      ['C', crates.commands],
    ] as const) {
      await sendCommand(buses.commandBus, Label!, { label }, { context });
      await expect(sendCommand(buses.commandBus, Label!, { label: '' }, { context })).rejects.toMatchObject({
        problems: [{ field: 'label', rule: 'is-length' }],
      });
    }
    expect(executed.map(({ collection, command }) => [collection, command])).toEqual([
      ['baskets', { type: 'Label', data: { label: 'B' } }],
      ['crates', { type: 'Label', data: { label: 'C' } }],
    ]);
  });

  it('names every broken rule with the full path of its field', async () => {
    const lines = [{ sku: 'A-1', quantity: 1 }, { quantity: 1.5 }, { sku: '', quantity: 0, colour: 'red' }];
    expect(await refusedFields({ lines, total: 3 })).toEqual([
      'total unknown-field',
      'lines[1].sku required',
      'lines[1].quantity is-int',
      'lines[2].colour unknown-field',
      'lines[2].sku is-length',
      'lines[2].quantity min',
    ]);
    expect(executed).toEqual([]);
  });

  it('refuses members that every object inherits, wherever they stand', async () => {
    const line = JSON.parse(
      '{ "sku": "A", "quantity": 1, "constructor": 1, "__proto__": { "quantity": 5 } }',
    ) as object;
    expect(await refusedFields({ lines: [line], toString: 'x' })).toEqual([
      'lines[0].constructor unknown-field',
      'lines[0].__proto__ unknown-field',
      'toString unknown-field',
    ]);
  });

  it('tells a list from an object in both directions', async () => {
    const line = { sku: 'A', quantity: 1 };
    expect(await refusedFields({ lines: [line], gift: [line] })).toEqual(['gift is-object']);
    expect(await refusedFields({ lines: line })).toEqual(['lines is-array']);
    expect(await refusedFields({ lines: [[line]] })).toContain('lines[0] is-object');
    expect(await refusedFields({ lines: ['A'] })).toContain('lines[0] is-object');
    for (const body of [[], [line], null, 'A']) expect(await refusedFields(body)).toEqual([' is-object']);
  });

  it('refuses nesting without end instead of running out of stack', async () => {
    const depth = 100_000;
    const body: unknown = JSON.parse(`{"note":${'['.repeat(depth)}${']'.repeat(depth)}}`);
    expect((await refusedFields(body))[0]).toMatch(/too-deep$/);
  });

  it('says one thing of a field: first that it is of the wrong kind', async () => {
    expect(await refusedFields({ lines: [{ sku: 'A', quantity: 1.5 }], note: 1 })).toEqual([
      'lines[0].quantity is-int',
      'note is-string',
    ]);
    expect(await refusedFields({ lines: [{ sku: 5, quantity: 'two' }], gift: 'A' })).toEqual([
      'lines[0].sku is-string',
      'lines[0].quantity is-int',
      'gift nested-validation',
    ]);
    expect(await refusedFields({ lines: { sku: 'A', quantity: 1 } })).toEqual(['lines is-array']);
  });

  it('speaks in the words of the rule, in both languages', async () => {
    await expect(
      sendCommand(
        buses.commandBus,
        commands.FillBasket,
        { lines: [{ sku: 'A', quantity: 1000 }], note: 1 },
        { context },
      ),
    ).rejects.toMatchObject({
      problems: [
        { field: 'lines[0].quantity', message: { ja: '999 以下で指定してください。', en: 'must be at most 999' } },
        { field: 'note', message: { ja: '文で書いてください。', en: 'write a sentence' } },
      ],
    });
  });

  it('lists no more problems than a person can read', async () => {
    const body = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`field${String(index)}`, 1]));
    expect(await refusedFields(body)).toHaveLength(50);
  });
});
