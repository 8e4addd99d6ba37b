import { NewerProgram, type StreamType } from '../decider.ts';

type Shapes = Pick<StreamType, 'upcasters' | 'machine'>;

/** The version of the shape in which facts of this type are written now: 1 and one more per upcaster. */
export const schemaVersionOf = ({ upcasters }: Pick<Shapes, 'upcasters'>, factType: string): number =>
  1 + (upcasters[factType]?.length ?? 0);

/**
 * A fact's data in today's shape. An upcaster must leave personal members where they are: sealed, they open only under the name they were written with.
 * Throws `NewerProgram` for a shape that this program does not know.
 */
export const upcast = (shapes: Shapes, factType: string, schemaVersion: number, data: object): object => {
  const steps = shapes.upcasters[factType] ?? [];
  if (schemaVersion > steps.length + 1)
    throw new NewerProgram(
      `${factType} has shape ${schemaVersion}; ${shapes.machine} knows it up to shape ${steps.length + 1}: update the program`,
    );
  return steps.slice(schemaVersion - 1).reduce((older, step) => step(older), data);
};
