import { ValidateBy, ValidateIf, type ValidationArguments } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';

/** Which members go with which value of the member that chooses. */
type Choices = Readonly<Record<string, readonly string[]>>;

const chosenIn = (body: object, chooser: string): unknown => Reflect.get(body, chooser);

/** Demands the member where its value was chosen, and refuses it where another one was. A choice that does not exist is the chooser's own problem. */
const goesWith = (target: object, member: string, chooser: string, choices: Choices): void => {
  const fitting = Object.keys(choices).filter((choice) => choices[choice]?.includes(member));
  const isFitting = (body: object) => fitting.some((choice) => choice === chosenIn(body, chooser));
  const isChosen = (body: object) => Object.keys(choices).some((choice) => choice === chosenIn(body, chooser));
  ValidateIf((body: object, value) => isFitting(body) || (isChosen(body) && value !== undefined))(target, member);
  const demand = {
    ja: `${chooser} が ${fitting.join(', ')} のときだけ指定できます。取り除いてください。`,
    en: `goes with ${chooser} ${fitting.join(', ')} only; leave it out`,
  };
  const validate = (_value: unknown, checked?: ValidationArguments) =>
    checked !== undefined && isFitting(checked.object);
  const validator = { validate, defaultMessage: () => `$property ${demand.en}` };
  ValidateBy({ name: `goesWith${chooser[0]?.toUpperCase() ?? ''}${chooser.slice(1)}`, validator }, { context: demand })(
    target,
    member,
  );
};

const schemaOf = (chooser: string, choices: Choices) => {
  const members = [...new Set(Object.values(choices).flat())];
  return {
    allOf: Object.entries(choices).map(([choice, fitting]) => ({
      if: { properties: { [chooser]: { const: choice } } },
      then: {
        required: [...fitting],
        properties: Object.fromEntries(
          members.filter((member) => !fitting.includes(member)).map((member) => [member, { not: {} }]),
        ),
      },
    })),
  };
};

/** For a class: the value of the member `chooser` says which of the other members have to be there; those of its other values must not be. */
export const ChoosesMembers =
  (chooser: string, choices: Choices): ClassDecorator =>
  (target) => {
    for (const member of new Set(Object.values(choices).flat()))
      goesWith(target.prototype as object, member, chooser, choices);
    JSONSchema(schemaOf(chooser, choices))(target);
  };
