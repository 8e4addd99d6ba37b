import { describe, expect, it } from '@jest/globals';
import { IsRecordListOf, IsRecordOf } from '#libs/ordering/validation/object-rules';
import { IsWholeNumber } from '#libs/ordering/validation/number-rules';
import { IsLine } from '#libs/ordering/validation/text-rules';
import { Optional } from '#libs/ordering/validation/value-rule';
import { payloadSchemas } from './payload-schemas.ts';

class Note {
  @IsLine(20)
  readonly text!: string;
}

class WritePayload {
  @IsRecordOf(() => Note)
  readonly note!: Note;

  @Optional()
  @IsLine(5)
  readonly colour?: string;
}

const ofGoods = () => {
  class Write extends WritePayload {}
  class Count {
    @IsWholeNumber(1, 9)
    readonly boxes!: number;
  }
  return { Write, Count };
};

const ofService = () => {
  class Write extends WritePayload {
    @IsWholeNumber(1, 3)
    readonly copies!: number;
  }
  class Count {
    @IsLine(9)
    readonly hours!: string;
  }
  return { Write, Count };
};

describe('the schema of a payload', () => {
  it('has the members of the class that its class extends, and its own', () => {
    const schemas = payloadSchemas();
    const inherited = { note: { $ref: '#/components/schemas/Note' }, colour: { type: 'string', maxLength: 5 } };
    expect(schemas.of(ofGoods().Write)).toMatchObject({
      properties: inherited,
      required: ['note'],
      additionalProperties: false,
    });
    expect(schemas.of(ofService().Write)).toMatchObject({
      properties: { ...inherited, copies: { type: 'integer', maximum: 3 } },
      required: expect.arrayContaining(['note', 'copies']),
    });
    expect(Object.keys(schemas.components)).toEqual(['Note']);
  });

  it('is that of its own class, where a class of another collection bears the same name', () => {
    const schemas = payloadSchemas();
    expect(Object.keys(schemas.of(ofGoods().Count)['properties'] as object)).toEqual(['boxes']);
    expect(Object.keys(schemas.of(ofService().Count)['properties'] as object)).toEqual(['hours']);
  });

  it('cannot refer to two classes by one name', () => {
    const [{ Count: Boxes }, { Count: Hours }] = [ofGoods(), ofService()];
    class Both {
      @IsRecordOf(() => Boxes)
      readonly boxes!: object;

      @IsRecordListOf(() => Hours, 0, 5)
      readonly hours!: object[];
    }
    expect(() => payloadSchemas().of(Both)).toThrow('two classes inside bodies are called Count');
  });
});
