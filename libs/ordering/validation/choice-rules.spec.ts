import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import { ChoosesMembers } from './choice-rules.ts';
import { IsMinorUnits, IsQuantity } from './number-rules.ts';
import { IsOneOf } from './text-rules.ts';

@ChoosesMembers('by', { hour: ['rate', 'hours'], month: ['rate', 'months'] })
class Hire {
  @IsOneOf(['hour', 'month'])
  by!: string;

  @IsMinorUnits()
  rate!: number;

  @IsQuantity()
  hours!: number;

  @IsQuantity()
  months!: number;
}

const complaintsAbout = (body: object): readonly string[] =>
  validateSync(plainToInstance(Hire, body)).flatMap(({ constraints }) => Object.values(constraints ?? {}));

describe('members that go with a choice', () => {
  it('are those of the value that was chosen', () => {
    expect(complaintsAbout({ by: 'hour', rate: 9000, hours: 8 })).toEqual([]);
    expect(complaintsAbout({ by: 'month', rate: 80_000, months: 12 })).toEqual([]);
  });

  it('have to be there', () => {
    const [problem, none] = validateSync(plainToInstance(Hire, { by: 'hour', rate: 9000 }));
    expect(problem).toMatchObject({ property: 'hours', value: undefined });
    expect(none).toBeUndefined();
  });

  it('obey their own rules', () => {
    expect(complaintsAbout({ by: 'hour', rate: 9000, hours: 0 })).toEqual([
      'hours must be a whole number from 1 to 1,000,000,000',
    ]);
  });

  it('are refused with another choice, and it is said which one they belong to, in both languages', () => {
    const [problem, none] = validateSync(plainToInstance(Hire, { by: 'hour', rate: 1, hours: 1, months: 1 }));
    expect(none).toBeUndefined();
    expect(problem).toMatchObject({
      property: 'months',
      constraints: { goesWithBy: 'months goes with by month only; leave it out' },
      contexts: {
        goesWithBy: {
          ja: 'by が month のときだけ指定できます。取り除いてください。',
          en: 'goes with by month only; leave it out',
        },
      },
    });
  });

  it('are not blamed for a choice that does not exist', () => {
    expect(complaintsAbout({ by: 'week', rate: 1, hours: 1 })).toEqual(['by must be one of hour, month']);
  });

  it('appear in the JSON schema of the class', () => {
    const months = { not: {} };
    expect(targetConstructorToSchema(Hire)).toMatchObject({
      required: ['by'],
      properties: { hours: { type: 'integer', minimum: 1 } },
      allOf: [
        {
          if: { properties: { by: { const: 'hour' } } },
          then: { required: ['rate', 'hours'], properties: { months } },
        },
        { if: { properties: { by: { const: 'month' } } }, then: { required: ['rate', 'months'] } },
      ],
    });
  });
});
