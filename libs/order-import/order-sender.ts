import type { CommandContext, Outcome } from '#libs/kernel/outcome';
import { CommandError } from '#libs/kernel/outcome';
import { PersonErased } from '#libs/kernel/personal-data';
import type { RowPlace } from './csv-rows.ts';
import type { ImportCommand } from './import-commands.ts';
import type { ImportPorts } from './import-ports.ts';
import type { NoteProblem } from './row-problem.ts';

/** Whom a command of the import is for, when it happened, and what belongs together. */
export interface Occasion {
  readonly place: RowPlace;
  readonly order?: string;
  readonly correlationId: string;
  /** RFC 3339 UTC; undefined: now. */
  readonly at: string | undefined;
}

/** Sends a command; undefined where it was refused, which is noted with the row that it came from. */
export type Send = (
  sent: ImportCommand,
  occasion: Occasion,
) => Promise<Extract<Outcome, { accepted: true }> | undefined>;

export const importSender = (
  source: string,
  { execute }: Pick<ImportPorts, 'execute'>,
  noteProblem: NoteProblem,
): Send => {
  const actor = { id: `import:${source}`, role: 'backOffice', via: 'import' };
  return async ({ collection, streamId, command, commandId }, { place, order, correlationId, at }) => {
    const refuse = (code: string, message: string, field?: string): void => {
      const { file, line } = place;
      const about = { file, line, ...(order ? { order } : {}), ...(field ? { field } : {}) };
      noteProblem({ ...about, code, message: `${command.type}: ${message}` });
    };
    const context: CommandContext = { commandId, correlationId, actor, occurredAt: at };
    try {
      const outcome = await execute(collection, streamId, command, context);
      if (outcome.accepted) return outcome;
      refuse(outcome.refusal.code, outcome.refusal.message.en, outcome.refusal.field);
    } catch (error) {
      if (error instanceof CommandError && error.code === 'commandReused')
        refuse('imported-differently', 'was imported before with other content, which stands; change it by hand');
      else if (error instanceof PersonErased) refuse('person-erased', error.message);
      else throw error;
    }
    return undefined;
  };
};
