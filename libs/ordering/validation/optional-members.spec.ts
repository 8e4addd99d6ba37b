import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import { IsQuantity } from './number-rules.ts';
import { IsRecordOf } from './object-rules.ts';
import { OptionalMembersOf, partly } from './optional-members.ts';
import { IsLine } from './text-rules.ts';

class Parcel {
  @IsQuantity()
  quantity!: number;
}

class Delivery {
  @IsLine()
  name!: string;

  @IsRecordOf(() => Parcel)
  parcel!: Parcel;
}

@OptionalMembersOf(Delivery)
class ChangeOfDelivery extends partly(Delivery) {
  @IsLine()
  reason!: string;
}

const namesOfProblems = (body: object): readonly string[] =>
  validateSync(plainToInstance(ChangeOfDelivery, body), { whitelist: true, forbidNonWhitelisted: true }).flatMap(
    ({ property, children }) => [property, ...(children ?? []).map((child) => `${property}.${child.property}`)],
  );

describe('a class with the members of another one, each of which may be left out', () => {
  it('takes none of them, and any of them', () => {
    expect(namesOfProblems({ reason: '転居' })).toEqual([]);
    expect(namesOfProblems({ reason: '転居', name: '田中', parcel: { quantity: 2 } })).toEqual([]);
  });

  it('holds what is given against the rules of that class', () => {
    expect(namesOfProblems({ reason: '転居', name: '', parcel: { quantity: 0 } })).toEqual([
      'name',
      'parcel',
      'parcel.quantity',
    ]);
    expect(namesOfProblems({ reason: '転居', colour: 'red' })).toEqual(['colour']);
  });

  it('still demands its own members, and leaves that class as it is', () => {
    expect(namesOfProblems({ name: '田中' })).toEqual(['reason']);
    expect(validateSync(plainToInstance(Delivery, {})).map(({ property }) => property)).toEqual(['name', 'parcel']);
  });

  it('says so in its JSON schema', () => {
    const schema = targetConstructorToSchema(ChangeOfDelivery);
    expect(schema.required).toEqual(['reason']);
    expect(schema.properties).toMatchObject({ name: { minLength: 1 } });
  });
});
