import type { CommandDescription, PayloadClass } from '#libs/kernel/command-catalogue';

/** Makes the catalogue entries of some payload classes: each has a summary in both languages and an example that passes its rules. */
export const describeCommands =
  <Type extends string>(payloads: Readonly<Record<Type, PayloadClass>>) =>
  (type: Type, ja: string, en: string, example: object): CommandDescription => ({
    payload: payloads[type],
    summary: { ja, en },
    example,
  });
