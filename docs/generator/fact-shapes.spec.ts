import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectFolder } from './documents.ts';
import { readShapes } from './fact-shapes.ts';

const eventsFile = path.join(projectFolder, 'state-machines', 'service-order', 'service-order.events.ts');

describe('the shapes of facts', () => {
  const reader = readShapes([eventsFile]);
  const facts = new Map(reader.factsOf(eventsFile).map(({ type, members }) => [type, members]));
  const named = new Map(reader.namedShapes().map((shape) => [shape.name, shape]));

  it('list the members of everything that a fact is put together from', () => {
    const names = facts.get('NeedsRecorded')?.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['title', 'budget', 'orderNumber', 'customerName']));
  });

  it('list the members of a shape that is made out of another one, and which of them may be absent', () => {
    const members = named.get('ContractDraft')?.members.map(({ name, optional }) => [name, optional]);
    expect(members).toEqual(
      expect.arrayContaining([
        ['title', false],
        ['scope', true],
      ]),
    );
  });

  it('name the alternatives of a shape that is one of several', () =>
    expect(named.get('PricedItem')).toMatchObject({
      members: [],
      meaning: 'FixedPriceItem | RecurringItem | TimeAndMaterialItem',
    }));
});
