import type { Refusal } from '#libs/kernel/decider';

/** The lifecycle does not allow it now. */
export const stateRefusal = (code: string, ja: string, en: string): Refusal => ({
  refused: 'state',
  code,
  message: { ja, en },
});

/** The state would allow it, but a rule about its content does not; `field` is the path of that content, such as `lines[2].quantity`. */
export const ruleRefusal = (code: string, field: string, ja: string, en: string): Refusal => ({
  refused: 'rule',
  code,
  field,
  message: { ja, en },
});
