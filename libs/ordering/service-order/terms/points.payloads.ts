import { IsIdentifier, IsText } from '../../validation/text-rules.ts';
import { Optional } from '../../validation/value-rule.ts';

/** At most so many points in one refusal. */
export const MAX_POINTS = 100;

/** Something that the customer does not accept; without an id it is the next of P1, P2, … . */
export class PointPayload {
  @Optional()
  @IsIdentifier(40)
  readonly pointId?: string;

  @IsText()
  readonly description!: string;
}
